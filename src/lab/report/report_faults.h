// lab: what faults and restarts did.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_values.h"

namespace lab {

struct EndpointLoss {
  std::string endpoint;
  std::int64_t expected = 0;  // scheduled from the fault until the end
  std::int64_t lost = 0;      // failed, or too late to be good
  double lost_percent = 0;    // of those scheduled while the fault lasted
  double recover_s = 0;       // from the fault to the last lost request; 0: nothing was lost
};
BOOST_DESCRIBE_STRUCT(EndpointLoss, (), (endpoint, expected, lost, lost_percent, recover_s))

struct TimelinePoint {
  double at_s = 0;  // from the fault; negative: before
  std::int64_t good = 0;
  std::int64_t lost = 0;
};
BOOST_DESCRIBE_STRUCT(TimelinePoint, (), (at_s, good, lost))

struct Invariants {
  bool money = false;  // each charge belongs to one order and equals what that keeps
  bool stock = false;  // on hand + reserved + sold = initial
  bool mail = false;   // one per confirmed order
  std::string detail;  // of what does not hold
};
BOOST_DESCRIBE_STRUCT(Invariants, (), (money, stock, mail, detail))

struct FaultRun {
  std::string arm;
  std::string module;
  std::string fault;    // "kill", "hang", "delay"
  std::string process;  // that was hit, with everything in it
  double rate_per_s = 0;
  double duration_s = 0;                // of the fault itself: until restarted, resumed, undelayed
  std::vector<EndpointLoss> endpoints;  // the first: "all"
  std::vector<TimelinePoint> timeline;
  Invariants invariants;
  bool quiet = false;  // nothing was left to do when the books were read
  std::string note;    // "the whole shop is down: one process"
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(FaultRun, (),
                      (arm, module, fault, process, rate_per_s, duration_s, endpoints, timeline,
                       invariants, quiet, note, not_measured))

struct BlastRadius {
  std::vector<FaultRun> runs;
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(BlastRadius, (), (runs, not_measured))

struct RollingRestart {
  std::string arm;
  std::string module;
  std::string process;
  double rate_per_s = 0;
  double drain_ms = 0;        // from SIGTERM to its end
  double start_ms = 0;        // from then until it is ready again
  double gap_ms = 0;          // nobody served it: from the end of accepting to ready
  std::int64_t requests = 0;  // scheduled during the restart
  std::int64_t failed = 0;
  std::int64_t delayed = 0;  // good, but slower than the SLO's bound
  double p99_ms = 0;         // during it
  double p99_before_ms = 0;
  std::vector<TimelinePoint> timeline;
  bool quiet = false;  // nothing was left to do when the books were read
  std::string note;
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(RollingRestart, (),
                      (arm, module, process, rate_per_s, drain_ms, start_ms, gap_ms, requests,
                       failed, delayed, p99_ms, p99_before_ms, timeline, quiet, note, not_measured))

struct Deployment {
  std::vector<RollingRestart> restarts;
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(Deployment, (), (restarts, not_measured))

}  // namespace lab
