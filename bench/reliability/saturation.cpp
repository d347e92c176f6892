#include "saturation.h"

#include <fmt/format.h>

#include "lab/comparison/measure.h"

namespace reliability {
namespace {

using kernel::Task;
using namespace std::chrono_literals;

constexpr double warm_up_s = 1;
constexpr double rate_max = 40'000;
constexpr double whole_share = 0.99;   // of what is offered is good
constexpr double grows = 1.03;         // less is none
constexpr double beyond = 1.25;        // so far beyond the best goodput the offer must have been
constexpr int without_growth_max = 2;  // steps
constexpr double generator_full = 0.9;
constexpr kernel::Ticks settling_max = 10s;

Task<SaturationStep> offer(Stage& stage, const lab::SeededShop& shop,
                           const SaturationOptions& options, double rate_per_s, int part) {
  PhasedLoad load;
  load.phases = {{"step", rate_per_s, options.step_s}};
  load.only = options.only;
  load.warm_up_s = warm_up_s;
  load.part = part;
  auto plan = make_phased_plan(shop, load);
  co_await stage.begin(std::move(plan));
  const auto result = co_await stage.result();
  const PhaseView view(load.phases, result, options.within_ms);
  SaturationStep step;
  step.all = view.figures("step", "all");
  step.offered_per_s = static_cast<double>(step.all.sent) / options.step_s;
  step.good_per_s = static_cast<double>(step.all.good) / options.step_s;
  for (const auto& name : classes())
    step.class_good_per_s.push_back(static_cast<double>(view.figures("step", name).good) /
                                    options.step_s);
  step.generator_busy = result.busy;
  co_return step;
}

}  // namespace

Task<Saturation> find_saturation(Session& session, Stage& stage, const lab::SeededShop& shop,
                                 const SaturationOptions& options) {
  Saturation found;
  double best = 0;
  int without_growth = 0;
  double rate = options.first_rate;
  for (int part = 0; without_growth < without_growth_max && rate <= rate_max; ++part) {
    auto step = co_await offer(stage, shop, options, rate, part);
    session.says(fmt::format("offered {:.0f}/s: {:.0f}/s good, {:.0f} % of it; p99 {:.1f} ms",
                             step.offered_per_s, step.good_per_s, step.all.good_share() * 100,
                             step.all.p99_ms()));
    const bool grew = step.good_per_s > best * grows;
    if (step.good_per_s > best) {
      best = step.good_per_s;
      found.best = found.steps.size();
    }
    without_growth = !grew && step.offered_per_s > best * beyond ? without_growth + 1 : 0;
    found.generator_limits = found.generator_limits || step.generator_busy > generator_full;
    const bool overloaded = step.all.good_share() < whole_share;
    if (!overloaded) found.whole = found.steps.size();
    found.steps.push_back(std::move(step));
    // What an overload left behind does not count against the next step.
    if (overloaded) co_await lab::settle(session.lab(), stage.arm(), settling_max);
    rate *= options.growth;
  }
  co_return found;
}

}  // namespace reliability
