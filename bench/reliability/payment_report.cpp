#include "payment_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/statistics/statistics.h"

namespace reliability {
namespace {

constexpr double window_s = 1;
constexpr auto window_slices = static_cast<std::size_t>(window_s / slice_s);
constexpr double recovered_share = 0.95;  // of the checkouts of a window,
constexpr int recovered_row = 3;          // so many in a row
const std::vector<std::string> untouched{"browsing", "carts"};
const std::vector<std::string> all_classes{"browsing", "carts", "orders", "checkouts"};

struct Windows {
  std::vector<double> p99_ms;
  std::vector<double> good_share;
};

Windows windows_of(const PhaseView& view, const std::string& phase, const std::string& name) {
  Windows windows;
  for (auto i = view.first_slice(phase); i + window_slices <= view.last_slice(phase);
       i += window_slices) {
    const auto figures = view.between(i, i + window_slices, name);
    windows.p99_ms.push_back(figures.p99_ms());
    windows.good_share.push_back(figures.good_share());
  }
  return windows;
}

struct Change {
  lab::Interval p99;  // by how many ms it is more while payment hangs, or would hang
  lab::Interval p99_ratio;
  lab::Interval share;
};

Change change_of(const PhaseView& view, const std::string& name) {
  const auto before = windows_of(view, "before", name);
  const auto during = windows_of(view, "hang", name);
  return {lab::difference(before.p99_ms, during.p99_ms, false),
          lab::ratio(before.p99_ms, during.p99_ms, false),
          lab::difference(before.good_share, during.good_share, false)};
}

std::string text_of(const lab::Interval& interval, int digits) {
  return fmt::format("{} [{}, {}]", number(interval.median, digits), number(interval.low, digits),
                     number(interval.high, digits));
}

class Tale {
 public:
  Tale(const std::vector<HangRun>& runs, const NeighboursOptions& options, Report& report)
      : runs_(runs), options_(options), report_(report) {}

  void tell() {
    for (const auto& run : runs_) tell_run(run);
    for (const auto& name : untouched) judge_untouched(name);
    int number = 0;
    for (const auto& run : runs_)
      if (run.hangs) judge_run(run, ++number);
  }

 private:
  PhaseView view_of(const HangRun& run) const { return {run.phases, run.load, options_.within_ms}; }

  void tell_run(const HangRun& run) {
    const auto view = view_of(run);
    auto& table = report_.table(
        fmt::format("payment {}, {:g} requests/s: before, {:g} s, after{}",
                    run.hangs ? "hangs" : "is well (control)", options_.rate_per_s, options_.hang_s,
                    run.hangs ? "; of checkouts while it hangs, \"good\" are refusals (503)" : ""),
        {"class, phase", "sent", "good", "p50 ms", "p99 ms", "max ms", "other than expected"});
    for (const auto& name : all_classes)
      for (const auto& phase : run.phases) {
        const auto figures = view.figures(phase.name, name);
        table.rows.push_back(
            {name + ", " + phase.name, std::to_string(figures.sent),
             number(figures.good_share() * 100, 2) + " %", number(figures.p50_ms(), 1),
             number(figures.p99_ms(), 1),
             number(static_cast<double>(figures.latency.max_recorded_ns()) / 1e6, 1),
             reliability::text_of(view.statuses(phase.name, name))});
      }
  }

  // The greatest difference that the controls show between the same times of their runs.
  double spread(const std::string& name, lab::Interval Change::*part) const {
    double most = 0;
    for (const auto& run : runs_)
      if (!run.hangs) most = std::max(most, lab::spread_of(change_of(view_of(run), name).*part));
    return most;
  }

  void judge_untouched(const std::string& name) {
    const double p99_spread = spread(name, &Change::p99);
    const double share_spread = spread(name, &Change::share);
    int run_number = 0;
    for (const auto& run : runs_) {
      if (!run.hangs) continue;
      const auto change = change_of(view_of(run), name);
      const auto where = fmt::format("{} while payment hangs, run {}", name, ++run_number);
      Goal share{where + ": share that is good", change.share.median};
      share.text = text_of(change.share, 4) + " more";
      share.bound = fmt::format("not less beyond the noise, controls {}", number(share_spread, 4));
      share.held = !(lab::is_claimed(change.share, share_spread) && change.share.median < 0);
      report_.add(std::move(share));
      Goal p99{where + ": p99 of a second", change.p99_ratio.median};
      p99.text = text_of(change.p99_ratio, 2) + " x before";
      p99.bound = fmt::format("not more beyond the noise, controls {} ms", number(p99_spread, 1));
      p99.held = !(lab::is_claimed(change.p99, p99_spread) && change.p99.median > 0);
      report_.add(std::move(p99));
    }
  }

