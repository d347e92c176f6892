// lab: the layouts between monolith and full split: which are worth measuring, which of them are
// not beaten, and what that says about each module. Pure functions of what was counted and
// measured.
//
// A group of modules shares a process. In SweepPoint::groups it is written with + between its
// names; the first group is the gateway's process and begins with "gateway".
#pragma once

#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/report/report.h"

namespace lab {

// Groups as names, the gateway's first, without "gateway" itself (so the first may be empty).
using Grouping = std::vector<std::vector<std::string>>;
Grouping grouping_of(const SweepPoint& point);
SweepPoint point_of(const Grouping& grouping);  // name, groups, processes

struct SweepInput {
  std::vector<std::string> modules;  // in dependency order
  ArmLedger traffic;                 // of an arm in one process: per request, by caller and callee
  std::vector<Hop> hops;             // the tcp one weighs calls; without it each weighs the same
};

// Monolith, each module alone outside, the full split, and what lies on the way when the groups
// with the heaviest traffic between them are merged one after the other, from the coarse end. At
// most `points_max`, each once; `why` is set, figures are not.
std::vector<SweepPoint> choose_layouts(const SweepInput& input, std::size_t points_max = 12);

// What to start for it: the built-in monolith with `modules.X=http://127.0.0.1:…` for the others;
// modules of one group get the same URL, and the arm replaces ports by free ones.
ArmPlan plan_of(const SweepPoint& point);

// The modules that an endpoint's answer waits for: reached from the gateway over calls that at
// least every second request of it makes. What is delivered afterwards is not waited for.
std::vector<std::string> needed_by(const std::string& endpoint,
                                   const std::vector<EndpointCalls>& calls);

// The share of requests that need a process, averaged over the processes, in percent. The
// gateway's is needed by all.
double blast_percent(const Grouping& grouping, const std::vector<EndpointCalls>& calls,
                     const std::vector<Share>& mix);

// Sets `pareto`: no other point is at least as good in p99, CPU and blast radius and better in one.
// Points that were not measured (n = 0) neither take part nor beat anybody.
void mark_pareto(std::vector<SweepPoint>& points);

struct AdviceInput {
  std::vector<std::string> modules;
  ArmLedger traffic;                 // of an arm in one process
  std::vector<EndpointCalls> calls;  // counted in process
  std::vector<Share> mix;
  std::vector<MoveOut> move_outs;  // predicted
  std::vector<SweepPoint> points;  // measured ones are preferred to predictions
  std::vector<ArmResult> arms;     // one with a process per module tells each one's share of CPU
  std::vector<FaultRun> faults;    // a kill of the module alone is told beside what was counted
  double request_cpu_us = 0;       // of the monolith, CPU per request of the workload
};

// When a module is worth a process of its own.
struct AdviceBounds {
  double survive_percent = 90;  // of requests that go on when it dies: isolation is bought
  double cpu_percent = 25;      // of all CPU: what could be scaled alone
  double cost_percent = 10;     // of CPU per request that may be added
};

// One per module: moved out when that buys isolation or room to grow, and costs little.
std::vector<Advice> advise(const AdviceInput& input, const AdviceBounds& bounds = {});

}  // namespace lab
