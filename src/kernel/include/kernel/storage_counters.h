// kernel: what a database's writer did so far. Written by the writer's thread only, read by
// anybody.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace kernel {

inline constexpr std::size_t batch_buckets =
    11;  // bucket i: up to 2^i transactions; the last: more
inline constexpr std::size_t commit_buckets = 24;  // bucket i: < 2^(i+12) ns; the last: the rest

struct StorageCounters {
  std::atomic<std::uint64_t> committed = 0;    // transactions,
  std::atomic<std::uint64_t> rolled_back = 0;  // those that refused,
  std::atomic<std::uint64_t> failed = 0;       // and those that the disk refused
  // Batches by their transactions, and by how long they took, the commit included.
  std::array<std::atomic<std::uint64_t>, batch_buckets> batches{};
  std::array<std::atomic<std::uint64_t>, commit_buckets> took{};
  std::atomic<std::uint64_t> took_ns = 0;
};

}  // namespace kernel
