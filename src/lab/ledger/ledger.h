// lab: what crosses which boundary, how often, and what the time went to.
#pragma once

#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/report/report.h"

namespace lab {

struct ArmRecord;

// Counters of one endpoint at one client: `count` requests to it, and nothing else.
struct EndpointSample {
  std::string endpoint;
  double count = 0;
  Sample sample;
};

// The ledger of one arm. `mixed`: its counters over the workload of `requests` requests. Rows are
// by caller, callee, message, kind and transport; times are means per call:
//   encode, decode  both sides: the caller's of request and reply, the owner's of reply and request
//   queue           the caller waited for a connection
//   handler         from the decoded request to the reply, whatever the handler itself calls
//                   included: rows of nested calls do not add up
//   socket          the rest of the time that the caller waited for bytes, never below 0: HTTP,
//                   headers, the kernel, the switch to the other process and back
// A plain local call is all handler. An owner does not know its callers, so they share its means.
// Events and durable commands ("event", "owed") are deliveries of a relay: encoded in every layout.
ArmLedger make_ledger(const std::string& arm, const Sample& mixed, double requests,
                      const std::vector<EndpointSample>& alone);

// Calls that a request of each endpoint makes, nested ones and deliveries included; what happens
// less often than once in five requests is left out, it belongs to no request.
std::vector<EndpointCalls> calls_of_endpoints(const std::vector<EndpointSample>& alone);

struct PredictionInput {
  ArmLedger serialized;              // codec times and bytes, measured in process
  std::vector<EndpointCalls> calls;  // counted in process
  std::vector<Hop> hops;
};

// What an arm adds to the monolith at one client, from the in-process run and the hop alone;
// nothing is fitted to what the arm then shows. `groups`: modules that share a process, the
// gateway's first; who stands in none is with the gateway. Throws std::invalid_argument without a
// hop of `transport`.
//
//   latency  over the calls that cross: hop(bytes) + the four codec passes of that message
//   CPU      the same, and hop(bytes) for each delivery that crosses; that one delays no answer,
//            and was encoded in process too
//   hop      fixed + per KiB of request and reply; + waking, when a request of this endpoint waits
//            for a disk (at least one sync in two requests)
//
// Left out, since it is not the message's own: a token that a process sees for the first time (its
// signature is checked once per process), what processes ask each other every second, commits that
// share a sync in one process and do not in two, waiting for a busy process (there is one client).
std::vector<PredictionRow> predict(const PredictionInput& input, const std::string& arm,
                                   const std::string& transport,
                                   const std::vector<std::vector<std::string>>& groups);

std::vector<MoveOut> predict_move_outs(const PredictionInput& input, const std::string& transport,
                                       const std::vector<std::string>& modules);

// Sets what was measured beside it: the shift over requests that lie next to each other.
void set_measured(std::vector<PredictionRow>& rows, const ArmRecord& monolith,
                  const ArmRecord& arm);

}  // namespace lab
