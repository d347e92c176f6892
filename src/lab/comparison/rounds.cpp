#include "lab/comparison/rounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "lab/arms/seeding.h"
#include "lab/oracle/oracle.h"

namespace lab {
namespace {

// Schedules of different rounds and rates are different parts of one endless one.
constexpr int schedules_per_round = 100;
constexpr double start_and_stop_s = 0.9;
constexpr double load_overhead_s = 0.25;

double resident(const std::vector<ProcessUse>& use) {
  return std::accumulate(use.begin(), use.end(), 0.0,
                         [](double sum, const auto& one) { return sum + one.resident_mib; });
}

double peak(const std::vector<ProcessUse>& use) {
  return std::accumulate(use.begin(), use.end(), 0.0,
                         [](double sum, const auto& one) { return sum + one.peak_mib; });
}

class Rounds {
 public:
  Rounds(Lab& lab, const RoundsInput& input) : lab_(lab), input_(input) {}

  kernel::Task<> common(ArmRecord& record, int round, int position) {
    const std::string directory = fresh();
    Arm arm(lab_, record.plan, directory);
    co_await start(arm, record);
    bool by_plan = true;
    for (std::size_t i = 0; i < input_.common_rates.size(); ++i) {
      const double rate = input_.common_rates[i];
      const int schedule = round * schedules_per_round + static_cast<int>(i);
      LoadPlan plan = planned(schedule, rate);
      Measured measured = co_await measure(lab_, arm, std::move(plan));
      by_plan = by_plan && went_by_plan(measured.load);
      add(record, rate_label(rate), 0, rate, round, position, std::move(measured));
    }
    const auto use = arm.use();
    record.resident_mib.push_back(resident(use));
    record.peak_mib.push_back(peak(use));
    co_await settle(lab_, arm);
    co_await arm.stop();
    record.end_states.push_back(by_plan ? end_state(directory) : std::string());
    retire_shop(directory);
  }

  kernel::Task<> own(ArmRecord& record, int round, int position) {
    const double knee = record.result.knee.rate_per_s.median;
    if (input_.sizes.own_shares.empty() || knee <= 0) co_return;
    const std::string directory = fresh();
    Arm arm(lab_, record.plan, directory);
    co_await start(arm, record);
    int schedule = round * schedules_per_round + schedules_per_round / 2;
    for (const double share : input_.sizes.own_shares) {
      LoadPlan plan = planned(schedule++, knee * share);
      Measured measured = co_await measure(lab_, arm, std::move(plan));
      add(record, share_label(share), share, knee * share, round, position, std::move(measured));
    }
    co_await arm.stop();
    retire_shop(directory);
  }

 private:
  std::string fresh() {
    const std::string directory = fmt::format("{}/r{}", lab_.directory, next_++);
    copy_shop(input_.shop, directory);
    return directory;
  }

  kernel::Task<> start(Arm& arm, ArmRecord& record) {
    lab_.go_on();
    co_await arm.start();
    record.ready_ms.push_back(std::chrono::duration<double, std::milli>(arm.ready_after()).count());
    record.result.processes = arm.reported_processes();
  }

  LoadPlan planned(int schedule, double rate) const {
    const Sizes& sizes = input_.sizes;
    LoadPlan plan =
        make_plan(input_.shop, input_.workload, schedule, rate, sizes.warm_up_s, sizes.measured_s);
    plan.good_within_us = input_.slo.good_within_us();
    return plan;
  }

  static void add(ArmRecord& record, const std::string& label, double fraction, double rate,
                  int round, int position, Measured measured) {
    measured.repeat.round = round;
    measured.repeat.position = position;
    if (fraction == 0) {
      record.mixed_requests += static_cast<double>(measured.repeat.requests);
      record.mixed = record.mixed + measured.sample;
    }
    rate_of(record.result.rates, label, fraction, rate)
        .repeats.push_back(std::move(measured.repeat));
  }

  Lab& lab_;
  const RoundsInput& input_;
  int next_ = 0;
};

}  // namespace

std::vector<std::size_t> round_order(std::size_t arms, int round) {
  std::vector<std::size_t> order(arms);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (round % 2 == 1) std::ranges::reverse(order);
  return order;
}

kernel::Task<> run_rounds(Lab& lab, const RoundsInput& input, std::vector<ArmRecord>& records,
                          std::size_t control) {
  Rounds rounds(lab, input);
  const auto expected = std::chrono::duration_cast<kernel::Ticks>(
      std::chrono::duration<double>(seconds_of_round(input.sizes, input.common_rates.size())));
  int position = 0;
  for (int round = 0; round < input.sizes.rounds; ++round) {
    for (const std::size_t index : round_order(records.size(), round)) {
      lab.watcher.begins(fmt::format("round {} of {}, {}", round + 1, input.sizes.rounds,
                                     records[index].plan.title),
                         expected);
      co_await rounds.common(records[index], round, position);
      ++position;
      if (index == control) continue;
      co_await rounds.own(records[index], round, position);
      ++position;
    }
  }
}

double seconds_of_round(const Sizes& sizes, std::size_t common_rates) {
  const double load = sizes.warm_up_s + sizes.measured_s + load_overhead_s;
  const double own = static_cast<double>(sizes.own_shares.size()) * load;
  return start_and_stop_s + static_cast<double>(common_rates) * load +
         (own > 0 ? own + start_and_stop_s : 0);
}

std::string rate_label(double rate_per_s) { return fmt::format("{:.0f}/s", rate_per_s); }

std::string share_label(double share_of_knee) {
  return fmt::format("{:.0f} % of its knee", share_of_knee * 100);
}

}  // namespace lab
