#include "topology.h"

#include "kernel/edge_totals.h"

namespace gateway {

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
  for (const auto& totals : kernel::totals_of_edges(exchange)) {
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
