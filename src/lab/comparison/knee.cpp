#include "lab/comparison/knee.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/error.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

using namespace std::chrono_literals;

constexpr double rate_max = 60'000;
constexpr double saturated = 0.9;  // of one core: the generator cannot go faster

std::string why_not(const KneeStep& step, const Slo& slo) {
  if (step.good_share < slo.good_share)
    return fmt::format("{:.1f} % answered well", step.good_share * 100);
  if (step.p99_ms > slo.p99_ms) return fmt::format("p99 {:.1f} ms", step.p99_ms);
  return {};
}

class Search {
 public:
  Search(Lab& lab, Arm& arm, const SeededShop& shop, const WorkloadOptions& workload,
         const Sizes& sizes, const Slo& slo)
      : lab_(lab), arm_(arm), shop_(shop), workload_(workload), sizes_(sizes), slo_(slo) {}

  // Whether `rate` held. A disturbance of the machine fails one step, too high a rate the next one
  // too.
  kernel::Task<bool> tries(double rate) {
    bool held = co_await step(rate);
    if (!held) held = co_await step(rate);
    co_return held;
  }

  std::vector<KneeStep> take_steps() { return std::move(steps_); }

 private:
  kernel::Task<bool> step(double rate) {
    LoadPlan plan;
    try {
      plan = make_plan(shop_, workload_, repeat_++, rate, sizes_.warm_up_s, sizes_.knee_step_s);
    } catch (const kernel::Error& error) {
      steps_.push_back({rate, 0, 0, false, "generator: " + error.message});
      co_return false;
    }
    plan.good_within_us = slo_.good_within_us();
    plan.timeout_us = 2'000'000;
    const Measured measured = co_await measure(lab_, arm_, std::move(plan));
    KneeStep step{rate, quantile_ms(measured.load, 0.99), good_share(measured.load), false, {}};
    step.why = why_not(step, slo_);
    step.held = step.why.empty();
    if (!step.held && measured.load.busy > saturated) step.why = "generator: " + step.why;
    steps_.push_back(step);
    // What an overload left behind does not count against the next step.
    if (!step.held) co_await settle(lab_, arm_, 2s);
    co_return step.held;
  }

  Lab& lab_;
  Arm& arm_;
  const SeededShop& shop_;
  const WorkloadOptions& workload_;
  const Sizes& sizes_;
  const Slo& slo_;
  int repeat_ = 1'000'000;  // far from the schedules of the rounds
  std::vector<KneeStep> steps_;
};

}  // namespace

kernel::Task<std::vector<KneeStep>> search_knee(Lab& lab, Arm& arm, const SeededShop& shop,
                                                const WorkloadOptions& workload, const Sizes& sizes,
                                                const Slo& slo) {
  Search search(lab, arm, shop, workload, sizes, slo);
  double low = 0;
  double high = sizes.knee_first;
  for (;;) {
    const bool held = co_await search.tries(high);
    if (!held) break;
    low = high;
    if (high >= rate_max) co_return search.take_steps();
    high = std::min(high * sizes.knee_growth, rate_max);
  }
  for (int i = 0; i < sizes.knee_bisections; ++i) {
    const double middle = low == 0 ? high / sizes.knee_growth : std::sqrt(low * high);
    const bool held = co_await search.tries(middle);
    (held ? low : high) = middle;
  }
  co_return search.take_steps();
}

double held_max(const std::vector<KneeStep>& steps) {
  double rate = 0;
  for (const auto& step : steps)
    if (step.held) rate = std::max(rate, step.rate_per_s);
  return rate;
}

Knee make_knee(const std::vector<std::vector<KneeStep>>& passes, const Slo& slo, int cores) {
  Knee knee;
  knee.slo = fmt::format("p99 ≤ {:g} ms, {:g} % answered well", slo.p99_ms, slo.good_share * 100);
  knee.limited_by = "arm";
  std::vector<double> rates;
  std::vector<double> per_core;
  for (const auto& steps : passes) {
    rates.push_back(held_max(steps));
    per_core.push_back(rates.back() / cores);
    knee.steps.insert(knee.steps.end(), steps.begin(), steps.end());
    for (const auto& step : steps)
      if (step.why.starts_with("generator")) knee.limited_by = "generator";
  }
  knee.rate_per_s = interval_of(rates);
  knee.rate_per_s_per_core = interval_of(per_core);
  return knee;
}

}  // namespace lab
