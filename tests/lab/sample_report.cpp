#include "sample_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app_settings.h"
#include "lab/report/report_files.h"
#include "lab/statistics/histogram.h"
#include "lab/statistics/statistics.h"

using namespace lab;

namespace {

constexpr int repeats = 5;

struct SampleArm {
  const char* name;
  const char* title;
  double slow;  // against the monolith
  bool split;
};
constexpr SampleArm sample_arms[] = {{"monolith", "monolith", 1, false},
                                     {"serialized", "serialized", 1.06, false},
                                     {"split-unix", "split (unix)", 2.1, true},
                                     {"split", "split (tcp)", 2.4, true}};
constexpr const char* endpoints[] = {"browse", "search", "product", "add item", "checkout"};

Interval around(double median, double width = 0.04) {
  return {median, median * (1 - width), median * (1 + width), repeats};
}

double slowness(const std::string& endpoint) { return endpoint == "checkout" ? 3 : 1; }

Counts latencies(double median_ms, int round) {
  Histogram histogram;
  for (int i = 1; i < 2000; ++i) {
    const double q = i / 2000.0;
    const double z = std::log(q / (1 - q)) / 1.7;
    const double ms = median_ms * std::exp(0.45 * z) * (1 + 0.02 * round);
    histogram.record(static_cast<std::int64_t>(ms * 1e6));
  }
  return histogram.counts();
}

std::vector<std::string> modules() {
  const auto names = app::module_names();
  return {names.begin(), names.end()};
}

std::vector<ProcessInfo> processes_of(const SampleArm& arm) {
  if (!arm.split) return {{"gateway", modules(), "", 2, true}};
  std::vector<ProcessInfo> out{{"gateway", {}, "", 2, true}};
  int port = 8101;
  for (const auto& module : modules()) {
    const auto url = std::string(arm.name) == "split" ? fmt::format("http://127.0.0.1:{}", port++)
                                                      : "unix:data/" + module + ".sock";
    out.push_back({module, {module}, url, 2, false});
  }
  return out;
}

Repeat repeat_of(const SampleArm& arm, double rate, int round) {
  Repeat repeat;
  repeat.round = round;
  repeat.position = round * 4;
  repeat.rate_per_s = rate;
  repeat.seconds = 8;
  repeat.lag_p99_ms = 0.18;
  repeat.generator_cpu_us_per_request = 9.4;
  repeat.generator_busy = 0.12;
  repeat.requests = static_cast<std::int64_t>(rate * 8);
  repeat.orders = repeat.requests / 12;
  repeat.fsyncs = repeat.orders * 4;
  for (const auto* endpoint : endpoints)
    repeat.endpoints.push_back(
        {endpoint, 1999, 1998, 1, latencies(0.4 * arm.slow * slowness(endpoint), round)});
  repeat.unexpected = {{"checkout", 503, 1}};
  repeat.processes = {{"gateway", 310, 90, 38, 41, 5200}};
  return repeat;
}

// `name` "all": of every endpoint together.
EndpointSummary summary_of(const std::string& name, const std::vector<Repeat>& runs, double rate) {
  const auto at = [&](double quantile) {
    std::vector<double> values;
    for (const auto& run : runs) {
      Histogram together;
      for (const auto& endpoint : run.endpoints)
        if (name == "all" || endpoint.endpoint == name)
          together.merge(Histogram::from(endpoint.latency));
      values.push_back(together.quantile_ns(quantile) / 1e6);
    }
    return interval_of(values);
  };
  return {name, around(rate, 0.001), at(0.5), at(0.9), at(0.99), at(0.999)};
}

RateResult rate_of(const SampleArm& arm, std::string label, double fraction, double rate) {
  RateResult result;
  result.label = std::move(label);
  result.fraction = fraction;
  result.rate_per_s = rate;
  for (int round = 0; round < repeats; ++round)
    result.repeats.push_back(repeat_of(arm, rate, round));
  result.endpoints.push_back(summary_of("all", result.repeats, rate));
  for (const auto* endpoint : endpoints)
    result.endpoints.push_back(summary_of(endpoint, result.repeats, rate / 5));
  double cpu = 0;
  for (const auto& process : processes_of(arm)) {
    const double user = process.gateway ? (arm.split ? 0.11 : 0.22 * arm.slow)
                                        : 0.02 * static_cast<double>(process.name.size() % 5 + 1);
    result.processes.push_back(
        {process.name, around(user), around(user / 3), around(38), around(41)});
    cpu += user * 4 / 3;
  }
  result.cpu_ms_per_request = around(cpu);
  result.user_ms_per_request = around(cpu * 0.75);
  result.system_ms_per_request = around(cpu * 0.25);
  result.context_switches_per_request = around(arm.split ? 9.4 : 1.3);
  result.calls_per_request = around(2.7, 0);
  result.bytes_per_request = around(arm.slow > 1 ? 1830 : 0, 0);
  result.fsyncs_per_order = around(4.1);
  return result;
}

ArmResult arm_of(const SampleArm& arm) {
  ArmResult result;
  result.name = arm.name;
  result.title = arm.title;
  result.layout = arm.name;
  result.processes = processes_of(arm);
  result.ready_ms = around(arm.split ? 410 : 96);
  result.resident_mib = around(arm.split ? 181 : 38);
  result.peak_mib = around(arm.split ? 190 : 41);
  const double knee = 4900 / arm.slow;
  result.knee = {"p99 ≤ 20 ms, 99 % answered well", around(knee), around(knee / 2), "arm", {}};
  result.knee.steps = {{knee / 2, 6.1, 1, true, ""},
                       {knee, 18.8, 0.999, true, ""},
                       {knee * 1.1, 41.2, 0.97, false, "p99 41.2 ms"}};
  result.rates = {rate_of(arm, "200/s", 0, 200), rate_of(arm, "1,000/s", 0, 1000),
                  rate_of(arm, "60 % of its knee", 0.6, knee * 0.6)};
  for (const auto* endpoint : endpoints)
    result.one_client.push_back({endpoint, 400, around(380 * arm.slow * slowness(endpoint)),
                                 around(310 * arm.slow * slowness(endpoint))});
  return result;
}

void add_pairs(Report& report) {
  const auto add = [&](const SampleArm& b, const char* metric, const char* unit, const char* rate,
                       double first, double second) {
    const bool claimed = std::abs(second / first - 1) > 0.1;
    const double change = second - first;
    report.pairs.push_back({"monolith",
                            b.name,
                            metric,
                            unit,
                            rate,
                            around(first),
                            around(second),
                            {change, change - first * 0.05, change + first * 0.05, repeats},
                            around(second / first),
                            first * 0.03,
                            claimed,
                            claimed ? fmt::format("{} differs", b.title) : "no difference seen"});
  };
  for (const auto& arm : sample_arms) {
    if (std::string(arm.name) == "monolith") continue;
    add(arm, "max rate", "/s", "", 4900, 4900 / arm.slow);
    add(arm, "checkout p50", "ms", "1,000/s", 1.2, 1.2 * arm.slow);
    add(arm, "checkout p99", "ms", "1,000/s", 4.1, 4.1 * arm.slow);
    add(arm, "CPU per request", "ms", "1,000/s", 0.29, 0.29 * arm.slow);
    add(arm, "memory", "MiB", "", 38, arm.split ? 181 : 38.4);
  }
  auto& control = report.aa_control;
  control.arm = "monolith";
  control.rows = {
      {"checkout p99", "ms", "1,000/s", {0.03, -0.06, 0.12, repeats}, 0.12, 2.9},
      {"CPU per request", "ms", "1,000/s", {0.001, -0.003, 0.004, repeats}, 0.004, 1.4}};
}

void add_ledger(Report& report) {
  const auto names = modules();
  for (const auto& arm : sample_arms) {
    ArmLedger ledger{arm.name, {}};
    const char* transport = arm.split ? "http" : arm.slow > 1 ? "serialized" : "local";
    const auto add = [&](const std::string& caller, const std::string& callee, const char* message,
                         const char* kind, double calls) {
      ledger.rows.push_back({caller, callee, callee + "." + message, kind, transport, calls / 8,
                             calls, 210, 390, arm.slow > 1 ? 2.2 : 0, arm.split ? 0.9 : 0,
                             arm.split ? 31.0 : 0, arm.slow > 1 ? 2.6 : 0, 14});
    };
    // Whatever the modules are called: the gateway asks each, each the one before.
    for (const auto& name : names) add("gateway", name, "Get", "call", 0.5);
    for (std::size_t i = 2; i < names.size(); ++i) {
      add(names[i], names[i - 1], "Reserve", "call", 1);
      add(names[i], names[i - 2], "Settle", "owed", 2);
    }
    add(names[1], names.back(), "Happened", "event", 1);
    report.ledger.arms.push_back(std::move(ledger));
    if (!arm.split) continue;
    for (const auto* endpoint : endpoints)
      report.prediction.rows.push_back({arm.name, endpoint, 2 * slowness(endpoint),
                                        180 * slowness(endpoint), 200 * slowness(endpoint), -10,
                                        90 * slowness(endpoint), 81 * slowness(endpoint), 11.1});
  }
  report.ledger.endpoints = {{"checkout", "gateway", names[0], names[0] + ".Get", "call", 1}};
  report.prediction.hops = {{"unix", 34, 0.4, 21, 0.5}, {"tcp", 41, 0.5, 27, 0.6}};
  report.prediction.move_outs = {{names[0], "checkout", 2, 82, 54}};
}

std::vector<TimelinePoint> timeline(double lasts_s, std::int64_t lost) {
  std::vector<TimelinePoint> points;
  for (int i = -20; i < 40; ++i) {
    const double at = i / 10.0;
    const bool hit = at >= 0 && at < lasts_s;
    points.push_back({at, hit ? 20 - lost : 20, hit ? lost : 0});
  }
  return points;
}

void add_faults(Report& report) {
  for (const auto& arm : {sample_arms[0], sample_arms[3]})
    for (const auto& module : modules())
      for (const auto* fault : {"kill", "hang", "delay"}) {
        FaultRun run{arm.name, module, fault, arm.split ? module : "gateway", 200,
                     0.4,      {},     {},    {true, true, true, ""},         true,
                     "",       ""};
        if (!arm.split && std::string(fault) == "delay") {
          run.not_measured = "not applicable: no message to it leaves the process";
        } else {
          const bool all = !arm.split;
          run.timeline = timeline(0.4, all ? 20 : 6);
          run.endpoints = {{"all", 800, all ? 80 : 24, all ? 100.0 : 30.0, 0.4},
                           {"checkout", 66, all ? 7 : 6, all ? 100.0 : 86.0, 0.4}};
          if (!all) run.endpoints.push_back({"cart", 90, 18, 100, 0.3});
          if (all) run.note = "the whole shop is down: one process";
        }
        report.blast_radius.runs.push_back(std::move(run));
      }
  for (const auto& arm : {sample_arms[0], sample_arms[3]})
    report.deployment.restarts.push_back({arm.name, modules().back(), arm.split ? "it" : "gateway",
                                          200, 120, 96, 140, 160, arm.split ? 0 : 31, 4, 24, 4.1,
                                          timeline(0.2, arm.split ? 0 : 16), true, "", ""});
}

void add_sweep(Report& report) {
  const auto names = modules();
  for (std::size_t out = 0; out < names.size(); ++out) {
    SweepPoint point;
    point.name = "all | " + names[out];
    point.groups = {"all", names[out]};
    point.processes = 2;
    point.p99_ms = around(4.4 + 0.9 * static_cast<double>(out), 0.06);
    point.cpu_ms_per_request = around(0.31 + 0.05 * static_cast<double>(out * out % 7), 0.02);
    point.blast_percent = 100.0 / static_cast<double>(out + 1);
    point.pareto = out % 2 == 0;
    point.why = "few calls cross";
    report.sweep.points.push_back(std::move(point));
    report.sweep.advice.push_back(
        {names[out], out + 1 == names.size(), "nobody waits for it", "0.04 ms CPU per checkout"});
  }
}

void add_facts(Report& report) {
  report.fingerprint = {"2025-03-01T10:00:00.000Z",
                        "Some CPU @ 2.5 GHz",
                        2,
                        "0-1",
                        "0-1",
                        "Linux 6.1.0 x86_64",
                        "kvm",
                        24000,
                        "ext4",
                        around(820),
                        around(2100),
                        "GNU 12.2.0",
                        "Release",
                        "0.1.0",
                        "0123abcd",
                        "cleave compare --seed 7",
                        {{"auth.access_lifetime", "12 h"}}};
  report.workload = {
      "sessions", "",    7, 200, 1000,    0.9,   {}, "Sessions browse, search and buy.",
      12000,      96000, 8, 2,   repeats, "ABBA"};
  for (const auto* endpoint : endpoints) report.workload.mix.push_back({endpoint, 0.2});
  report.audit = {true,
                  {{"generator lag", true, "p99 0.2 ms", "≤ 5 ms",
                    "A late request measures the "
                    "generator."},
                   {"injected stall", true, "p99 171 ms", "> 100 ms", "Waiting is not left out."}}};
  report.equality = {true, 4000, 1234, {"monolith", "serialized", "split-unix", "split"},
                     {},   {},   ""};
  int lines = 900;
  const auto names = modules();
  for (std::size_t i = 0; i < names.size(); ++i) {
    ModuleFacts facts{names[i], lines += 211, 120, 6, 1, {}, {}};
    if (i > 0) facts.uses = {names[i - 1]};
    if (i + 1 < names.size()) facts.used_by = {names[i + 1]};
    report.modules.push_back(std::move(facts));
  }
}

void answer(Report& report) {
  report.summary = make_summary(report);
  report.verdicts = make_verdicts(report);
}

}  // namespace

