#include "kernel/edge_totals.h"

#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

namespace kernel {

namespace {

void add(EdgeTotals& totals, const Edge& edge) {
  for (const EdgeCounters* counters : edge.per_loop) {
    if (counters == nullptr) continue;
    totals.ok += counters->ok.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < code_count; ++i)
      totals.failed[i] += counters->failed[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < latency_buckets; ++i)
      totals.latency[i] += counters->latency[i].load(std::memory_order_relaxed);
    totals.latency_sum_ns += counters->latency_sum_ns.load(std::memory_order_relaxed);
    totals.request_bytes += counters->request_bytes.load(std::memory_order_relaxed);
    totals.reply_bytes += counters->reply_bytes.load(std::memory_order_relaxed);
    totals.encode_ns += counters->encode_ns.load(std::memory_order_relaxed);
    totals.decode_ns += counters->decode_ns.load(std::memory_order_relaxed);
    totals.queue_ns += counters->queue_ns.load(std::memory_order_relaxed);
  }
}

}  // namespace

std::uint64_t EdgeTotals::failures() const noexcept {
  return std::accumulate(failed.begin(), failed.end(), std::uint64_t{0});
}

std::vector<EdgeTotals> totals_of_edges(const Exchange& exchange) {
  std::vector<EdgeTotals> all;
  using Name = std::tuple<std::string_view, std::string_view, std::string_view, Edge::Kind,
                          std::string_view>;
  std::map<Name, std::size_t> known;
  for (const Edge* edge : exchange.edges()) {
    const Name name{edge->caller, edge->callee, edge->message, edge->kind, edge->transport};
    const auto [at, fresh] = known.try_emplace(name, all.size());
    if (fresh) all.push_back({.edge = edge});
    add(all[at->second], *edge);
  }
  return all;
}

}  // namespace kernel
