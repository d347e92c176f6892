// gateway: the graph of modules as this process has it.
#pragma once

#include "documents.h"
#include "gateway/monitor.h"
#include "kernel/exchange.h"

namespace gateway {

Topology topology_of(const kernel::Exchange& exchange, const Monitor& monitor);

// Calls of an edge so far, on all loops.
struct EdgeTotals {
  std::uint64_t ok = 0;
  std::array<std::uint64_t, kernel::code_count> failed{};
  std::array<std::uint64_t, kernel::latency_buckets> latency{};
  std::uint64_t latency_sum_ns = 0;
};
EdgeTotals totals_of(const kernel::Edge& edge);

}  // namespace gateway
