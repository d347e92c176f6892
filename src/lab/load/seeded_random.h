// lab, internal: random numbers that are a pure function of a seed, the same on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>

namespace lab {

// xoshiro256** (Blackman, Vigna 2018), its state filled by splitmix64 (Steele, Lea, Flood 2014).
class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) {
    for (auto& word : state_) word = mix(seed += golden);
  }
  // A stream for each list of numbers.
  static SeededRandom of(std::initializer_list<std::uint64_t> seeds) {
    std::uint64_t all = 0;
    for (const auto seed : seeds) all = mix((all ^ seed) + golden);
    return SeededRandom(all);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  // 0..bound − 1; `bound` is small beside 2^53.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
  static std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }
  static std::uint64_t rotate(std::uint64_t x, int k) { return x << k | x >> (64 - k); }

  std::uint64_t state_[4];
};

}  // namespace lab
