// The parts of a comparison that do harm: an injected stall, faults, restarts.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "app_settings.h"
#include "lab/comparison/comparison.h"
#include "lab/faults/faults.h"
#include "lab/statistics/audit.h"

namespace lab {
namespace {

using Seconds = std::chrono::duration<double>;

// Of fewer requests too few fall into the stall for a percentile to be more than luck.
constexpr double stall_rate_min = 200;

kernel::Ticks ticks(double seconds) {
  return std::chrono::duration_cast<kernel::Ticks>(Seconds(seconds));
}

}  // namespace

std::vector<std::string> Comparison::modules_or(const std::vector<std::string>& chosen) const {
  return chosen.empty() ? app::module_names() : chosen;
}

const ArmRecord* Comparison::split_arm() const {
  const ArmRecord* found = nullptr;
  for (const auto& record : records_)
    if (crosses(record)) found = &record;  // the last one: TCP in the default order
  return found;
}

std::vector<const ArmRecord*> Comparison::struck_arms() const {
  std::vector<const ArmRecord*> arms{&records_.front()};
  const ArmRecord* const split = split_arm();
  if (split != nullptr && split != arms.front()) arms.push_back(split);
  return arms;
}

// Stops the gateway for a moment under load. Whoever measures from the scheduled time sees it.
kernel::Task<> Comparison::inject_stall() {
  lab_.go_on();
  const Sizes& sizes = options_.sizes;
  lab_.watcher.begins("an injected stall", ticks(sizes.stall_window_s + 1));
  const std::string directory = fresh_directory("stall");
  Arm arm(lab_, records_.front().plan, directory);
  co_await arm.start();
  const double rate = std::max(common_rates_.front(), stall_rate_min);
  LoadPlan plan =
      make_plan(shop_, options_.workload, 0, rate, sizes.warm_up_s, sizes.stall_window_s);
  plan.url = arm.url();
  Load load(lab_, plan);
  co_await load.until_measuring();
  co_await lab_.runtime.sleep(ticks(sizes.stall_window_s / 2));
  std::string gateway;
  for (const auto& process : arm.processes())
    if (process.gateway) gateway = process.name;
  arm.send_signal(gateway, SIGSTOP);
  co_await lab_.runtime.sleep(ticks(sizes.stall_s));
  arm.send_signal(gateway, SIGCONT);
  const LoadResult result = co_await load.result();
  checks_.push_back(audit_stall(result, AuditBounds{}));
  co_await arm.stop();
  retire_shop(directory);
}

// One process holds everything: which module is meant makes no difference there.
kernel::Task<> Comparison::strike() {
  FaultOptions faults = options_.sizes.faults;
  faults.rate_per_s = common_rates_.front();
  faults.slo_ms = slo_.p99_ms;
  const auto struck = struck_arms();
  for (const ArmRecord* record : struck) {
    auto modules = modules_or(options_.sizes.fault_modules);
    if (!crosses(*record)) modules.resize(1);
    for (const auto& module : modules)
      for (const FaultKind kind : options_.sizes.fault_kinds) {
        lab_.go_on();
        FaultRun run =
            co_await run_fault(lab_, record->plan, shop_, options_.workload, module, kind, faults);
        report_.blast_radius.runs.push_back(std::move(run));
      }
  }
}

kernel::Task<> Comparison::restart() {
  FaultOptions faults = options_.sizes.faults;
  faults.rate_per_s = common_rates_.front();
  faults.slo_ms = slo_.p99_ms;
  const auto struck = struck_arms();
  for (const ArmRecord* record : struck) {
    auto modules = modules_or(options_.sizes.restart_modules);
    if (!crosses(*record)) modules.resize(1);
    for (const auto& module : modules) {
      lab_.go_on();
      RollingRestart run =
          co_await run_restart(lab_, record->plan, shop_, options_.workload, module, faults);
      report_.deployment.restarts.push_back(std::move(run));
    }
  }
}

}  // namespace lab
