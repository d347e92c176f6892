// lab: the greatest rate that an arm sustains under the SLO.
#pragma once

#include "lab/comparison/measure.h"
#include "lab/comparison/sizes.h"
#include "lab/load/workload.h"

namespace lab {

// One search on a running arm: the rate grows until it does not hold, then is bisected. Returns the
// steps; the knee is the greatest rate that held.
kernel::Task<std::vector<KneeStep>> search_knee(Lab& lab, Arm& arm, const SeededShop& shop,
                                                const WorkloadOptions& workload, const Sizes& sizes,
                                                const Slo& slo);

// The greatest rate that held; 0: none.
double held_max(const std::vector<KneeStep>& steps);

// The greatest rate that held in each pass, as one figure. `cores`: that the arm runs on.
Knee make_knee(const std::vector<std::vector<KneeStep>>& passes, const Slo& slo, int cores);

}  // namespace lab
