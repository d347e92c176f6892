#include "overload.h"

#include <fmt/format.h>

#include <algorithm>

#include "overload_report.h"
#include "phases.h"
#include "saturation.h"
#include "stage.h"

namespace reliability {
namespace {

using kernel::Task;
using namespace std::chrono_literals;

constexpr kernel::Ticks quiet_max = 60s;
constexpr int overload_part = 500;  // far from those of the rising rates

Task<Saturation> saturate(Session& session, const lab::SeededShop& shop,
                          const OverloadOptions& options) {
  session.says("rising rates");
  Stage stage(session.lab(), options.layout, shop, "saturation");
  co_await stage.start();
  SaturationOptions wanted;
  wanted.only = options.only;
  wanted.within_ms = options.within_ms;
  wanted.step_s = options.step_s;
  co_return co_await find_saturation(session, stage, shop, wanted);
}

}  // namespace

Task<> run_overload(Session& session, const OverloadOptions& options, Report& report) {
  pin_apart(session.lab());
  const auto shop = co_await seed(session, options.customers);
  OverloadRun run;
  run.saturation = co_await saturate(session, shop, options);
  const double saturation = run.saturation.saturation_per_s();

  Stage stage(session.lab(), options.layout, shop, "overload");
  co_await stage.start();
  PhasedLoad load;
  load.phases = {{"before", saturation / 2, options.half_s},
                 {"overload", saturation * options.times, options.overload_s},
                 {"after", saturation / 2, options.half_s}};
  load.only = options.only;
  load.part = overload_part;
  session.says(fmt::format("{:.0f}/s for {:.0f} s, {:.0f}/s for {:.0f} s, {:.0f}/s for {:.0f} s",
                           saturation / 2, options.half_s, saturation * options.times,
                           options.overload_s, saturation / 2, options.half_s));
  auto plan = make_phased_plan(shop, load);
  co_await stage.begin(std::move(plan));
  co_await stage.until(options.half_s * 2 + options.overload_s);
  run.load = co_await stage.result();
  run.phases = load.phases;
  const double from = options.half_s;
  const double to = from + options.overload_s;
  run.memory_before_mib = stage.memory_max(0, from);
  run.memory_middle_mib = stage.memory_max(from, (from + to) / 2);
  run.memory_peak_mib = stage.memory_max(from, to + options.half_s);
  session.says("waiting until nothing is left to do");
  run.close = co_await stage.close(quiet_max);
  tell_overload(run, options, report);
}

}  // namespace reliability
