#include "topology.h"

#include <numeric>

namespace gateway {

namespace {

std::string_view transport_name(kernel::Place::Kind kind) {
  switch (kind) {
    case kernel::Place::Kind::local:
      return "local";
    case kernel::Place::Kind::serialized:
      return "serialized";
    case kernel::Place::Kind::remote:
      break;
  }
  return "http";
}

}  // namespace

EdgeTotals totals_of(const kernel::Edge& edge) {
  EdgeTotals totals;
  for (const kernel::EdgeCounters* counters : edge.per_loop) {
    if (counters == nullptr) continue;
    totals.ok += counters->ok.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kernel::code_count; ++i)
      totals.failed[i] += counters->failed[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kernel::latency_buckets; ++i)
      totals.latency[i] += counters->latency[i].load(std::memory_order_relaxed);
    totals.latency_sum_ns += counters->latency_sum_ns.load(std::memory_order_relaxed);
  }
  return totals;
}

Topology topology_of(const kernel::Exchange& exchange, const Monitor& monitor) {
  Topology topology;
  for (const auto& [name, place] : exchange.places()) {
    PlacedModule module;
    module.name = name;
    module.transport = transport_name(place.kind);
    if (place.kind == kernel::Place::Kind::remote) module.url = place.url;
    module.reachable = monitor.reachable(name);
    topology.modules.push_back(std::move(module));
  }
  for (const auto& edge : exchange.edges()) {
    const EdgeTotals totals = totals_of(*edge);
    const auto failed =
        std::accumulate(totals.failed.begin(), totals.failed.end(), std::uint64_t{0});
    topology.calls.push_back({edge->caller, edge->message, edge->transport,
                              static_cast<std::int64_t>(totals.ok + failed),
                              static_cast<std::int64_t>(failed)});
  }
  for (const auto& subscription : exchange.subscriptions())
    topology.subscriptions.push_back({subscription.subscriber, subscription.event});
  return topology;
}

}  // namespace gateway
