// The layouts in between, measured like the arms but at one rate, and what they advise.
#include <fmt/format.h>

#include "app_settings.h"
#include "lab/comparison/comparison.h"
#include "lab/comparison/rounds.h"
#include "lab/comparison/sweep.h"
#include "lab/statistics/figures.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

struct Point {
  ArmPlan plan;
  std::vector<Repeat> repeats;
};

}  // namespace

kernel::Task<> Comparison::sweep() {
  conclude_arms();
  conclude_ledger();
  SweepInput input{app::module_names(), report_.ledger.arms.front(), report_.prediction.hops};
  report_.sweep.points = choose_layouts(input);
  auto& points = report_.sweep.points;
  std::vector<Point> measured;
  for (const auto& point : points) measured.push_back({plan_of(point), {}});
  const Sizes& sizes = options_.sizes;
  for (int round = 0; round < sizes.sweep_rounds; ++round)
    for (const std::size_t index : round_order(measured.size(), round)) {
      Point& point = measured[index];
      lab_.go_on();
      lab_.watcher.begins(
          fmt::format("sweep {} of {}, {}", round + 1, sizes.sweep_rounds, points[index].name),
          std::chrono::seconds(4));
      const std::string directory = fresh_directory("sweep");
      Arm arm(lab_, point.plan, directory);
      co_await arm.start();
      LoadPlan plan = make_plan(shop_, options_.workload, round, common_rates_.front(),
                                sizes.warm_up_s, sizes.measured_s);
      plan.good_within_us = slo_.good_within_us();
      Measured one = co_await measure(lab_, arm, std::move(plan));
      point.repeats.push_back(std::move(one.repeat));
      co_await arm.stop();
      retire_shop(directory);
      points[index].p99_ms = over(point.repeats, quantile("all", 0.99));
      points[index].cpu_ms_per_request = over(point.repeats, cpu_ms_per_request);
    }
}

void Comparison::conclude_sweep() {
  auto& points = report_.sweep.points;
  if (points.empty()) return;
  for (auto& point : points)
    point.blast_percent =
        blast_percent(grouping_of(point), report_.ledger.endpoints, report_.workload.mix);
  mark_pareto(points);
  AdviceInput input;
  input.modules = app::module_names();
  input.traffic = report_.ledger.arms.front();
  input.calls = report_.ledger.endpoints;
  input.mix = report_.workload.mix;
  input.move_outs = report_.prediction.move_outs;
  input.points = points;
  input.arms = report_.arms;
  if (!report_.arms.front().rates.empty())
    input.request_cpu_us = report_.arms.front().rates.front().cpu_ms_per_request.median * 1000;
  report_.sweep.advice = advise(input);
}

}  // namespace lab
