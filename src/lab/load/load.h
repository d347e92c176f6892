// lab: open-loop load. A plan is made once and replayed to every arm; the generator, a process of
// its own (`cleave load`), sends each request at its scheduled time whatever the answers do, and
// counts latency from that time.
//
//   plan file ──▶ cleave load ──▶ "measuring" … "measured" (lines on stdout) ──▶ result file
//                     warm-up ──┘            └── then waits for what is still under way
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "child_process.h"
#include "lab/lab.h"
#include "lab/report/report.h"

namespace lab {

struct PlannedEndpoint {
  std::string name;           // "checkout"
  std::string method;         // "POST"
  std::vector<int> expected;  // statuses that are good
};
BOOST_DESCRIBE_STRUCT(PlannedEndpoint, (), (name, method, expected))

struct PlannedRequest {
  std::int64_t at_us = 0;  // from the start of the plan, warm-up included
  int endpoint = 0;        // index into LoadPlan::endpoints
  int customer = -1;       // index into LoadPlan::tokens; -1: nobody is logged in
  std::string target;      // path and query
  std::string body;
  std::string key;  // Idempotency-Key
};
BOOST_DESCRIBE_STRUCT(PlannedRequest, (), (at_us, endpoint, customer, target, body, key))

struct LoadPlan {
  std::string url;  // http://host:port of a gateway
  std::vector<PlannedEndpoint> endpoints;
  std::vector<std::string> tokens;        // access tokens of the customers
  std::vector<PlannedRequest> requests;   // in the order of their times
  std::int64_t warm_up_us = 0;            // requests scheduled before it are sent and not counted
  std::int64_t measured_us = 0;           // the rest; the plan ends at warm_up_us + measured_us
  std::int64_t good_within_us = 200'000;  // an answer later than this is not good
  std::int64_t timeout_us = 10'000'000;   // then a request counts as unanswered
  std::int64_t slice_us = 100'000;        // of the timeline
  int connections_max = 512;
  bool one_at_a_time = false;     // closed loop: the next request after the answer, at_us ignored
  bool latency_by_slice = false;  // fills EndpointLoad::slice_latency
};
BOOST_DESCRIBE_STRUCT(LoadPlan, (),
                      (url, endpoints, tokens, requests, warm_up_us, measured_us, good_within_us,
                       timeout_us, slice_us, connections_max, one_at_a_time, latency_by_slice))

// Of the measured part.
struct EndpointLoad {
  std::string endpoint;
  std::int64_t sent = 0;
  std::int64_t good = 0;    // an expected status within good_within_us
  std::int64_t failed = 0;  // sent - good
  Counts latency;           // of the answered ones, from the scheduled time
  // By slice of the scheduled time: good ones, and the others.
  std::vector<std::int64_t> slice_good;
  std::vector<std::int64_t> slice_lost;
  std::vector<Counts> slice_latency;  // of the good ones; empty unless the plan asks for it
};
BOOST_DESCRIBE_STRUCT(EndpointLoad, (),
                      (endpoint, sent, good, failed, latency, slice_good, slice_lost,
                       slice_latency))

struct LoadResult {
  std::vector<EndpointLoad> endpoints;
  std::vector<StatusCount> unexpected;
  Counts lag;  // how late requests left, against their schedule
  double seconds = 0;
  double cpu_us_per_request = 0;  // the generator's own
  double busy = 0;                // its share of one core, 0..1
  // The warm-up included: does what came of the requests follow from the plan alone?
  std::int64_t warm_up_unexpected = 0;  // answers other than the plan expects, before measuring
  std::int64_t slowest_write_us = 0;    // from the scheduled time, of whatever is no GET
};
BOOST_DESCRIBE_STRUCT(LoadResult, (),
                      (endpoints, unexpected, lag, seconds, cpu_us_per_request, busy,
                       warm_up_unexpected, slowest_write_us))

std::string to_json(const LoadPlan& plan);
LoadPlan parse_plan(const std::string& json);  // throws Error{invalid_argument}
std::string to_json(const LoadResult& result);
LoadResult parse_result(const std::string& json);

// The body of `cleave load`: carries the plan out on this process's one loop. `said` is called with
// "measuring" and "measured" at those moments.
kernel::Task<> generate(kernel::RealRuntime& runtime, const LoadPlan& plan, LoadResult& result,
                        const std::function<void(const char*)>& said);

// A generator at work.
class Load {
 public:
  // Starts `cleave load` on lab.generator_cpus.
  Load(Lab& lab, const LoadPlan& plan);
  ~Load();  // ends it if it still runs

  // Each returns at its moment. Throws Error{internal} with the generator's last words when it
  // ends early.
  kernel::Task<> until_measuring();
  kernel::Task<> until_measured();
  kernel::Task<LoadResult> result();

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace lab
