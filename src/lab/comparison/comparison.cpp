#include "lab/comparison/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/error.h"
#include "lab/arms/fingerprint.h"
#include "lab/comparison/knee.h"
#include "lab/comparison/one_client.h"
#include "lab/comparison/rounds.h"
#include "lab/oracle/oracle.h"
#include "lab/statistics/audit.h"
#include "lab/statistics/pairs.h"

namespace lab {
namespace {

constexpr std::int64_t stock_factor = 1000;
constexpr double seed_s = 5;
constexpr double hop_s = 2;
constexpr double codec_s = 4;
constexpr double script_request_s = 0.004;
constexpr double start_s = 1;
constexpr double settle_s = 1;
constexpr double sweep_points = 12;
constexpr double sweep_point_s = 4;
constexpr double slo_rate = 60;  // requests per second
constexpr double slo_room = 3;
constexpr double rate_without_knee = 100;
constexpr int knee_steps = 4;  // before the bisections, about

double fault_run_s(const FaultOptions& faults) {
  return faults.before_s + faults.after_s + start_s + settle_s;
}

// Two significant digits: a rate that people can keep in mind.
double rounded(double rate) {
  if (rate < 1) return 1;
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 1);
  return std::max(1.0, std::floor(rate / unit) * unit);
}

WorkloadInfo describe(const ComparisonOptions& options, const SeededShop& shop) {
  WorkloadInfo info;
  info.kind = options.workload_kind;
  info.file = options.workload_file;
  info.seed = static_cast<std::int64_t>(options.workload.seed);
  info.products = static_cast<int>(shop.products.size());
  info.customers = static_cast<int>(shop.tokens.size());
  info.skew = options.workload.skew;
  info.mix = workload_mix(options.workload);
  info.description = describe_workload(options.workload);
  info.repeat_s = options.sizes.measured_s;
  info.warm_up_s = options.sizes.warm_up_s;
  info.rounds = options.sizes.rounds;
  info.order = "ABBA";
  return info;
}

ArmRecord record_of(const ArmPlan& plan) {
  ArmRecord record;
  record.plan = plan;
  record.result.name = plan.name;
  record.result.title = plan.title;
  record.result.layout = plan.layout;
  record.result.emulated_network = plan.delay > kernel::Ticks(0) || plan.jitter > kernel::Ticks(0);
  return record;
}

}  // namespace

Comparison::Comparison(Lab& lab, ComparisonOptions options)
    : lab_(lab), options_(std::move(options)), slo_(options_.slo) {
  for (const auto& plan : options_.arms) records_.push_back(record_of(plan));
  ArmPlan again = options_.arms.front();
  again.name += "-again";
  again.title += " (again)";
  records_.insert(records_.begin() + control_, record_of(again));
  ArmPlan codec = plan_arm("serialized");
  codec.name = "codec";
  codec_ = record_of(codec);
  report_.quick = options_.quick;
}

double Comparison::expected_s() const {
  const Sizes& sizes = options_.sizes;
  const double arms = static_cast<double>(options_.arms.size());
  const double faults =
      static_cast<double>(modules_or(sizes.fault_modules).size() * sizes.fault_kinds.size()) + 2;
  const double restarts = static_cast<double>(modules_or(sizes.restart_modules).size()) + 1;
  const double knee =
      (knee_steps + sizes.knee_bisections) * (sizes.warm_up_s + sizes.knee_step_s + 0.3);
  const double one_client = sizes.one_client_blocks * seconds_of_block(one_client_input(), 1);
  return seed_s + sizes.slo_look_s + hop_s +
         arms * (start_s + sizes.oracle_requests * script_request_s) +
         arms * sizes.knee_passes * (start_s + knee) +
         sizes.rounds * (arms + 1) * seconds_of_round(sizes, sizes.common_shares.size()) +
         (arms + 1) * (start_s + one_client) + start_s + codec_s + sizes.stall_window_s + start_s +
         (faults + restarts) * fault_run_s(sizes.faults) +
         (options_.sweep ? sweep_points * sizes.sweep_rounds * sweep_point_s : 0);
}

kernel::Task<> Comparison::run() {
  begun_ = lab_.runtime.ticks();
  try {
    co_await run_parts();
  } catch (const kernel::Error& error) {
    report_.partial = true;
    report_.partial_why = error.message;
    if (error.code != kernel::Code::cancelled) throw;
  }
}

kernel::Task<> Comparison::run_parts() {
  report_.fingerprint = take_fingerprint(lab_, options_.command);
  co_await seed();
  report_.workload = describe(options_, shop_);
  const bool equal = co_await compare_answers_of_arms();
  if (!equal) {
    report_.partial = true;
    report_.partial_why = "the arms do not answer alike";
    co_return;
  }
  co_await fit_slo();
  co_await find_knees();
  co_await run_rounds_of_arms();
  co_await ask_one_by_one();
  co_await inject_stall();
  co_await strike();
  co_await restart();
  if (options_.sweep) co_await sweep();
}

kernel::Task<> Comparison::seed() {
  lab_.watcher.begins("a shop to copy", std::chrono::seconds(5));
  SeedingOptions seeding = options_.seeding;
  seeding.customers = options_.sizes.customers;
  seeding.stock_factor = stock_factor;
  shop_ = co_await seed_shop(lab_, seeding);
}

