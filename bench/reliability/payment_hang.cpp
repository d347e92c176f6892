#include "payment_hang.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "breaker_watch.h"
#include "lab/statistics/statistics.h"
#include "payment_report.h"
#include "phases.h"
#include "stage.h"

namespace reliability {
namespace {

using kernel::Task;
using namespace std::chrono_literals;

constexpr std::string_view victim = "payment";
constexpr std::string_view caller = "order";
constexpr int hang_part = 2000;  // far from those of other loads
constexpr kernel::Ticks quiet_max = 120s;
constexpr int refused_status = 503;

// Refusals are what is expected while it hangs: so their latencies are known, and what else came is
// counted by status.
void expect_refusals(lab::LoadPlan& plan) {
  for (auto& endpoint : plan.endpoints)
    if (endpoint.name == "hang/checkout") endpoint.expected = {refused_status};
}

std::string url_of(const lab::Arm& arm, const std::string& process) {
  for (const auto& info : arm.processes())
    if (info.name == process) return info.url;
  return {};
}

Task<HangRun> run_once(Session& session, const lab::SeededShop& shop,
                       const NeighboursOptions& options, bool hangs, int round) {
  Stage stage(session.lab(), options.layout, shop, fmt::format("payment-{}-{}", hangs, round));
  co_await stage.start();
  auto& arm = stage.arm();
  const auto process = arm.process_of(std::string(victim));
  const auto caller_url = url_of(arm, arm.process_of(std::string(caller)));
  BreakerWatch watch(session.lab(), caller_url, std::string(victim));
  HangRun run;
  run.hangs = hangs;
  run.phases = {{"before", options.rate_per_s, options.around_s},
                {"hang", options.rate_per_s, options.hang_s},
                {"after", options.rate_per_s, options.around_s}};
  PhasedLoad load;
  load.phases = run.phases;
  load.part = hang_part + round;
  auto plan = make_phased_plan(shop, load);
  if (hangs) expect_refusals(plan);
  co_await stage.begin(std::move(plan));
  const double begins_s = options.around_s;
  const double ends_s = begins_s + options.hang_s;
  co_await watch.until(stage.measuring(), begins_s);
  if (hangs) arm.send_signal(process, SIGSTOP);
  co_await watch.until(stage.measuring(), ends_s);
  if (hangs) arm.send_signal(process, SIGCONT);
  co_await watch.until(stage.measuring(), ends_s + options.around_s);
  run.load = co_await stage.result();
  run.opened_after_s = watch.opened_at(begins_s, ends_s) - begins_s;
  run.closed_after_s = watch.closed_at(ends_s) - ends_s;
  run.times_opened = watch.looks().empty() ? 0 : watch.looks().back().opened;
  run.close = co_await stage.close(quiet_max);
  co_return run;
}

}  // namespace

Task<> run_payment_hang(Session& session, const lab::SeededShop& shop,
                        const NeighboursOptions& options, Report& report) {
  std::vector<HangRun> runs;
  for (int round = 0; round < options.hang_rounds; ++round)
    for (const bool first : {true, false}) {
      const bool hangs = first == (round % 2 == 1);
      session.says(fmt::format("payment, round {} of {}: {}", round + 1, options.hang_rounds,
                               hangs ? fmt::format("hangs for {:g} s", options.hang_s) : "well"));
      auto run = co_await run_once(session, shop, options, hangs, round);
      runs.push_back(std::move(run));
    }
  tell_payment_hang(runs, options, report);
}

}  // namespace reliability
