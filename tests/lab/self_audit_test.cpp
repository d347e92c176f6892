// The self-audits against what they are there for: a generator that is really held up, a load that
// really waits while its server stands still. (A layout whose answers differ: oracle_test.)
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>

#include "behaving_server.h"
#include "lab/arms/arm.h"
#include "lab/comparison/measure.h"
#include "lab/statistics/audit.h"
#include "lab_support.h"

namespace lab::test {
namespace {

// The generator that this process has started; 0: none.
pid_t generator_process() {
  for (const auto& folder : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(folder.path() / "cmdline", std::ios::binary);
    const std::string command((std::istreambuf_iterator<char>(file)), {});
    if (command.find(std::string("load\0--plan", 11)) == std::string::npos) continue;
    std::ifstream status(folder.path() / "stat");
    pid_t pid = 0;
    pid_t parent = 0;
    std::string name;
    char state = 0;
    status >> pid >> name >> state >> parent;
    if (parent == ::getpid()) return pid;
  }
  return 0;
}

struct Throttle {
  bool wanted = true;
  bool ended = false;
};

// Lets it run for a quarter of the time.
kernel::Task<> hold_up(Lab& lab, Throttle& throttle) {
  while (throttle.wanted) {
    const pid_t pid = generator_process();
    if (pid != 0) ::kill(pid, SIGSTOP);
    co_await lab.runtime.sleep(60ms);
    if (pid != 0) ::kill(pid, SIGCONT);
    co_await lab.runtime.sleep(20ms);
  }
  throttle.ended = true;
}

kernel::Task<> measure_throttled(Lab& lab, Measured& measured) {
  Arm arm(lab, plan_arm("monolith"), lab.directory + "/arm");
  co_await arm.start();
  LoadPlan plan = make_plan(small_shop(), {}, 0, 100, 0.2, 1);
  Throttle throttle;
  lab.runtime.spawn(hold_up(lab, throttle));
  measured = co_await measure(lab, arm, std::move(plan));
  throttle.wanted = false;
  while (!throttle.ended) co_await lab.runtime.sleep(1ms);
  co_await arm.stop();
}

// One request in two hundred meets a server that then stands still for 300 ms.
LoadResult stalled(bool waits_for_answers) {
  Shop shop;
  auto plan = plan_for(shop.url, "/fast", 400, 5ms);
  plan.requests[200].target = "/stall";
  plan.one_at_a_time = waits_for_answers;
  const Folder folder;
  Bench bench(folder.path());
  LoadResult result;
  bench.run([](Lab& lab, const LoadPlan& of, LoadResult& to) -> kernel::Task<> {
    Load load(lab, of);
    to = co_await load.result();
  }(bench.lab, plan, result));
  return result;
}

}  // namespace

TEST_CASE("a generator that is throttled is found by its lag") {
  const auto& shop = small_shop();
  const Folder folder;
  Bench bench(folder.path());
  copy_shop(shop, folder.path() + "/arm");
  Measured measured;

  bench.run(measure_throttled(bench.lab, measured));

  ArmResult arm;
  arm.name = "monolith";
  arm.rates.resize(1);
  arm.rates[0].label = "100/s";
  arm.rates[0].repeats.assign(1, measured.repeat);
  const auto check = audit_lag({arm}, {});
  CAPTURE(check.found);
  CHECK_FALSE(check.passed);
  CHECK_FALSE(audit_of({check}).valid);
}

TEST_CASE(
    "a load that waits for answers hides a stall, and is found out; one with a schedule shows it") {
  AuditBounds bounds;
  bounds.stall_p99_ms = 250;  // near the stall's length: a slow machine alone does not get there
  const auto hidden = audit_stall(stalled(true), bounds);
  CAPTURE(hidden.found);
  CHECK_FALSE(hidden.passed);

  const auto shown = audit_stall(stalled(false), bounds);
  CAPTURE(shown.found);
  CHECK(shown.passed);
}

}  // namespace lab::test
