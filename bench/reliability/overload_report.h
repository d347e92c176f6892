// reliability: what an overload did, judged.
#pragma once

#include <vector>

#include "overload.h"
#include "phases.h"
#include "report.h"
#include "saturation.h"
#include "stage.h"

namespace reliability {

struct OverloadRun {
  Saturation saturation;
  std::vector<Phase> phases;  // "before", "overload", "after"
  lab::LoadResult load;
  double memory_before_mib = 0;  // the most, at half of the peak
  double memory_middle_mib = 0;  // in the first half of the overload
  double memory_peak_mib = 0;    // from the overload's beginning to the end
  Stage::Close close;
};

void tell_overload(const OverloadRun& run, const OverloadOptions& options, Report& report);

// When a load is as it was before: seconds from the beginning of the phase "after" to the first of
// four slices in a row in which as large a share is good and p99 is no worse than in the worst
// slice of "before", give or take. Negative: never.
struct Recovery {
  double after_s = -1;
  double share_min = 0;   // what a normal slice has at least
  double p99_max_ms = 0;  // and at most
  int normal = 0;         // slices, of the phase "after"
  int slices = 0;
};
Recovery recovery_of(const PhaseView& view);

}  // namespace reliability
