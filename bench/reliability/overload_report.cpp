#include "overload_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace reliability {
namespace {

constexpr double goodput_min = 90;  // percent of the peak
constexpr double p99_times_max = 5;
constexpr double memory_times_max = 1.15;
constexpr double back_after_max_s = 5;

constexpr double share_of_normal = 0.98;  // of the share of "before"
constexpr double worse_than_worst = 1.5;  // p99 of a slice
constexpr int in_a_row = 4;

const std::vector<std::string> phase_names{"before", "overload", "after"};

std::string per_s(std::int64_t count, double seconds) {
  return number(static_cast<double>(count) / seconds, 1);
}

void tell_rates(const Saturation& saturation, const OverloadOptions& options, Report& report) {
  auto& table = report.table(
      fmt::format("Rising rates: requests per second, good = as expected within {:g} ms",
                  options.within_ms),
      {"offered", "good", "of them", "reads", "writes", "checkouts", "refused", "p50 ms", "p99 ms",
       "generator"});
  for (const auto& step : saturation.steps)
    table.rows.push_back(
        {number(step.offered_per_s), number(step.good_per_s),
         number(step.all.good_share() * 100, 1) + " %", number(step.class_good_per_s[1]),
         number(step.class_good_per_s[2], 1), number(step.class_good_per_s[3], 1),
         per_s(step.all.refused, options.step_s), number(step.all.p50_ms(), 1),
         number(step.all.p99_ms(), 1), number(step.generator_busy * 100) + " % busy"});
  report.note(
      fmt::format("saturation: {:.0f}/s are served whole (99 %); the peak: {:.0f}/s good, where "
                  "{:.0f}/s were offered",
                  saturation.saturation_per_s(), saturation.peak_per_s(),
                  saturation.steps[saturation.best].offered_per_s));
  if (saturation.generator_limits)
    report.note("the generator was busy for more than 90 % of its core: it may be the limit");
}

void tell_phases(const OverloadRun& run, const PhaseView& view, const OverloadOptions& options,
                 Report& report) {
  auto& table = report.table(
      fmt::format("Half of saturation, {:g} x saturation for {:g} s, half again: per second; "
                  "latency of what was accepted",
                  options.times, options.overload_s),
      {"phase, class", "offered", "good", "late", "refused", "no answer", "other", "p50 ms",
       "p99 ms", "other than expected"});
  auto names = classes();
  if (!options.only.empty()) names = {"all"};
  for (const auto& phase : phase_names)
    for (const auto& name : names) {
      const auto figures = view.figures(phase, name);
      const double seconds = view.seconds(phase);
      table.rows.push_back({phase + ", " + name, per_s(figures.sent, seconds),
                            per_s(figures.good, seconds),
                            per_s(figures.accepted - figures.good, seconds),
                            per_s(figures.refused, seconds), per_s(figures.unanswered, seconds),
                            per_s(figures.other, seconds), number(figures.p50_ms(), 1),
                            number(figures.p99_ms(), 1), text_of(view.statuses(phase, name))});
      report.figures()[phase + " " + name] = {
          {"offered_per_s", static_cast<double>(figures.sent) / seconds},
          {"good_per_s", static_cast<double>(figures.good) / seconds},
          {"refused_per_s", static_cast<double>(figures.refused) / seconds},
          {"p50_ms", figures.p50_ms()},
          {"p99_ms", figures.p99_ms()}};
    }
  const auto lag = lab::Histogram::from(run.load.lag);
  report.note(
      fmt::format("the generator: {:.0f} % of its core, p99 of how late a request left "
                  "{:.1f} ms (waiting to be connected included), most {:.0f} ms",
                  run.load.busy * 100, lag.quantile_ns(0.99) / 1e6,
                  static_cast<double>(lag.max_recorded_ns()) / 1e6));
}

void tell_recovery(const PhaseView& view, const Recovery& recovery, Report& report) {
  auto& table = report.table("After the overload, by half seconds of the schedule",
                             {"from s", "good", "p50 ms", "p99 ms"});
  const auto first = view.first_slice("after");
  const auto last = std::min(view.last_slice("after"), first + 16);
  for (auto i = first; i < last; ++i) {
    const auto slice = view.between(i, i + 1, "all");
    table.rows.push_back({number(static_cast<double>(i - first) * slice_s, 1),
                          number(slice.good_share() * 100, 1) + " %", number(slice.p50_ms(), 1),
                          number(slice.p99_ms(), 1)});
  }
  report.note(
      fmt::format("normal is a half second with at least {:.1f} % good and a p99 of at most "
                  "{:.1f} ms, as before; {} of the {} afterwards are",
                  recovery.share_min * 100, recovery.p99_max_ms, recovery.normal, recovery.slices));
}

void judge(const OverloadRun& run, const PhaseView& view, const Recovery& recovery,
           const OverloadOptions& options, Report& report) {
  const auto before = view.figures("before", "all");
  const auto over = view.figures("overload", "all");
  const double good_per_s = static_cast<double>(over.good) / view.seconds("overload");
  std::vector<Goal> goals{
      at_least("goodput under overload, of that at saturation",
               good_per_s / run.saturation.steps.at(run.saturation.whole).good_per_s * 100,
               goodput_min, " %", 1),
      at_most("p99 of accepted requests, times its value at half load",
              over.p99_ms() / before.p99_ms(), p99_times_max, " x"),
      at_most("most memory from the middle of it on, times that of before it",
              run.memory_peak_mib / run.memory_middle_mib, memory_times_max, " x"),
      at_most("back to normal after its end",
              recovery.after_s < 0 ? std::numeric_limits<double>::infinity() : recovery.after_s,
              back_after_max_s, " s", 1),
      is_so("the books balance", run.close.balanced() && run.close.quiet, run.close.text())};
  if (recovery.after_s < 0) goals[3].text = fmt::format("not in {:g} s", options.half_s);
  for (auto& goal : goals) {
    goal.judged = options.only.empty();
    report.add(std::move(goal));
  }
}

}  // namespace