  void judge_run(const HangRun& run, int run_number) {
    const auto view = view_of(run);
    const auto where = fmt::format(", run {}", run_number);
    judge_refusals(run, view, where);
    const double back_s = recovered_after(view);
    report_.add(is_so("checkouts come back by themselves" + where, back_s >= 0,
                      back_s < 0 ? "not yet at the end"
                                 : fmt::format("after {:.1f} s; the breaker closed after {:.1f} s",
                                               back_s, run.closed_after_s)));
    report_.add(is_so("the books balance" + where, run.close.balanced() && run.close.quiet,
                      run.close.text()));
    report_.figures()["payment hang" + where] = {{"opened_after_s", run.opened_after_s},
                                                 {"closed_after_s", run.closed_after_s},
                                                 {"times_opened", run.times_opened},
                                                 {"back_after_s", back_s}};
  }

  void judge_refusals(const HangRun& run, const PhaseView& view, const std::string& where) {
    const auto what = "a checkout is refused fast once the breaker opened" + where;
    if (run.opened_after_s < 0) {
      report_.add(is_so(what, false, "the breaker never opened"));
      return;
    }
    const auto opened = view.first_slice("hang") +
                        static_cast<std::size_t>(std::ceil(run.opened_after_s / slice_s));
    const auto slow = view.between(view.first_slice("hang"), opened, "checkouts");
    const auto fast = view.between(opened, view.last_slice("hang"), "checkouts");
    const auto good = view.figures("before", "checkouts");
    const auto ms = [](const ClassFigures& figures, double at) {
      return figures.latency.quantile_ns(at) / 1e6;
    };
    report_.note(fmt::format(
        "payment hangs{}: the breaker opened after {:.1f} s (opened {:.0f} times in all); before "
        "that {} checkouts, {} refused with 503 after {:.0f} ms (p50), {:.0f} ms (p99)",
        where, run.opened_after_s, run.times_opened, slow.sent, slow.accepted, ms(slow, 0.5),
        ms(slow, 0.99)));
    report_.note(fmt::format(
        "payment hangs{}: from then on {} checkouts, {} refused with 503 after {:.1f} ms (p50), "
        "{:.1f} ms (p90), {:.0f} ms (p99), {:.0f} ms at most: those that try whether payment is "
        "back wait for it",
        where, fast.sent, fast.accepted, ms(fast, 0.5), ms(fast, 0.9), ms(fast, 0.99),
        static_cast<double>(fast.latency.max_recorded_ns()) / 1e6));
    report_.add(at_most(what + ": p90, times the p50 of a checkout that goes well",
                        fast.accepted == 0 ? INFINITY : ms(fast, 0.9) / good.p50_ms(), 1, " x"));
    report_.add(at_least(what + ": share of checkouts that is",
                         100.0 * static_cast<double>(fast.accepted) /
                             static_cast<double>(std::max<std::int64_t>(fast.sent, 1)),
                         95, " %", 1));
  }

  // From the hang's end to the first of three seconds in a row in which checkouts succeed.
  double recovered_after(const PhaseView& view) const {
    int row = 0;
    const auto first = view.first_slice("after");
    for (auto i = first; i + window_slices <= view.last_slice("after"); i += window_slices) {
      const auto window = view.between(i, i + window_slices, "checkouts");
      row = window.good_share() >= recovered_share ? row + 1 : 0;
      if (row == recovered_row)
        return static_cast<double>(i + window_slices - first) * slice_s - row * window_s;
    }
    return -1;
  }

  const std::vector<HangRun>& runs_;
  const NeighboursOptions& options_;
  Report& report_;
};

}  // namespace

void tell_payment_hang(const std::vector<HangRun>& runs, const NeighboursOptions& options,
                       Report& report) {
  Tale(runs, options, report).tell();
}

}  // namespace reliability
