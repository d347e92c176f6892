// lab: what a request costs when nothing else happens: one client, closed loop.
#pragma once

#include <memory>

#include "lab/comparison/sizes.h"
#include "lab/ledger/hop.h"
#include "lab/load/workload.h"
#include "lab/statistics/record.h"

namespace lab {

struct OneClientInput {
  const SeededShop& shop;
  const WorkloadOptions& workload;
  const Sizes& sizes;
  bool counts_only = false;  // without warm-up: calls, bytes and codec, not latency and CPU
};

// All arms run side by side, each on a fresh copy of the shop, and every request goes to each of
// them in turn, so that what is compared lies milliseconds apart: a disk's mood lasts longer. Adds
// a value per request to each record's `one_client`, the same request at the same place in all, and
// the counters that the ledger is made of. CPU is that of all processes of the arm, deliveries that
// follow included, less what they use when idle.
// Between two turns each of `hops` is asked once.
using HopRuns = std::vector<std::unique_ptr<HopRun>>;
kernel::Task<> measure_one_client(Lab& lab, const OneClientInput& input,
                                  const std::vector<ArmRecord*>& records, const HopRuns& hops);

// Those that are measured: all, or the ones that `sizes` names.
std::vector<std::string> one_client_endpoints(const WorkloadOptions& workload, const Sizes& sizes);

// Of all arms, about; for telling the time left.
double seconds_of_block(const OneClientInput& input, std::size_t arms);

}  // namespace lab
