// lab: one measurement of one running arm: a load, and what the arm's processes did meanwhile.
#pragma once

#include <vector>

#include "lab/arms/arm.h"
#include "lab/load/load.h"
#include "lab/report/report.h"

namespace lab {

// What the SLO asks of an arm.
struct Slo {
  double p99_ms = 20;
  double good_share = 0.99;
  // An answer later than this is none: the customer has gone.
  std::int64_t good_within_us() const noexcept {
    return static_cast<std::int64_t>(p99_ms * 1000) * 10;
  }
};

struct Measured {
  Repeat repeat;
  LoadResult load;
  Sample sample;  // over the measured part
};

// Carries `plan` out against `arm`, which is running and stays so. `plan.url` is set here.
kernel::Task<Measured> measure(Lab& lab, Arm& arm, LoadPlan plan);

// Returns when the arm's relays have delivered what was owed, or after `patience`.
kernel::Task<> settle(Lab& lab, Arm& arm, kernel::Ticks patience = std::chrono::seconds(5));

// By process, what was used between the two; memory is that of `later`.
std::vector<ProcessUse> use_between(const std::vector<ProcessUse>& earlier,
                                    const std::vector<ProcessUse>& later);
double cpu_ms(const std::vector<ProcessUse>& use);

// Calls and encoded bytes between modules; what came in from another process is counted where it
// left.
struct Traffic {
  double calls = 0;
  double bytes = 0;
};
Traffic traffic_of(const Sample& sample);

// Whether what the load left behind follows from its plan alone: every answer as expected, and no
// write so slow that the next request of its session may have overtaken it.
bool went_by_plan(const LoadResult& load);

// Over all endpoints.
double quantile_ms(const LoadResult& load, double quantile);
double good_share(const LoadResult& load);

}  // namespace lab
