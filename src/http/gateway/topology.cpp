#include "topology.h"

#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

namespace gateway {

namespace {

void add(EdgeTotals& totals, const kernel::Edge& edge) {
  for (const kernel::EdgeCounters* counters : edge.per_loop) {
    if (counters == nullptr) continue;
    totals.ok += counters->ok.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kernel::code_count; ++i)
      totals.failed[i] += counters->failed[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kernel::latency_buckets; ++i)
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

std::vector<EdgeTotals> totals_of_edges(const kernel::Exchange& exchange) {
  std::vector<EdgeTotals> all;
  using Name = std::tuple<std::string_view, std::string_view, std::string_view, kernel::Edge::Kind,
                          std::string_view>;
  std::map<Name, std::size_t> known;
  for (const kernel::Edge* edge : exchange.edges()) {
    const Name name{edge->caller, edge->callee, edge->message, edge->kind, edge->transport};
    const auto [at, fresh] = known.try_emplace(name, all.size());
    if (fresh) all.push_back({.edge = edge});
    add(all[at->second], *edge);
  }
  return all;
}

Topology topology_of(const kernel::Exchange& exchange, const Monitor& monitor) {
  Topology topology;
  const auto guards = exchange.guards();
  for (const auto& [name, place] : exchange.places()) {
    PlacedModule module;
    module.name = name;
    module.transport = kernel::transport_name(place.kind);
    if (place.kind == kernel::Place::Kind::remote) module.url = place.url;
    module.reachable = monitor.reachable(name);
    if (const auto guard = guards.find(name); guard != guards.end())
      module.breaker = kernel::state_name(guard->second.state);
    topology.modules.push_back(std::move(module));
  }
  for (const auto& totals : totals_of_edges(exchange)) {
    const auto failed = totals.failures();
    topology.calls.push_back({totals.edge->caller, totals.edge->message,
                              std::string(kernel::kind_name(totals.edge->kind)),
                              totals.edge->transport, static_cast<std::int64_t>(totals.ok + failed),
                              static_cast<std::int64_t>(failed)});
  }
  for (const auto& subscription : exchange.subscriptions())
    topology.subscriptions.push_back({subscription.subscriber, subscription.event});
  return topology;
}

}  // namespace gateway