kernel::Task<bool> Comparison::compare_answers_of_arms() {
  std::vector<std::string> names;
  std::vector<std::vector<OracleAnswer>> answers;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (i == control_) continue;
    ArmRecord& record = records_[i];
    lab_.go_on();
    lab_.watcher.begins(fmt::format("answers of {}", record.plan.title), std::chrono::seconds(3));
    const std::string directory = fresh_directory("oracle");
    Arm arm(lab_, record.plan, directory);
    co_await arm.start();
    record.result.processes = arm.reported_processes();
    auto answered = co_await run_script(lab_, arm, shop_, options_.workload.seed,
                                        options_.sizes.oracle_requests);
    co_await settle(lab_, arm);
    co_await arm.stop();
    names.push_back(record.plan.name);
    answers.push_back(std::move(answered));
    rows.push_back(final_rows(directory));
    retire_shop(directory);
  }
  report_.equality = compare_answers(names, answers, rows);
  checks_.push_back(audit_equality(report_.equality));
  co_return report_.equality.equal;
}

// A bound that the disk alone breaks would leave nothing to compare.
kernel::Task<> Comparison::fit_slo() {
  if (!options_.slo_fits) co_return;
  lab_.watcher.begins("the latency of hardly any load", std::chrono::seconds(3));
  const std::string directory = fresh_directory("slo");
  Arm arm(lab_, records_.front().plan, directory);
  co_await arm.start();
  LoadPlan plan = make_plan(shop_, options_.workload, 0, slo_rate, options_.sizes.warm_up_s,
                            options_.sizes.slo_look_s);
  const Measured measured = co_await measure(lab_, arm, std::move(plan));
  const double p99 = quantile_ms(measured.load, 0.99);
  for (const double bound : {20.0, 50.0, 100.0, 200.0, 500.0, 1000.0}) {
    if (bound < options_.slo.p99_ms) continue;
    slo_.p99_ms = bound;
    if (p99 * slo_room <= bound) break;
  }
  co_await arm.stop();
  retire_shop(directory);
}

kernel::Task<> Comparison::find_knees() {
  for (int pass = 0; pass < options_.sizes.knee_passes; ++pass)
    for (const std::size_t index : round_order(records_.size(), pass)) {
      // A single pass supports no claim that a control would be needed for.
      if (index == control_ && options_.sizes.knee_passes == 1) continue;
      co_await find_knee(records_[index]);
    }
  double lowest = 0;
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (i == control_) continue;
    const double rate = records_[i].result.knee.rate_per_s.median;
    if (rate > 0) lowest = lowest == 0 ? rate : std::min(lowest, rate);
  }
  // Where the disk alone breaks the SLO there is no knee; the arms can be compared all the same.
  if (lowest == 0) lowest = rate_without_knee;
  for (const double share : options_.sizes.common_shares)
    common_rates_.push_back(rounded(lowest * share));
}

kernel::Task<> Comparison::find_knee(ArmRecord& record) {
  lab_.go_on();
  lab_.watcher.begins(fmt::format("the knee of {}", record.plan.title), std::chrono::seconds(9));
  const std::string directory = fresh_directory("knee");
  Arm arm(lab_, record.plan, directory);
  co_await arm.start();
  auto steps = co_await search_knee(lab_, arm, shop_, options_.workload, options_.sizes, slo_);
  record.knee_passes.push_back(std::move(steps));
  record.result.knee = make_knee(record.knee_passes, slo_, static_cast<int>(lab_.arm_cpus.size()));
  co_await arm.stop();
  retire_shop(directory);
}

kernel::Task<> Comparison::run_rounds_of_arms() {
  const RoundsInput input{shop_, options_.workload, options_.sizes, slo_, common_rates_};
  co_await run_rounds(lab_, input, records_, control_);
}

// What one client sees, and what a crossing costs meanwhile.
kernel::Task<> Comparison::ask_one_by_one() {
  const HopRuns hops = hop_runs();
  lab_.watcher.begins("processes to cross to", std::chrono::seconds(2));
  for (const auto& hop : hops) co_await hop->start();
  std::vector<ArmRecord*> arms;
  for (std::size_t i = 0; i < records_.size(); ++i)
    // Few requests support no claim that a control would be needed for.
    if (i != control_ || !options_.quick) arms.push_back(&records_[i]);
  const OneClientInput input = one_client_input();
  co_await measure_one_client(lab_, input, arms, hops);
  for (const auto& hop : hops) {
    co_await hop->end();
    report_.prediction.hops.push_back(hop->hop());
  }
  co_await measure_codec();
}

// One for each transport that an arm uses.
HopRuns Comparison::hop_runs() {
  HopRuns runs;
  for (const char* transport : {"unix", "tcp"}) {
    const bool used = std::ranges::any_of(records_, [&](const ArmRecord& record) {
      return transport_of(record.result) == transport;
    });
    if (used) runs.push_back(std::make_unique<HopRun>(lab_, transport));
  }
  return runs;
}

// The codec's time and the messages' sizes are seen in process; the prediction is made of them.
kernel::Task<> Comparison::measure_codec() {
  Sizes sizes = options_.sizes;
  sizes.one_client_endpoints.clear();  // all: each has its calls counted
  sizes.one_client_blocks = 1;
  OneClientInput input{shop_, options_.workload, sizes};
  input.counts_only = true;
  const std::vector<ArmRecord*> codec(1, &codec_);
  const HopRuns no_hops;
  co_await measure_one_client(lab_, input, codec, no_hops);
}

std::string Comparison::fresh_directory(const char* what) {
  const std::string directory = fmt::format("{}/{}{}", lab_.directory, what, directories_++);
  copy_shop(shop_, directory);
  return directory;
}

}  // namespace lab
