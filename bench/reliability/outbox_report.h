// reliability: what a full outbox costs, judged.
#pragma once

#include <cstdint>
#include <vector>

#include "outbox.h"
#include "report.h"

namespace reliability {

// Of one event, a value for each round.
struct OutboxCosts {
  std::vector<double> announce_wall_us;  // without the relay
  std::vector<double> announce_cpu_us;
  std::vector<double> both_wall_us;  // until written, with the relay at work
  std::vector<double> both_all_us;   // until delivered to the one that is well
  std::vector<double> both_cpu_us;
  std::vector<double> alone_write_ms;
  std::vector<double> alone_deliver_ms;
  std::vector<double> alone_deliver_p99_ms;
  double idle_share = 0;  // of a core
  double list_ms = 0;
};

struct OutboxFigures {
  OutboxCosts empty, full, again;
  double filled_per_s = 0;
  double settling_share = 0;  // of a core, when the relay finds the full outbox
  double tries_per_s = 0;     // at the one that is away
  std::int64_t owed = 0;      // when it came back
  std::int64_t delivered = 0;
  bool all_delivered = false;
  double first_after_s = 0;
  double delivering_s = 0;
  double alone_meanwhile_ms = 0;  // another's event, while the rows are delivered
  std::int64_t gaps = 0;
  std::int64_t twice = 0;
};

void tell_outbox(const OutboxFigures& figures, const OutboxOptions& options, Report& report);

}  // namespace reliability
