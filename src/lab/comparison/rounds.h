// lab: the repeats. Each arm in each round starts from a fresh copy of the shop, gets the round's
// own part of the schedule, and is stopped; even rounds go through the arms forwards, odd ones
// backwards.
#pragma once

#include <vector>

#include "lab/comparison/sizes.h"
#include "lab/load/workload.h"
#include "lab/statistics/record.h"

namespace lab {

struct RoundsInput {
  const SeededShop& shop;
  const WorkloadOptions& workload;
  const Sizes& sizes;
  const Slo& slo;
  std::vector<double> common_rates;  // requests per second, the same for all
};

// "A B C C B A": indices in the order of one round.
std::vector<std::size_t> round_order(std::size_t arms, int round);

// Runs them; `records` hold what was measured so far, also when it throws. The record at `control`
// is the first arm's second self: it gets the common rates only.
kernel::Task<> run_rounds(Lab& lab, const RoundsInput& input, std::vector<ArmRecord>& records,
                          std::size_t control);

// Seconds that one arm takes in one round, about; for telling the time left.
double seconds_of_round(const Sizes& sizes, std::size_t common_rates);

std::string rate_label(double rate_per_s);      // "200/s"
std::string share_label(double share_of_knee);  // "60 % of its knee"

}  // namespace lab