Recovery recovery_of(const PhaseView& view) {
  Recovery recovery;
  recovery.share_min = view.figures("before", "all").good_share() * share_of_normal;
  for (auto i = view.first_slice("before"); i < view.last_slice("before"); ++i)
    recovery.p99_max_ms =
        std::max(recovery.p99_max_ms, view.between(i, i + 1, "all").p99_ms() * worse_than_worst);
  int row = 0;
  const auto first = view.first_slice("after");
  for (auto i = first; i < view.last_slice("after"); ++i) {
    const auto slice = view.between(i, i + 1, "all");
    const bool normal =
        slice.good_share() >= recovery.share_min && slice.p99_ms() <= recovery.p99_max_ms;
    ++recovery.slices;
    recovery.normal += normal ? 1 : 0;
    row = normal ? row + 1 : 0;
    if (row == in_a_row && recovery.after_s < 0)
      recovery.after_s = static_cast<double>(i + 1 - first - in_a_row) * slice_s;
  }
  return recovery;
}

void tell_overload(const OverloadRun& run, const OverloadOptions& options, Report& report) {
  const PhaseView view(run.phases, run.load, options.within_ms);
  const auto recovery = recovery_of(view);
  report.figures()["peak_per_s"] = run.saturation.peak_per_s();
  report.figures()["memory_before_mib"] = run.memory_before_mib;
  report.figures()["memory_peak_mib"] = run.memory_peak_mib;
  report.figures()["back_after_s"] = recovery.after_s;
  tell_rates(run.saturation, options, report);
  tell_phases(run, view, options, report);
  tell_recovery(view, recovery, report);
  report.note(
      fmt::format("memory: {:.0f} MiB at half load, {:.0f} MiB at most in the first half of "
                  "the overload, {:.0f} MiB at most from then to the end",
                  run.memory_before_mib, run.memory_middle_mib, run.memory_peak_mib));
  if (options.only.empty()) {
    const auto over = view.figures("overload", "checkouts");
    const double at_peak = run.saturation.steps[run.saturation.whole].class_good_per_s[3];
    const double orders = static_cast<double>(over.good) / view.seconds("overload");
    report.note(
        fmt::format("orders: {:.1f}/s at saturation, {:.1f}/s under overload ({:.0f} %): "
                    "writes are refused before reads, so the mixture of what is accepted "
                    "shifts",
                    at_peak, orders, orders / at_peak * 100));
  }
  judge(run, view, recovery, options, report);
}

}  // namespace reliability
