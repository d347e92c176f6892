// kernel: what went over each edge of a process so far, on all of its loops.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kernel/exchange.h"

namespace kernel {

struct EdgeTotals {
  const Edge* edge = nullptr;
  std::uint64_t ok = 0;
  std::array<std::uint64_t, code_count> failed{};
  std::array<std::uint64_t, latency_buckets> latency{};
  std::uint64_t latency_sum_ns = 0;
  std::uint64_t request_bytes = 0;
  std::uint64_t reply_bytes = 0;
  std::uint64_t encode_ns = 0;
  std::uint64_t decode_ns = 0;
  std::uint64_t queue_ns = 0;

  std::uint64_t failures() const noexcept;
};

// Of each edge, in the order of their registration. Two buses of one caller may send the same
// message; to whoever looks from outside that is one edge.
std::vector<EdgeTotals> totals_of_edges(const Exchange& exchange);

}  // namespace kernel
