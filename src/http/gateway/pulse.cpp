#include "pulse.h"

#include <algorithm>
#include <map>

#include "kernel/json.h"
#include "metrics.h"
#include "table.h"

namespace gateway {

namespace {

constexpr kernel::Ticks patience = std::chrono::seconds(2);  // with one module
constexpr std::string_view here = "gateway";

// What `module` answers; none: it does not.
kernel::Task<std::optional<vitals::Vitals>> ask(kernel::Exchange& exchange, std::string module) {
  kernel::WireRequest request;
  request.path = kernel::own_path<vitals::Get>(module);
  request.context = kernel::anonymous_context(exchange.runtime(), patience);
  request.body = kernel::json::to_json(vitals::Get{module});
  request.is_query = true;
  std::optional<vitals::Vitals> vitals;
  try {
    const kernel::WireResponse response = co_await exchange.carry(module, request);
    kernel::throw_if_error(response);
    vitals = kernel::json::from_json<vitals::Vitals>(response.body);
  } catch (const kernel::Error&) {
    // It is shown as out of reach.
  }
  co_return vitals;
}

// The process of each module, by name; modules of one URL share it.
std::map<std::string, std::string> processes_of(const kernel::Exchange& exchange) {
  std::map<std::string, std::string> by_url;
  const auto places = exchange.places();
  for (const auto& [module, place] : places) {
    if (place.kind != kernel::Place::Kind::remote) continue;
    std::string& name = by_url[place.url];
    name += (name.empty() ? "" : "+") + module;
  }
  std::map<std::string, std::string> all;
  for (const auto& [module, place] : places)
    all[module] = place.kind == kernel::Place::Kind::remote ? by_url[place.url] : std::string(here);
  return all;
}

PulseProcess this_process(const kernel::Exchange& exchange) {
  vitals::Vitals facts;
  kernel::add_process_facts(facts);
  PulseProcess process;
  process.name = here;
  process.process_id = facts.process_id;
  process.cpu_ms = facts.cpu_ms;
  process.resident_bytes = facts.resident_bytes;
  process.breakers = kernel::breakers_of(exchange);
  return process;
}

PulseProcess& process_named(Pulse& pulse, const std::string& name, const kernel::Place& place) {
  const auto found = std::ranges::find(pulse.processes, name, &PulseProcess::name);
  if (found != pulse.processes.end()) return *found;
  PulseProcess& fresh = pulse.processes.emplace_back();
  fresh.name = name;
  fresh.url = place.url;
  fresh.reachable = false;
  return fresh;
}

void add_module(Pulse& pulse, const PulseModule& known, const std::optional<vitals::Vitals>& said,
                PulseProcess& process) {
  PulseModule& module = pulse.modules.emplace_back(known);
  module.reachable = said.has_value();
  if (!said) return;
  module.queued = said->queued;
  module.committed = said->committed;
  module.pending = said->pending;
  module.dead = said->dead;
  module.oldest_ms = said->oldest_ms;
  pulse.calls.insert(pulse.calls.end(), said->calls.begin(), said->calls.end());
  if (process.name == here) return;
  process.reachable = true;
  process.process_id = said->process_id;
  process.cpu_ms = said->cpu_ms;
  process.resident_bytes = said->resident_bytes;
  process.breakers = said->breakers;
}

}  // namespace

kernel::Task<Pulse> take_pulse(kernel::Exchange& exchange, const Monitor& monitor) {
  Pulse pulse;
  pulse.at = exchange.runtime().now();
  pulse.processes.push_back(this_process(exchange));
  pulse.calls = kernel::calls_of(exchange, std::string(here));
  const auto process_of = processes_of(exchange);
  const auto places = exchange.places();
  for (const auto& [name, place] : places) {
    std::optional<vitals::Vitals> said;
    if (monitor.reachable(name)) said = co_await ask(exchange, name);
    PulseModule module;
    module.name = name;
    module.process = process_of.at(name);
    module.transport = kernel::transport_name(place.kind);
    add_module(pulse, module, said, process_named(pulse, module.process, place));
  }
  for (const auto& subscription : exchange.subscriptions())
    pulse.subscriptions.push_back({subscription.subscriber, subscription.event});
  co_return pulse;
}

PulseRequests requests_of(const RequestCounters& counters, const std::vector<Route>& routes) {
  const auto sum = [](const auto& by_class, std::size_t from, std::size_t to) {
    std::uint64_t all = 0;
    for (std::size_t i = from; i < to; ++i) all += by_class[i];
    return static_cast<std::int64_t>(all);
  };
  const auto totals = counters.totals();
  PulseRequests requests;
  requests.ok = sum(totals.by_class, 0, 4);
  requests.refused = sum(totals.by_class, 4, 5);
  requests.failed = sum(totals.by_class, 5, 6);
  for (const auto count : totals.latency)
    requests.latency.push_back(static_cast<std::int64_t>(count));
  const auto orders = std::ranges::find_if(routes, [](const Route& route) {
    return route.row.method == "POST" && route.row.path == "/api/v1/orders";
  });
  if (orders != routes.end()) {
    const auto at = static_cast<std::size_t>(orders - routes.begin());
    requests.orders = sum(counters.totals_of(at).by_class, 2, 3);
  }
  return requests;
}

double quantile_ms(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after,
                   double share) {
  std::vector<std::int64_t> between = after;
  std::int64_t all = 0;
  for (std::size_t i = 0; i < between.size(); ++i) {
    if (i < before.size()) between[i] -= before[i];
    between[i] = std::max<std::int64_t>(between[i], 0);
    all += between[i];
  }
  const double wanted = static_cast<double>(all) * share;
  double seen = 0;
  for (std::size_t i = 0; i < between.size() && all > 0; ++i) {
    const auto count = static_cast<double>(between[i]);
    if (count > 0 && seen + count >= wanted) {
      const double high = static_cast<double>(std::uint64_t{1} << (i + 8)) / 1e6;
      const double low = i == 0 ? 0 : high / 2;
      return low + (high - low) * (wanted - seen) / count;
    }
    seen += count;
  }
  return 0;
}

}  // namespace gateway
