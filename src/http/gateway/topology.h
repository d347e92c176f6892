// gateway: the graph of modules as this process has it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "documents.h"
#include "gateway/monitor.h"
#include "kernel/exchange.h"

namespace gateway {

Topology topology_of(const kernel::Exchange& exchange, const Monitor& monitor);

// What went over an edge so far, on all loops.
struct EdgeTotals {
  const kernel::Edge* edge = nullptr;
  std::uint64_t ok = 0;
  std::array<std::uint64_t, kernel::code_count> failed{};
  std::array<std::uint64_t, kernel::latency_buckets> latency{};
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
std::vector<EdgeTotals> totals_of_edges(const kernel::Exchange& exchange);

}  // namespace gateway
