// Runs seeds under each bug of kernel/mutation.h until one finds it. Exit code 1 when a bug was not
// found by any of them, or when there is a violation without a bug.
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "kernel/mutation.h"
#include "seed.h"

namespace {

using kernel::Mutation;

constexpr std::uint64_t seeds_max = 2000;
constexpr std::uint64_t sound_seeds = 20;

constexpr std::pair<Mutation, const char*> mutations[] = {
    {Mutation::skip_inbox, "skip_inbox"},
    {Mutation::relay_gives_up, "relay_gives_up"},
    {Mutation::count_outages, "count_outages"},
    {Mutation::relay_overtakes, "relay_overtakes"},
    {Mutation::publish_outside, "publish_outside"},
    {Mutation::owe_nothing, "owe_nothing"},
    {Mutation::forget_key, "forget_key"},
    {Mutation::look_once, "look_once"},
    {Mutation::charge_before_row, "charge_before_row"},
    {Mutation::unknown_is_refused, "unknown_is_refused"},
    {Mutation::skip_void, "skip_void"},
    {Mutation::drop_release, "drop_release"},
    {Mutation::ignore_gone, "ignore_gone"},
    {Mutation::no_tombstone, "no_tombstone"},
    {Mutation::commit_twice, "commit_twice"},
    {Mutation::restock_twice, "restock_twice"},
};

// The first violation in at most so many seeds, and its seed.
std::pair<std::uint64_t, std::string> search(std::uint64_t seeds) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto outcome = sim::run_seed(seed);
    if (!outcome.violations.empty()) return {seed, outcome.violations.front()};
  }
  return {};
}

}  // namespace

int main() {
  int missed = 0;
  const auto [sound_seed, fault] = search(sound_seeds);
  if (sound_seed != 0) {
    fmt::print("without a bug, seed {}: {}\n", sound_seed, fault);
    return 1;
  }
  for (const auto& [mutation, name] : mutations) {
    kernel::mutation = mutation;
    const auto [seed, violation] = search(seeds_max);
    if (seed == 0) ++missed;
    fmt::print("{:<20}{}\n", name,
               seed == 0 ? fmt::format("NOT FOUND in {} seeds", seeds_max)
                         : fmt::format("found by seed {}: {}", seed, violation));
    std::fflush(stdout);
  }
  return missed == 0 ? 0 : 1;
}
