#include "lab/faults/faults.h"

#include <fmt/format.h>

#include <csignal>

#include "lab/faults/scene.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

// What `cleave up` waits before it starts a process again that ended (src/commands/supervisor.cpp).
constexpr Ticks restart_pause = 200ms;

Ticks ticks_of(double s) {
  return std::chrono::duration_cast<Ticks>(std::chrono::duration<double>(s));
}

Task<> kill_and_start_again(Lab& lab, Scene& scene, const std::string& process) {
  auto& arm = scene.arm();
  arm.send_signal(process, SIGKILL);
  co_await arm.until_ended(process);
  co_await lab.runtime.sleep(restart_pause);
  const auto started = lab.runtime.ticks();
  const auto took = co_await arm.restart(process);
  scene.over(started + took);
}

Task<> hang_for(Lab& lab, Scene& scene, const std::string& process, Ticks time) {
  scene.arm().send_signal(process, SIGSTOP);
  co_await lab.runtime.sleep(time);
  scene.arm().send_signal(process, SIGCONT);
  scene.over(lab.runtime.ticks());
}

Task<> delay_for(Lab& lab, Scene& scene, const std::string& module, Ticks time) {
  scene.arm().delay_messages(module, true);
  co_await lab.runtime.sleep(time);
  scene.arm().delay_messages(module, false);
  scene.over(lab.runtime.ticks());
}

std::string note_of(const std::string& company, FaultKind kind) {
  const bool alone = company.empty();
  const bool whole = company.starts_with("one process");
  switch (kind) {
    case FaultKind::kill: {
      const auto how =
          fmt::format("started again {} ms after its end, as `cleave up` does",
                      std::chrono::duration_cast<std::chrono::milliseconds>(restart_pause).count());
      if (whole) return fmt::format("{} is down until it has started again; {}", company, how);
      return alone ? how : fmt::format("{}; {}", company, how);
    }
    case FaultKind::hang:
      return whole ? company + " waits until it goes on" : company;
    case FaultKind::delay:
      break;
  }
  return fmt::format(
      "emulated: its messages and its answers pass a relay, together {} ms later",
      std::chrono::duration_cast<std::chrono::milliseconds>(Arm::fault_delay).count());
}

// Why no message to it can be delayed.
std::string why_no_delay(const Arm& arm, const std::string& module) {
  const auto processes = arm.processes();
  const auto process = arm.process_of(module);
  if (processes.size() > 1)
    for (const auto& one : processes)
      if (one.name == process && one.url.starts_with("unix:"))
        return "not measurable: the relay speaks TCP, messages to it go over a Unix socket";
  return "not applicable: no message to it leaves the process";
}

}  // namespace

std::string_view fault_name(FaultKind kind) {
  switch (kind) {
    case FaultKind::kill:
      return "kill";
    case FaultKind::hang:
      return "hang";
    case FaultKind::delay:
      break;
  }
  return "delay";
}

Task<FaultRun> run_fault(Lab& lab, const ArmPlan& plan, const SeededShop& shop,
                         const WorkloadOptions& workload, const std::string& module, FaultKind kind,
                         const FaultOptions& options) {
  FaultRun run;
  run.arm = plan.name;
  run.module = module;
  run.fault = fault_name(kind);
  run.rate_per_s = options.rate_per_s;
  auto relayed = plan;
  if (kind == FaultKind::delay) relayed.relayed.push_back(module);
  const auto name = fmt::format("{}-{}-{}", run.fault, module, plan.name);
  Scene scene(lab, relayed, shop, name);
  run.process = scene.arm().process_of(module);
  if (kind == FaultKind::delay && !scene.arm().can_delay(module)) {
    run.not_measured = why_no_delay(scene.arm(), module);
    co_return run;
  }

  lab.watcher.begins(fmt::format("{} {} in {}", run.fault, module, plan.title),
                     ticks_of(options.before_s + options.after_s) + 3s);
  auto load = scene.steady_plan(workload, options);
  co_await scene.begin(std::move(load), options.before_s);
  scene.began();
  const auto time = ticks_of(options.lasts_s);
  if (kind == FaultKind::kill) co_await kill_and_start_again(lab, scene, run.process);
  if (kind == FaultKind::hang) co_await hang_for(lab, scene, run.process, time);
  if (kind == FaultKind::delay) co_await delay_for(lab, scene, module, time);
  const auto end = co_await scene.end(options.quiet_s);

  const auto incident = scene.incident();
  run.duration_s = incident.lasts_s;
  run.endpoints = losses_of(end.load, scene.slice_s(), incident);
  run.timeline = timeline_of(end.load, scene.slice_s(), incident.at_s);
  run.invariants = end.invariants;
  run.quiet = end.quiet;
  run.note = note_of(scene.company_of(module), kind);
  if (!end.quiet) run.note += "; " + left_undone(options.quiet_s);
  co_return run;
}

}  // namespace lab
