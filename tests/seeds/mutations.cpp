// Runs seeds under each bug of kernel/mutation.h until one finds it; without the bug that seed has
// to be silent, for else it has found something else. Exit code 1 when a bug was not found by any
// of them, or when there is a violation without a bug.
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

// All but ask_one_by_one, which breaks no promise.
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
    {Mutation::fresh_charge_key, "fresh_charge_key"},
    {Mutation::unknown_is_refused, "unknown_is_refused"},
    {Mutation::skip_void, "skip_void"},
    {Mutation::forget_owed, "forget_owed"},
    {Mutation::drop_release, "drop_release"},
    {Mutation::ignore_gone, "ignore_gone"},
    {Mutation::no_tombstone, "no_tombstone"},
    {Mutation::commit_twice, "commit_twice"},
    {Mutation::restock_twice, "restock_twice"},
};

// The first violation of a seed under a bug; empty when there is none.
std::string violation_of(std::uint64_t seed, Mutation mutation) {
  kernel::mutation = mutation;
  const auto outcome = sim::run_seed(seed);
  return outcome.violations.empty() ? std::string() : outcome.violations.front();
}

// Whether a seed finds the bug, and only the bug.
bool search(Mutation mutation, const char* name) {
  for (std::uint64_t seed = 1; seed <= seeds_max; ++seed) {
    const auto found = violation_of(seed, mutation);
    if (found.empty()) continue;
    const auto without = violation_of(seed, Mutation::none);
    fmt::print("{:<20}found by seed {}{}: {}\n", name, seed,
               without.empty() ? ", silent without it" : "", found);
    if (!without.empty()) fmt::print("{:<20}SEED {} FAILS WITHOUT IT: {}\n", "", seed, without);
    return without.empty();
  }
  fmt::print("{:<20}NOT FOUND in {} seeds\n", name, seeds_max);
  return false;
}

}  // namespace

int main() {
  int wrong = 0;
  for (const auto& [mutation, name] : mutations) {
    if (!search(mutation, name)) ++wrong;
    std::fflush(stdout);
  }
  return wrong == 0 ? 0 : 1;
}
