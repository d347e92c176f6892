// What the figures say about each module: who needs it, what it talks, what moving it out costs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "lab/comparison/sweep.h"

namespace lab {
namespace {

constexpr std::string_view gateway = "gateway";
constexpr double calls_min = 0.5;  // per request: less is somebody else's background work

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

double share_of_all(const std::vector<Share>& mix) {
  double sum = 0;
  for (const auto& one : mix) sum += one.share;
  return sum > 0 ? sum : 1;
}

// The share of requests that need at least one of `modules`, 0..1.
double share_needing(const std::vector<std::string>& modules,
                     const std::vector<EndpointCalls>& calls, const std::vector<Share>& mix) {
  double sum = 0;
  for (const auto& one : mix) {
    const auto needed = needed_by(one.endpoint, calls);
    const bool hit = std::any_of(modules.begin(), modules.end(),
                                 [&](const auto& module) { return holds(needed, module); });
    if (hit) sum += one.share;
  }
  return sum / share_of_all(mix);
}

// What moving a module out adds.
struct Cost {
  bool measured = false;
  bool seen = true;        // measured: intervals that lie apart
  double latency_us = 0;   // measured: p99 of all; predicted: p50 of the dearest endpoint
  std::string endpoint;    // predicted: that one
  double cpu_us = 0;       // per request of the workload
  double cpu_percent = 0;  // of the monolith's
};

bool apart(const Interval& a, const Interval& b) { return a.high < b.low || b.high < a.low; }

std::optional<Cost> measured_cost(const AdviceInput& input, const std::string& module) {
  const SweepPoint* monolith = nullptr;
  const SweepPoint* alone = nullptr;
  for (const auto& point : input.points) {
    if (point.p99_ms.n == 0 || point.cpu_ms_per_request.n == 0) continue;
    const auto grouping = grouping_of(point);
    if (grouping.size() == 1) monolith = &point;
    if (grouping.size() == 2 && grouping[1] == std::vector<std::string>{module}) alone = &point;
  }
  if (monolith == nullptr || alone == nullptr || monolith->cpu_ms_per_request.median <= 0)
    return std::nullopt;
  constexpr double us_per_ms = 1000;
  Cost cost;
  cost.measured = true;
  cost.seen = apart(monolith->cpu_ms_per_request, alone->cpu_ms_per_request) ||
              apart(monolith->p99_ms, alone->p99_ms);
  cost.latency_us = (alone->p99_ms.median - monolith->p99_ms.median) * us_per_ms;
  cost.cpu_us =
      (alone->cpu_ms_per_request.median - monolith->cpu_ms_per_request.median) * us_per_ms;
  cost.cpu_percent = cost.cpu_us / (monolith->cpu_ms_per_request.median * us_per_ms) * 100;
  return cost;
}

std::optional<Cost> predicted_cost(const AdviceInput& input, const std::string& module) {
  Cost cost;
  bool known = false;
  for (const auto& row : input.move_outs) {
    if (row.module != module) continue;
    known = true;
    for (const auto& one : input.mix)
      if (one.endpoint == row.endpoint)
        cost.cpu_us += one.share / share_of_all(input.mix) * row.added_cpu_us;
    if (row.added_latency_us <= cost.latency_us) continue;
    cost.latency_us = row.added_latency_us;
    cost.endpoint = row.endpoint;
  }
  if (!known || input.request_cpu_us <= 0) return std::nullopt;
  cost.cpu_percent = cost.cpu_us / input.request_cpu_us * 100;
  return cost;
}

std::string cost_text(const std::optional<Cost>& cost) {
  if (!cost) return "not measured, and nothing to predict it from";
  const auto cpu =
      fmt::format("{:+.0f} µs CPU per request ({:+.1f} %)", cost->cpu_us, cost->cpu_percent);
  if (!cost->measured) {
    if (cost->endpoint.empty()) return fmt::format("predicted: {}, no request waits longer", cpu);
    return fmt::format("predicted: {}, {:+.0f} µs at {}'s p50", cpu, cost->latency_us,
                       cost->endpoint);
  }
  const auto figures = fmt::format("{}, {:+.2f} ms at p99", cpu, cost->latency_us / 1000);
  return cost->seen ? fmt::format("measured: {}", figures)
                    : fmt::format("measured: no difference seen ({})", figures);
}

// Of all CPU, in an arm in which the module has a process of its own.
std::optional<double> cpu_percent_of(const AdviceInput& input, const std::string& module) {
  for (const auto& arm : input.arms) {
    for (const auto& process : arm.processes) {
      if (process.gateway || process.modules != std::vector<std::string>{module}) continue;
      if (arm.rates.empty()) continue;
      double own = 0;
      double all = 0;
      for (const auto& use : arm.rates.front().processes) {
        const double both = use.user_ms_per_request.median + use.system_ms_per_request.median;
        all += both;
        if (use.process == process.name) own += both;
      }
      if (all > 0) return own / all * 100;
    }
  }
  return std::nullopt;
}

std::string traffic_text(const ArmLedger& traffic, const std::string& module) {
  std::map<std::string, double> with;
  double sum = 0;
  for (const auto& row : traffic.rows) {
    if ((row.caller == module) == (row.callee == module)) continue;
    with[row.caller == module ? row.callee : row.caller] += row.per_request;
    sum += row.per_request;
  }
  std::vector<std::string> parts;
  for (const auto& [name, calls] : with) parts.push_back(fmt::format("{} {:.2f}", name, calls));
  if (parts.empty()) return "it exchanged no message with others";
  return fmt::format("it exchanges {:.2f} messages per request with others ({})", sum,
                     fmt::join(parts, ", "));
}

std::string need_text(const AdviceInput& input, const std::string& module, double survive) {
  std::vector<std::string> needing;
  for (const auto& one : input.mix)
    if (holds(needed_by(one.endpoint, input.calls), module)) needing.push_back(one.endpoint);
  if (needing.empty()) return "no request waits for it: apart, all go on when it dies";
  return fmt::format("apart, {:.0f} % of requests go on when it dies; not {}", survive,
                     fmt::join(needing, ", "));
}

// What was lost when it was killed in a process of its own; empty when that was not tried.
std::string kill_text(const std::vector<FaultRun>& faults, const std::string& module) {
  for (const auto& run : faults) {
    if (run.fault != "kill" || run.module != module || run.process != module) continue;
    if (!run.not_measured.empty() || run.endpoints.empty()) continue;
    const auto& all = run.endpoints.front();
    return fmt::format("killed in {}, {} of {} requests from then on were lost", run.arm, all.lost,
                       all.expected);
  }
  return {};
}

Advice advise_on(const AdviceInput& input, const AdviceBounds& bounds, const std::string& module) {
  const double survive = 100 * (1 - share_needing({module}, input.calls, input.mix));
  const auto cpu = cpu_percent_of(input, module);
  auto cost = measured_cost(input, module);
  if (!cost) cost = predicted_cost(input, module);
  const bool isolates = !input.calls.empty() && survive >= bounds.survive_percent;
  const bool heavy = cpu && *cpu >= bounds.cpu_percent;
  const bool cheap = cost && cost->cpu_percent <= bounds.cost_percent;

  Advice advice;
  advice.module = module;
  advice.move_out = (isolates || heavy) && cheap;
  advice.cost = cost_text(cost);
  std::vector<std::string> parts;
  parts.emplace_back(!isolates && !heavy ? "it buys little"
                     : !cost             ? "what it costs is not known"
                     : !cheap            ? "it costs more than it buys"
                     : isolates          ? "it isolates a failure"
                                         : "it can be scaled alone");
  parts.push_back(input.calls.empty() ? "who waits for it was not counted"
                                      : need_text(input, module, survive));
  const auto killed = kill_text(input.faults, module);
  if (!killed.empty()) parts.push_back(killed);
  parts.push_back(traffic_text(input.traffic, module));
  if (cpu) parts.push_back(fmt::format("it uses {:.0f} % of the CPU", *cpu));
  advice.why = fmt::format("{}", fmt::join(parts, "; "));
  return advice;
}

}  // namespace

std::vector<std::string> needed_by(const std::string& endpoint,
                                   const std::vector<EndpointCalls>& calls) {
  std::map<std::pair<std::string, std::string>, double> edges;
  for (const auto& row : calls)
    if (row.endpoint == endpoint && row.kind == "call")
      edges[{row.caller, row.callee}] += row.calls;
  std::set<std::string> reached{std::string(gateway)};
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [edge, count] : edges)
      if (count >= calls_min && reached.contains(edge.first))
        grew = reached.insert(edge.second).second || grew;
  }
  reached.erase(std::string(gateway));
  return {reached.begin(), reached.end()};
}

double blast_percent(const Grouping& grouping, const std::vector<EndpointCalls>& calls,
                     const std::vector<Share>& mix) {
  double sum = 1;  // the gateway's process
  for (std::size_t i = 1; i < grouping.size(); ++i) sum += share_needing(grouping[i], calls, mix);
  return 100 * sum / static_cast<double>(grouping.size());
}

std::vector<Advice> advise(const AdviceInput& input, const AdviceBounds& bounds) {
  std::vector<Advice> all;
  for (const auto& module : input.modules) all.push_back(advise_on(input, bounds, module));
  return all;
}

}  // namespace lab
