// The summary: the rows that texts on monolith and services print as opinion.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"
#include "lab/report/summary_faults.h"

namespace lab {
namespace {

constexpr std::string_view not_yet = "not measurable yet";

class Rows {
 public:
  explicit Rows(const Report& report) : report_(report) {}

  // A cell per arm; what is empty was not measured.
  void add(std::string group, std::string aspect,
           const std::function<std::string(const ArmResult&)>& cell) {
    SummaryRow row{std::move(aspect), std::move(group), {}};
    for (const auto& arm : report_.arms) {
      auto text = cell(arm);
      row.cells.push_back(text.empty() ? absent(report_) : std::move(text));
    }
    if (!row.cells.empty()) rows_.push_back(std::move(row));
  }

  // The same for all arms.
  void add_same(std::string group, std::string aspect, std::string cell) {
    if (cell.empty()) cell = absent(report_);
    rows_.push_back({std::move(aspect), std::move(group), {std::move(cell)}});
  }

  std::vector<SummaryRow> take() { return std::move(rows_); }

 private:
  const Report& report_;
  std::vector<SummaryRow> rows_;
};

std::string value_or_empty(const Interval& interval, std::string_view unit, int digits = 2) {
  return known(interval) ? value_of(interval, unit, digits) : std::string();
}

std::string max_rate_aspect(const Report& report) {
  for (const auto& arm : report.arms)
    if (!arm.knee.slo.empty()) return "max rate, " + arm.knee.slo.substr(0, arm.knee.slo.find(','));
  return "max rate under the SLO";
}

std::string max_rate(const Knee& knee, const Interval& rate, std::string_view unit) {
  if (!known(rate)) return {};
  return fmt::format("{}{}{}", knee.limited_by == "generator" ? "≥ " : "", figure(rate.median),
                     unit);
}

// With too few checkouts in a repeat the p99 is the slowest one's luck; then the p90 stands for it.
bool has_checkout_p99(const Report& report, const std::string& label) {
  return std::none_of(report.arms.begin(), report.arms.end(), [&](const ArmResult& arm) {
    const auto* rate = rate_of(arm, label);
    const auto* checkout = rate == nullptr ? nullptr : checkout_of(*rate);
    return checkout != nullptr && too_few_for(0.99, requests_per_repeat(*rate, checkout->endpoint));
  });
}

std::string checkout_latency(const RateResult* rate, bool p99) {
  const auto* checkout = rate == nullptr ? nullptr : checkout_of(*rate);
  if (checkout == nullptr || !known(checkout->p50_ms)) return {};
  return fmt::format("{}/{} ms", figure(checkout->p50_ms.median, 2),
                     figure((p99 ? checkout->p99_ms : checkout->p90_ms).median, 2));
}

void add_performance(Rows& rows, const Report& report) {
  const std::string group = "performance";
  const auto label = common_rate(report);
  const auto at = label.empty() ? std::string() : " at " + label;
  rows.add(group, max_rate_aspect(report),
           [](const ArmResult& arm) { return max_rate(arm.knee, arm.knee.rate_per_s, "/s"); });
  const bool p99 = has_checkout_p99(report, label);
  rows.add(group, fmt::format("checkout p50 / {}{}", p99 ? "p99" : "p90", at),
           [&](const ArmResult& arm) { return checkout_latency(rate_of(arm, label), p99); });
  rows.add(group, "CPU per request" + at, [&](const ArmResult& arm) {
    const auto* rate = rate_of(arm, label);
    return rate == nullptr ? std::string() : value_or_empty(rate->cpu_ms_per_request, "ms");
  });
  rows.add(group, "CPU per checkout, one client", [](const ArmResult& arm) {
    const auto* row = one_client_checkout(arm);
    if (row == nullptr || !known(row->cpu_us)) return std::string();
    return figure(row->cpu_us.median / 1000, 2) + " ms";
  });
  rows.add(group, "memory",
           [](const ArmResult& arm) { return value_or_empty(arm.resident_mib, "MiB"); });
  rows.add(group, "ready after",
           [](const ArmResult& arm) { return value_or_empty(arm.ready_ms, "ms"); });
}

void add_scalability(Rows& rows) {
  const std::string group = "scalability";
  rows.add(group, "max rate per core", [](const ArmResult& arm) {
    return max_rate(arm.knee, arm.knee.rate_per_s_per_core, "/s");
  });
  rows.add(group, "can be scaled alone", [](const ArmResult& arm) -> std::string {
    if (arm.processes.empty()) return {};
    if (!is_split(arm)) return "the whole only";
    const bool shared = std::any_of(arm.processes.begin(), arm.processes.end(),
                                    [](const auto& p) { return p.modules.size() > 1; });
    return shared ? "each process" : "each module";
  });
  rows.add_same(group, "replicas of a module", std::string(not_yet));
  rows.add_same("technology", "modules in other implementations", std::string(not_yet));
}

// "980 to 2,201, in all 9,000".
template <class Number>
std::string spread(const std::vector<ModuleFacts>& modules, Number number) {
  if (modules.empty()) return {};
  std::int64_t least = number(modules.front()), most = least, all = 0;
  for (const auto& module : modules) {
    const std::int64_t value = number(module);
    least = std::min(least, value);
    most = std::max(most, value);
    all += value;
  }
  return fmt::format("{} to {} a module, {} in all", grouped(least), grouped(most), grouped(all));
}

void add_ownership(Rows& rows, const Report& report) {
  const std::string group = "team ownership";
  const auto& modules = report.modules;
  rows.add_same(group, "lines", spread(modules, [](const auto& m) { return m.lines; }));
  rows.add_same(group, "messages and events",
                spread(modules, [](const auto& m) { return m.messages + m.events; }));
  rows.add_same(group, "contracts it uses", spread(modules, [](const auto& m) {
                  return static_cast<std::int64_t>(m.uses.size());
                }));
  const auto most = std::max_element(
      modules.begin(), modules.end(),
      [](const auto& a, const auto& b) { return a.used_by.size() < b.used_by.size(); });
  rows.add_same(group, "a contract change touches",
                most == modules.end()
                    ? std::string()
                    : fmt::format("at most {} ({}'s: {})",
                                  counted(static_cast<std::int64_t>(most->used_by.size()),
                                          "other module", "other modules"),
                                  most->module, joined(most->used_by)));
}

// Whoever is not "local" needs a line in [modules].
int keys_to_set(const Report& report, const ArmResult& arm) {
  std::set<std::string> serialized;
  for (const auto& ledger : report.ledger.arms)
    for (const auto& row : ledger.rows)
      if (ledger.arm == arm.name && row.transport == "serialized") serialized.insert(row.callee);
  int keys = 0;
  for (const auto& process : arm.processes)
    for (const auto& module : process.modules)
      keys += !process.gateway || arm.layout == "serialized" || serialized.contains(module) ? 1 : 0;
  return keys;
}

std::string listeners(const ArmResult& arm) {
  if (arm.processes.empty()) return {};
  int ports = 0, sockets = 0;
  std::set<std::string> counted_urls;
  for (const auto& process : arm.processes) {
    ports += process.gateway ? 1 : 0;  // for customers
    if (process.url.starts_with("unix:")) {
      ++sockets;
    } else if (!process.url.empty() && !process.gateway) {
      ++ports;
    }
  }
  auto text = counted(ports, "port", "ports");
  if (sockets > 0) text += ", " + counted(sockets, "socket", "sockets");
  return text;
}

std::string ways_to_fail(const Report& report, const ArmResult& arm) {
  if (crossings_per_checkout(report, arm.name) < 0) return {};
  std::set<std::string> crossed;
  for (const auto& ledger : report.ledger.arms)
    for (const auto& row : ledger.rows)
      if (ledger.arm == arm.name && row.transport == "http" && row.per_checkout > 0)
        crossed.insert(row.caller + " " + row.message);
  return std::to_string(crossed.size());
}

void add_complexity(Rows& rows, const Report& report) {
  const std::string group = "complexity";
  rows.add(group, "processes", [](const ArmResult& arm) {
    return arm.processes.empty() ? std::string() : std::to_string(arm.processes.size());
  });
  rows.add(group, "listens on", listeners);
  rows.add(group, "keys of [modules] to set", [&](const ArmResult& arm) {
    return arm.processes.empty() ? std::string() : std::to_string(keys_to_set(report, arm));
  });
  rows.add(group, "hops per checkout", [&](const ArmResult& arm) {
    const double calls = crossings_per_checkout(report, arm.name);
    return calls < 0 ? std::string() : figure(calls, 2);
  });
  rows.add(group, "ways to fail per checkout",
           [&](const ArmResult& arm) { return ways_to_fail(report, arm); });
}

void add_faults(Rows& rows, const Report& report) {
  const std::string group = "fault isolation";
  const auto asked = asked_faults(report);
  for (const auto& fault : asked)
    rows.add(group, fault.aspect,
             [&](const ArmResult& arm) { return fault_words(report, arm, fault); });
  if (asked.empty())
    rows.add_same(group, "if a module dies or hangs",
                  absent(report, report.blast_radius.not_measured));
  else if (const auto left = unasked_faults(report); !left.empty())
    rows.add_same(group, left, absent(report));
}

}  // namespace

std::vector<SummaryRow> make_summary(const Report& report) {
  Rows rows(report);
  add_performance(rows, report);
  for (const auto& aspect : deployment_aspects())
    rows.add("deployment", aspect,
             [&](const ArmResult& arm) { return deployment_words(report, arm, aspect); });
  add_scalability(rows);
  add_faults(rows, report);
  add_ownership(rows, report);
  add_complexity(rows, report);
  return rows.take();
}

}  // namespace lab
