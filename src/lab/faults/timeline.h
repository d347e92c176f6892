// lab: what a fault cost, from the slices of a load. Pure arithmetic over scheduled time: a request
// belongs to the slice in which it was due, whenever its answer came.
#pragma once

#include <vector>

#include "lab/load/load.h"
#include "lab/report/report.h"

namespace lab {

// When something happened to the shop, in the time of a load's measured part.
struct Incident {
  double at_s = 0;     // from the beginning of the measured part
  double lasts_s = 0;  // until it was over: restarted, resumed, undelayed
};

// The slices of all endpoints together; times count from `at_s`, the beginning of each slice.
std::vector<TimelinePoint> timeline_of(const LoadResult& load, double slice_s, double at_s);

// Per endpoint, "all" first. A slice counts from the one in which the incident began; how long it
// took to recover is known to one slice, and rounded up.
std::vector<EndpointLoss> losses_of(const LoadResult& load, double slice_s,
                                    const Incident& incident);

// What was due while an incident lasted, and before it. Needs LoadPlan::latency_by_slice.
struct Disturbance {
  std::int64_t requests = 0;
  std::int64_t failed = 0;
  std::int64_t delayed = 0;  // good, but slower than the bound
  double p99_ms = 0;         // of the good ones
  double p99_before_ms = 0;
};
Disturbance disturbance_of(const LoadResult& load, double slice_s, const Incident& incident,
                           double slow_ms);

}  // namespace lab
