// lab, internal: random numbers that are a pure function of a seed, the same on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>

#include "kernel/xoshiro.h"

namespace lab {

class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  // A stream for each list of numbers.
  static SeededRandom of(std::initializer_list<std::uint64_t> seeds) {
    std::uint64_t all = 0;
    for (const auto seed : seeds) all = kernel::mix64((all ^ seed) + kernel::mix64_gamma);
    return SeededRandom(all);
  }

  std::uint64_t next() { return engine_.next(); }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  // 0..bound − 1; `bound` is small beside 2^53.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

 private:
  kernel::Xoshiro256 engine_;
};

}  // namespace lab
