// reliability: what it did to the shop that payment hung, judged.
#pragma once

#include <vector>

#include "neighbours.h"
#include "phases.h"
#include "report.h"
#include "stage.h"

namespace reliability {

struct HangRun {
  bool hangs = false;
  std::vector<Phase> phases;  // "before", "hang", "after"
  lab::LoadResult load;
  double opened_after_s = 0;  // the breaker, after the hang began; negative: never
  double closed_after_s = 0;  // after it ended; negative: never
  double times_opened = 0;
  Stage::Close close;
};

void tell_payment_hang(const std::vector<HangRun>& runs, const NeighboursOptions& options,
                       Report& report);

}  // namespace reliability
