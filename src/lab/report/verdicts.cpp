// The questions of somebody who must decide, answered from what was measured and nothing else.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/report/report_figures.h"
#include "lab/report/report_files.h"
#include "lab/report/summary_faults.h"

namespace lab {
namespace {

// In the order in which they are asked; the rest of the pairs stand in their table.
std::vector<std::string> metrics_of(const Report& report, const std::string& b) {
  std::vector<std::string> metrics;
  for (const auto& pair : report.pairs) {
    const bool first_arm = !report.arms.empty() && pair.a == report.arms.front().name;
    if (!first_arm || pair.b != b) continue;
    if (std::find(metrics.begin(), metrics.end(), pair.metric) == metrics.end())
      metrics.push_back(pair.metric);
  }
  return metrics;
}

std::string question_of(const Report& report, const Pair& pair) {
  const auto a = title_of(report, pair.a), b = title_of(report, pair.b);
  const auto says = [&](std::string_view word) {
    return pair.metric.find(word) != pair.metric.npos;
  };
  if (says("rate")) return fmt::format("Does {} sustain another rate than {}?", b, a);
  if (says("p50") || says("p9"))
    return fmt::format("Is {} slower or faster than {}: {}?", b, a, pair.metric);
  if (says("CPU")) return fmt::format("Does {} need more {} than {}?", b, pair.metric, a);
  return fmt::format("Does {} differ from {} in {}?", b, a, pair.metric);
}

std::string answer_of(const Report& report, const Pair& pair) {
  const auto unit = unit_text(pair.unit);
  const auto at = pair.rate.empty() ? "" : " at " + pair.rate;
  if (!pair.claimed)
    return fmt::format("{}: {} has {} {}{}, {} {}{}{}.",
                       pair.text.empty() ? std::string(no_difference) : pair.text,
                       title_of(report, pair.a), pair.metric, figure(pair.a_value.median), unit,
                       title_of(report, pair.b), figure(pair.b_value.median), unit, at);
  const auto times = known(pair.ratio) ? fmt::format(", {} times", figure(pair.ratio.median)) : "";
  return fmt::format(
      "{} has {} {}{} where {} has {}{}{}: {}{} ({} to {}){}.", title_of(report, pair.b),
      pair.metric, figure(pair.b_value.median), unit, title_of(report, pair.a),
      figure(pair.a_value.median), unit, at, signed_figure(pair.difference.median), unit,
      signed_figure(pair.difference.low), signed_figure(pair.difference.high), times);
}

void ask_pairs(const Report& report, std::vector<Verdict>& verdicts) {
  for (std::size_t i = 1; i < report.arms.size(); ++i) {
    const auto& b = report.arms[i].name;
    for (const auto& metric : metrics_of(report, b))
      if (const auto* pair = pair_of(report, b, metric))
        verdicts.push_back({question_of(report, *pair), answer_of(report, *pair), pair->claimed});
  }
}

void ask_equality(const Report& report, std::vector<Verdict>& verdicts) {
  const auto& equality = report.equality;
  if (!equality.not_measured.empty() || equality.requests == 0) return;
  verdicts.push_back(
      {"Do all layouts answer alike?",
       equality.equal ? fmt::format("Yes: {} requests had the same answers and left the same {} "
                                    "rows behind.",
                                    grouped(equality.requests), grouped(equality.rows))
                      : "No: they differ, so the figures compare different programs.",
       true});
}

void ask_crash(const Report& report, std::vector<Verdict>& verdicts) {
  std::vector<std::string> parts;
  for (const auto& arm : report.arms)
    if (const auto* worst = worst_run(report, arm.name, "kill"))
      parts.push_back(fmt::format("{}: {} (worst: {})", title_of(report, arm.name),
                                  loss_words(*worst), worst->module));
  if (parts.empty()) return;
  verdicts.push_back({"What does the death of one module's process take with it?",
                      joined(parts, "; ") + ".", true});
}

void ask_hang(const Report& report, std::vector<Verdict>& verdicts) {
  std::vector<std::string> parts;
  for (const auto& arm : report.arms)
    if (const auto* worst = worst_run(report, arm.name, "hang"))
      parts.push_back(fmt::format("{}: {} (worst: {})", title_of(report, arm.name),
                                  loss_words(*worst), worst->module));
  if (parts.empty()) return;
  verdicts.push_back(
      {"What does a module that hangs take with it?", joined(parts, "; ") + ".", true});
}

void ask_deployment(const Report& report, std::vector<Verdict>& verdicts) {
  std::vector<std::string> parts;
  for (const auto& arm : report.arms)
    if (const auto* worst = worst_restart(report, arm.name))
      parts.push_back(
          fmt::format("{}: {} restarts {}, {} of {} requests failed, nobody served it for {} ms",
                      title_of(report, arm.name), worst->module,
                      neighbours_of(arm, worst->module) > 1 ? "with its process" : "alone",
                      grouped(worst->failed), grouped(worst->requests), figure(worst->gap_ms)));
  if (parts.empty()) return;
  verdicts.push_back({"Can one module be deployed alone?", joined(parts, "; ") + ".", true});
}

void ask_prediction(const Report& report, std::vector<Verdict>& verdicts) {
  for (const auto& row : report.prediction.rows) {
    if (!is_checkout(row.endpoint) || !was_measured(report, row)) continue;
    verdicts.push_back(
        {fmt::format("Could the cost of {} have been told from the single process?",
                     title_of(report, row.arm)),
         fmt::format("Checkout: predicted {} µs and {} µs CPU, measured {} µs ({} %) and {} µs "
                     "CPU ({} %).",
                     signed_figure(row.predicted_latency_us), signed_figure(row.predicted_cpu_us),
                     signed_figure(row.measured_latency_us),
                     signed_figure(row.latency_error_percent, 2),
                     signed_figure(row.measured_cpu_us), signed_figure(row.cpu_error_percent, 2)),
         true});
  }
}

void ask_advice(const Report& report, std::vector<Verdict>& verdicts) {
  if (report.sweep.advice.empty()) return;
  std::vector<std::string> out;
  for (const auto& advice : report.sweep.advice)
    if (advice.move_out)
      out.push_back(fmt::format("{} ({}; cost here: {})", advice.module, advice.why, advice.cost));
  verdicts.push_back({"Which module is worth moving out?",
                      out.empty() ? "None, on what was measured here." : joined(out, "; ") + ".",
                      !out.empty()});
}

}  // namespace

std::vector<Verdict> make_verdicts(const Report& report) {
  std::vector<Verdict> verdicts;
  if (!report.audit.valid) return verdicts;
  ask_equality(report, verdicts);
  ask_pairs(report, verdicts);
  ask_crash(report, verdicts);
  ask_hang(report, verdicts);
  ask_deployment(report, verdicts);
  ask_prediction(report, verdicts);
  ask_advice(report, verdicts);
  return verdicts;
}

}  // namespace lab
