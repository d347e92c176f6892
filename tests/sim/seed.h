// tests: one seed, from the opening of the shop to the audit of its books.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sim {

struct Outcome {
  std::vector<std::string> violations;  // empty in a correct run
  std::string trace;
  int orders = 0;
};

// The same seed gives the same outcome, byte for byte.
Outcome run_seed(std::uint64_t seed);

}  // namespace sim
