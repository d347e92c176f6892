// kernel: numbers that look drawn by chance and follow from a seed alone, the same on every
// machine: for the simulation and for the schedules of the lab. Chance itself is Runtime::random's.
#pragma once

#include <cstdint>

namespace kernel {

// One step of splitmix64 (Steele, Lea, Flood 2014), without its counter.
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}
inline constexpr std::uint64_t mix64_gamma = 0x9e3779b97f4a7c15;  // between its counts

// xoshiro256** (Blackman, Vigna 2018), its state filled by splitmix64.
class Xoshiro256 {
 public:
  explicit Xoshiro256(std::uint64_t seed) noexcept {
    for (auto& word : state_) word = mix64(seed += mix64_gamma);
  }

  std::uint64_t next() noexcept {
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

 private:
  static std::uint64_t rotate(std::uint64_t x, int k) noexcept { return x << k | x >> (64 - k); }

  std::uint64_t state_[4];
};

}  // namespace kernel
