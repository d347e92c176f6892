#include <doctest/doctest.h>

#include "seed.h"

TEST_CASE("a seed with every kind of fault gives the same trace twice, byte for byte") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    CAPTURE(seed);
    const sim::Outcome first = sim::run_seed(seed);
    const sim::Outcome again = sim::run_seed(seed);

    CHECK(first.trace == again.trace);
    CHECK(first.violations == again.violations);
    CHECK(first.trace.size() > 10'000);
  }
}

// Each was found by a seed. What a seed draws changes with the simulation; what the bug needs to
// show itself does not, so new seeds are added where it was found again.
TEST_CASE("what seeds have found stays away") {
  struct Found {
    std::uint64_t seed;
    const char* bug;
  };
  const Found found[] = {
      {13, "a key asked twice was told that its cart is empty: the first request had bought it"},
      {92, "the same, told to a customer whose first answer was lost"},
  };
  for (const auto& [seed, bug] : found) {
    CAPTURE(seed);
    CAPTURE(bug);
    CHECK(sim::run_seed(seed).violations == std::vector<std::string>{});
  }
}
