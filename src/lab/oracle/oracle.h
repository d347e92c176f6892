// lab: do two arms answer alike? The same script, one request at a time, in every arm; ids, times
// and tokens are replaced by what they stand for.
#pragma once

#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/load/workload.h"
#include "lab/report/report.h"

namespace lab {

struct OracleAnswer {
  std::string request;  // "POST /api/v1/orders", with its body
  std::string answer;   // status and body, normalised
};

// The script covers every endpoint that customers and administrators have, refusals included:
// about 260 requests, whatever `requests` says, then more sessions until there are so many. The
// same seed gives the same script. Each request waits until the arm came to rest from the one
// before. Throws as Arm::check_alive, or Error{deadline_exceeded} when the arm does not come to
// rest.
kernel::Task<std::vector<OracleAnswer>> run_script(Lab& lab, Arm& arm, const SeededShop& shop,
                                                   std::uint64_t seed, int requests);

// What a stopped shop's directory holds, row by row, and its mail files, normalised; sorted.
std::vector<std::string> final_rows(const std::string& directory);

// One string that is the same for the same rows: sha-256 hex over final_rows.
std::string digest_of(const std::vector<std::string>& rows);

// Compares each arm with the first. Long answers and rows are cut around their difference.
Equality compare_answers(const std::vector<std::string>& arms,
                         const std::vector<std::vector<OracleAnswer>>& answers,
                         const std::vector<std::vector<std::string>>& rows);

// Of a stopped shop whose stock nobody set meanwhile: do its books balance? (DESIGN §9) Orders,
// events and mails that are still on their way break nothing, but stand in `detail`.
Invariants check_invariants(const std::string& directory, const SeededShop& shop);

// What a load left behind, so that arms can be held against each other: confirmed orders, revenue,
// units sold, mails; not ids, not times, not the order of concurrent things.
std::string end_state(const std::string& directory);

}  // namespace lab
