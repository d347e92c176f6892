// A rolling restart of one process: one database has one owner, so the old one ends first.
#include <fmt/format.h>

#include <csignal>

#include "lab/arms/listening.h"
#include "lab/faults/faults.h"
#include "lab/faults/scene.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr Ticks listening_poll = 1ms;
constexpr Ticks drain_max = 20s;
// A request that waits for the new process is late, not lost.
constexpr std::int64_t answered_within_us = 3'000'000;

double milliseconds(Ticks time) { return std::chrono::duration<double, std::milli>(time).count(); }

// When it stopped listening; the time of the call when that cannot be seen.
struct Deaf {
  bool seen = false;
  Ticks at{};
};
Task<Deaf> until_deaf(Lab& lab, const std::string& url, bool visible) {
  Deaf deaf;
  deaf.at = lab.runtime.ticks();
  const auto give_up = deaf.at + drain_max;
  while (visible && !deaf.seen && lab.runtime.ticks() < give_up) {
    co_await lab.runtime.sleep(listening_poll);
    deaf.seen = !is_listening(url);
  }
  if (deaf.seen) deaf.at = lab.runtime.ticks();
  co_return deaf;
}

std::string url_of(const Arm& arm, const std::string& process) {
  for (const auto& one : arm.processes())
    if (one.name == process) return one.url;
  return {};
}

std::string note_of(const std::string& company, bool seen, const Scene::End& end, double quiet_s) {
  std::string note = company.starts_with("one process") ? company + " is restarted" : company;
  const auto add = [&](const std::string& text) { note += note.empty() ? text : "; " + text; };
  if (!seen) add("the gap is an upper bound: from SIGTERM to ready");
  if (!end.quiet) add(left_undone(quiet_s));
  if (!end.invariants.detail.empty()) add("the books do not balance: " + end.invariants.detail);
  return note;
}

}  // namespace

Task<RollingRestart> run_restart(Lab& lab, const ArmPlan& plan, const SeededShop& shop,
                                 const WorkloadOptions& workload, const std::string& module,
                                 const FaultOptions& options) {
  RollingRestart run;
  run.arm = plan.name;
  run.module = module;
  run.rate_per_s = options.rate_per_s;
  const auto name = fmt::format("restart-{}-{}", module, plan.name);
  Scene scene(lab, plan, shop, name);
  auto& arm = scene.arm();
  run.process = arm.process_of(module);
  const auto url = url_of(arm, run.process);

  const auto expected = std::chrono::duration<double>(options.before_s + options.after_s);
  lab.watcher.begins(fmt::format("restart {} in {}", module, plan.title),
                     std::chrono::duration_cast<Ticks>(expected) + 3s);
  auto load = scene.steady_plan(workload, options);
  load.good_within_us = answered_within_us;
  load.latency_by_slice = true;
  co_await scene.begin(std::move(load), options.before_s);

  const bool visible = is_listening(url);
  const auto asked = lab.runtime.ticks();
  scene.began();
  arm.send_signal(run.process, SIGTERM);
  const auto deaf = co_await until_deaf(lab, url, visible);
  co_await arm.until_ended(run.process);
  const auto ended = lab.runtime.ticks();
  const auto took = co_await arm.restart(run.process);
  const auto ready = ended + took;
  scene.over(ready);
  run.drain_ms = milliseconds(ended - asked);
  run.start_ms = milliseconds(took);
  run.gap_ms = milliseconds(ready - (deaf.seen ? deaf.at : asked));

  const auto end = co_await scene.end(options.quiet_s);
  const auto incident = scene.incident();
  const auto found = disturbance_of(end.load, scene.slice_s(), incident, options.slo_ms);
  run.requests = found.requests;
  run.failed = found.failed;
  run.delayed = found.delayed;
  run.p99_ms = found.p99_ms;
  run.p99_before_ms = found.p99_before_ms;
  run.timeline = timeline_of(end.load, scene.slice_s(), incident.at_s);
  run.quiet = end.quiet;
  run.note = note_of(scene.company_of(module), deaf.seen, end, options.quiet_s);
  co_return run;
}

}  // namespace lab
