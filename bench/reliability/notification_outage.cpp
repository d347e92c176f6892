#include "notification_outage.h"

#include <fmt/format.h>

#include <array>
#include <csignal>
#include <map>

#include "lab/comparison/rounds.h"
#include "lab/statistics/statistics.h"
#include "phases.h"
#include "stage.h"

namespace reliability {
namespace {

using kernel::Task;
using namespace std::chrono_literals;

constexpr std::string_view victim = "notification";
constexpr std::size_t well = 0, again = 1, down = 2, hanging = 3;
constexpr std::array<std::string_view, 4> states{"well", "well again (A/A)", "down", "hanging"};
constexpr int outage_part = 1000;  // far from those of other loads
constexpr kernel::Ticks quiet_max = 120s;
constexpr kernel::Ticks short_patience = 1s;

struct Figure {
  std::string name;
  std::string unit;
  int digits;
  bool more_is_better;
  bool judged;
};
const std::vector<Figure> figures{
    {"checkouts, good", "/s", 2, true, true},  {"checkouts, p99", "ms", 1, false, true},
    {"checkouts, p50", "ms", 1, false, false}, {"all, good", "/s", 1, true, false},
    {"all, p99", "ms", 1, false, false},       {"CPU of the shop", "ms/request", 3, false, false}};

using Values = std::vector<double>;  // as `figures`

std::string text_of(const lab::Interval& interval, int digits) {
  return fmt::format("{} [{}, {}]", number(interval.median, digits), number(interval.low, digits),
                     number(interval.high, digits));
}

class Outage {
 public:
  Outage(Session& session, const lab::SeededShop& shop, const NeighboursOptions& options,
         Report& report)
      : session_(session), shop_(shop), options_(options), report_(report) {}

  Task<> run() {
    for (int round = 0; round < options_.rounds; ++round)
      for (const auto state : lab::round_order(states.size(), round)) {
        session_.says(fmt::format("round {} of {}: notification {}", round + 1, options_.rounds,
                                  states[state]));
        co_await run_once(state, round);
      }
    tell();
  }

 private:
  Task<> run_once(std::size_t state, int round) {
    Stage stage(session_.lab(), options_.layout, shop_,
                fmt::format("notification-{}-{}", state, round));
    co_await stage.start();
    const auto process = stage.arm().process_of(std::string(victim));
    co_await strike(stage.arm(), process, state);
    PhasedLoad load;
    load.phases = {{"run", options_.rate_per_s, options_.seconds}};
    load.part = outage_part + round;
    auto plan = make_phased_plan(shop_, load);
    co_await stage.begin(std::move(plan));
    const double cpu_before_s = stage.cpu_s();
    co_await stage.until(options_.seconds);
    const double cpu_s = stage.cpu_s() - cpu_before_s;
    const auto result = co_await stage.result();
    take(state, PhaseView(load.phases, result, options_.within_ms), cpu_s);
    co_await heal(stage.arm(), process, state);
    const bool last = round + 1 == options_.rounds;
    const auto close = co_await stage.close(last ? quiet_max : short_patience);
    balanced_ = balanced_ && close.balanced() && (close.quiet || !last);
    if (last) report_.note(fmt::format("books, notification {}: {}", states[state], close.text()));
    if (!close.balanced() && !last)
      report_.note(
          fmt::format("round {}, notification {}: {}", round + 1, states[state], close.text()));
  }

  static Task<> strike(lab::Arm& arm, const std::string& process, std::size_t state) {
    if (state == hanging) arm.send_signal(process, SIGSTOP);
    if (state != down) co_return;
    arm.send_signal(process, SIGKILL);
    co_await arm.until_ended(process);
  }

  static Task<> heal(lab::Arm& arm, const std::string& process, std::size_t state) {
    if (state == hanging) arm.send_signal(process, SIGCONT);
    if (state == down) co_await arm.restart(process);
  }

  void take(std::size_t state, const PhaseView& view, double cpu_s) {
    const auto checkouts = view.figures("run", "checkouts");
    const auto all = view.figures("run", "all");
    const Values values{static_cast<double>(checkouts.good) / options_.seconds,
                        checkouts.p99_ms(),
                        checkouts.p50_ms(),
                        static_cast<double>(all.good) / options_.seconds,
                        all.p99_ms(),
                        cpu_s * 1e3 / static_cast<double>(all.sent)};
    for (std::size_t i = 0; i < values.size(); ++i) values_[state][i].push_back(values[i]);
    for (const auto& [status, count] : view.statuses("run", "all"))
      statuses_[state][status] += count;
  }

  void tell() {
    auto& table = report_.table(
        fmt::format("notification down or hanging, {} rounds of {:g} s at {:g} requests/s: medians "
                    "with 95 % intervals; ratios to well, round by round",
                    options_.rounds, options_.seconds, options_.rate_per_s),
        {"figure", "notification is", "value", "ratio to well", "more than noise"});
    for (std::size_t i = 0; i < figures.size(); ++i)
      for (std::size_t state = 0; state < states.size(); ++state) tell_one(table, i, state);
    for (std::size_t state = 0; state < states.size(); ++state)
      report_.note(fmt::format("other than expected, notification {}: {}", states[state],
                               reliability::text_of(statuses_[state])));
    report_.add(is_so("the books balance after notification's outages", balanced_,
                      balanced_ ? "all of them" : "not all, see above"));
  }

  void tell_one(Table& table, std::size_t i, std::size_t state) {
    const auto& figure = figures[i];
    const auto& reference = values_[well][i];
    const auto& mine = values_[state][i];
    const double spread = lab::spread_of(lab::difference(reference, values_[again][i], true));
    const auto difference = lab::difference(reference, mine, true);
    const auto ratio = lab::ratio(reference, mine, true);
    const bool claimed = lab::is_claimed(difference, spread);
    const bool worse = figure.more_is_better ? difference.median < 0 : difference.median > 0;
    table.rows.push_back(
        {fmt::format("{} {}", figure.name, figure.unit), std::string(states[state]),
         text_of(lab::interval_of(mine), figure.digits), state == well ? "" : text_of(ratio, 3),
         state <= again ? ""
         : !claimed     ? "no"
         : worse        ? "yes, worse"
                        : "yes, better"});
    report_.figures()[fmt::format("{}, notification {}", figure.name, states[state])] = {
        {"median", lab::interval_of(mine).median}, {"ratio", ratio.median}};
    if (!figure.judged || state <= again) return;
    const auto control = lab::ratio(reference, values_[again][i], true);
    Goal goal{fmt::format("{} with notification {}", figure.name, states[state]), ratio.median};
    goal.text = text_of(ratio, 2) + " x well";
    goal.bound = fmt::format("not worse beyond the noise, A/A {}", text_of(control, 2));
    goal.held = !(claimed && worse);
    report_.add(std::move(goal));
  }

  Session& session_;
  const lab::SeededShop& shop_;
  const NeighboursOptions& options_;
  Report& report_;
  std::array<std::array<Values, 6>, 4> values_;  // by state and figure, a value for each round
  std::array<std::map<int, std::int64_t>, 4> statuses_;
  bool balanced_ = true;
};

}  // namespace

Task<> run_notification_outage(Session& session, const lab::SeededShop& shop,
                               const NeighboursOptions& options, Report& report) {
  Outage outage(session, shop, options, report);
  co_await outage.run();
}

}  // namespace reliability
