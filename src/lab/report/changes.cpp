// What changed since an older report.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"

namespace lab {
namespace {

struct Metric {
  std::string name;
  std::string unit;
  Interval value;
};

void add(std::vector<Metric>& metrics, std::string name, std::string unit, const Interval& value) {
  if (known(value)) metrics.push_back({std::move(name), std::move(unit), value});
}

std::vector<Metric> metrics_of(const ArmResult& arm) {
  std::vector<Metric> metrics;
  add(metrics, "max rate", "/s", arm.knee.rate_per_s);
  add(metrics, "memory", "MiB", arm.resident_mib);
  add(metrics, "ready after", "ms", arm.ready_ms);
  for (const auto& rate : arm.rates) {
    if (rate.fraction != 0) continue;  // of another knee each time
    add(metrics, "CPU per request at " + rate.label, "ms", rate.cpu_ms_per_request);
    for (const auto& endpoint : rate.endpoints) {
      if (endpoint.endpoint != "all" && !is_checkout(endpoint.endpoint)) continue;
      add(metrics, fmt::format("{} p50 at {}", endpoint.endpoint, rate.label), "ms",
          endpoint.p50_ms);
      add(metrics, fmt::format("{} p99 at {}", endpoint.endpoint, rate.label), "ms",
          endpoint.p99_ms);
    }
  }
  if (const auto* row = one_client_checkout(arm)) {
    add(metrics, "checkout p50, one client", "µs", row->p50_us);
    add(metrics, "CPU per checkout, one client", "µs", row->cpu_us);
  }
  return metrics;
}

bool overlap(const Interval& a, const Interval& b) { return a.low <= b.high && b.low <= a.high; }

std::string change_line(const Metric& older, const Metric& newer) {
  const double percents =
      older.value.median == 0 ? std::nan("") : (newer.value.median / older.value.median - 1) * 100;
  const auto change =
      overlap(older.value, newer.value)
          ? "no difference seen"
          : fmt::format("{} %, changed: the intervals do not overlap", signed_figure(percents, 2));
  return fmt::format("  {}: {} → {}{} ({})\n", newer.name, with_bounds(older.value),
                     with_bounds(newer.value), unit_text(newer.unit), change);
}

std::string changes_of(const ArmResult& older, const ArmResult& newer) {
  const auto before = metrics_of(older), after = metrics_of(newer);
  const auto named = [](const std::vector<Metric>& metrics, const std::string& name) {
    return std::find_if(metrics.begin(), metrics.end(),
                        [&](const Metric& metric) { return metric.name == name; });
  };
  std::string out;
  for (const auto& metric : after) {
    const auto old = named(before, metric.name);
    out += old == before.end() ? fmt::format("  {}: not in the older report\n", metric.name)
                               : change_line(*old, metric);
  }
  for (const auto& metric : before)
    if (named(after, metric.name) == after.end())
      out += fmt::format("  {}: not in the newer report\n", metric.name);
  return out.empty() ? "  nothing measured in either\n" : out;
}

void say(std::string& out, std::string_view what, const std::string& older,
         const std::string& newer) {
  if (older != newer)
    out += fmt::format("another {}: {} → {}\n", what, older.empty() ? "not known" : older,
                       newer.empty() ? "not known" : newer);
}

// Whatever may be the reason for a change, before any change.
std::string circumstances(const Report& older, const Report& newer) {
  std::string out;
  const auto& a = older.fingerprint;
  const auto& b = newer.fingerprint;
  say(out, "CPU", a.cpu, b.cpu);
  say(out, "number of cores", std::to_string(a.cores), std::to_string(b.cores));
  say(out, "kernel", a.kernel, b.kernel);
  say(out, "file system", a.file_system, b.file_system);
  const bool machine = !out.empty();
  say(out, "compiler", a.compiler, b.compiler);
  say(out, "build", a.build_type, b.build_type);
  say(out, "commit", a.commit, b.commit);
  say(out, "seed", std::to_string(older.workload.seed), std::to_string(newer.workload.seed));
  say(out, "workload", older.workload.kind + older.workload.file,
      newer.workload.kind + newer.workload.file);
  if (older.quick != newer.quick) out += "one of the two is a quick comparison\n";
  if (older.partial || newer.partial) out += "one of the two was interrupted\n";
  if (!older.audit.valid) out += "the older report's audit refused its verdicts\n";
  if (!newer.audit.valid) out += "the newer report's audit refused its verdicts\n";
  if (machine)
    out =
        "The two were measured on different machines: what follows says little about the "
        "code.\n" +
        out;
  return out;
}

}  // namespace

std::string changes_since(const Report& older, const Report& newer) {
  auto out = fmt::format("{} → {}\n", older.fingerprint.started_at, newer.fingerprint.started_at);
  out += circumstances(older, newer);
  for (const auto& arm : newer.arms) {
    out += title_of(newer, arm.name) + '\n';
    const auto* before = find_arm(older, arm.name);
    out += before == nullptr ? "  not in the older report\n" : changes_of(*before, arm);
  }
  for (const auto& arm : older.arms)
    if (find_arm(newer, arm.name) == nullptr)
      out += title_of(older, arm.name) + "\n  not in the newer report\n";
  return out;
}

}  // namespace lab
