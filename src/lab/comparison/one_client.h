// lab: what a request costs when nothing else happens: one client, closed loop.
#pragma once

#include "lab/comparison/sizes.h"
#include "lab/load/workload.h"
#include "lab/statistics/record.h"

namespace lab {

// Adds one value per endpoint to `record.one_client`, and in the first round the counters that the
// ledger is made of. CPU is that of all processes, deliveries that follow included, less what they
// use when idle.
kernel::Task<> measure_one_client(Lab& lab, Arm& arm, const SeededShop& shop,
                                  const WorkloadOptions& workload, const Sizes& sizes,
                                  ArmRecord& record);

// Those that are measured: all, or the ones that `sizes` names.
std::vector<std::string> one_client_endpoints(const WorkloadOptions& workload, const Sizes& sizes);

}  // namespace lab