Report sample_report() {
  Report report;
  report.duration_s = 1380;
  add_facts(report);
  for (const auto& arm : sample_arms) report.arms.push_back(arm_of(arm));
  add_pairs(report);
  add_ledger(report);
  add_faults(report);
  add_sweep(report);
  answer(report);
  return report;
}

Report quick_report() {
  auto report = sample_report();
  report.quick = true;
  report.arms.erase(report.arms.begin() + 1, report.arms.begin() + 3);
  std::erase_if(report.pairs, [](const Pair& pair) { return pair.b != "split"; });
  const auto left_out = [](const auto& part) {
    return part.arm != "monolith" && part.arm != "split";
  };
  std::erase_if(report.ledger.arms, left_out);
  std::erase_if(report.prediction.rows, left_out);
  auto& runs = report.blast_radius.runs;
  const auto module = runs.front().module;
  std::erase_if(runs, [&](const FaultRun& r) { return r.module != module || r.fault != "kill"; });
  report.sweep = {};
  report.deployment = {};
  report.deployment.not_measured = "not measured (quick)";
  answer(report);
  return report;
}

Report refused_report() {
  auto report = sample_report();
  report.audit.valid = false;
  report.audit.checks.push_back({"drift", false, "31 %", "≤ 25 %", "The machine changed."});
  report.audit.checks[0] = {"generator lag", false, "p99 9 ms", "≤ 5 ms", "It was late."};
  answer(report);
  return report;
}

Report empty_report() {
  Report report;
  report.fingerprint.started_at = "2025-03-01T10:00:00.000Z";
  report.partial = true;
  report.partial_why = "Ctrl-C";
  answer(report);
  return report;
}
