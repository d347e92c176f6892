#include "outbox_report.h"

#include <fmt/format.h>

#include "lab/statistics/statistics.h"

namespace reliability {
namespace {

using Series = std::vector<double> OutboxCosts::*;

struct Row {
  std::string name;
  Series series;
  int digits;
  bool judged;
};
const std::vector<Row> rows{
    {"announcing, relay off: us of CPU", &OutboxCosts::announce_cpu_us, 1, true},
    {"announcing, relay off: us, 64 at once", &OutboxCosts::announce_wall_us, 1, true},
    {"announcing, relay on: us, 64 at once", &OutboxCosts::both_wall_us, 1, true},
    {"announcing and delivering elsewhere: us of CPU", &OutboxCosts::both_cpu_us, 1, true},
    {"announcing and delivering elsewhere: us", &OutboxCosts::both_all_us, 1, true},
    {"a single event: ms until written, p50", &OutboxCosts::alone_write_ms, 2, false},
    {"a single event: ms from then until delivered, p50", &OutboxCosts::alone_deliver_ms, 2, true},
    {"a single event: the same, p99", &OutboxCosts::alone_deliver_p99_ms, 2, false}};

// Without NaN and infinities dropped: a round that did not end in time counts as the slowest.
double middle(const std::vector<double>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  auto sorted = values;
  std::ranges::sort(sorted);
  return sorted[sorted.size() / 2];
}

std::string text_of(double value, int digits) {
  return std::isinf(value) ? "not in time" : number(value, digits);
}

void tell_costs(const OutboxFigures& figures, const OutboxOptions& options, Report& report) {
  auto& table =
      report.table(fmt::format("Per event, medians of {} rounds: outbox empty, with {} rows owed "
                               "to a destination that is away, and after their delivery",
                               options.rounds, figures.owed),
                   {"", "empty", "full", "full / empty", "empty again", "again / empty"});
  for (const auto& row : rows) {
    const double empty = middle(figures.empty.*row.series);
    const double full = middle(figures.full.*row.series);
    const double again = middle(figures.again.*row.series);
    table.rows.push_back({row.name, text_of(empty, row.digits), text_of(full, row.digits),
                          number(full / empty, 2), text_of(again, row.digits),
                          number(again / empty, 2)});
    report.figures()[row.name] = {{"empty", empty}, {"again", number(again, row.digits)}};
    report.figures()[row.name].as_object()["full_ratio"] = number(full / empty, 3);
    if (row.judged)
      report.add(at_most(row.name + ", full to empty", full / empty, options.times_max, " x"));
  }
  const auto percent = [](double share) { return number(share * 100, 1) + " %"; };
  table.rows.push_back({"nothing is announced: share of a core", percent(figures.empty.idle_share),
                        percent(figures.full.idle_share), "", percent(figures.again.idle_share),
                        ""});
  table.rows.push_back({"an administrator's look: ms", number(figures.empty.list_ms, 2),
                        number(figures.full.list_ms, 2), "", number(figures.again.list_ms, 2), ""});
}

}  // namespace

void tell_outbox(const OutboxFigures& figures, const OutboxOptions& options, Report& report) {
  tell_costs(figures, options, report);
  report.note(
      fmt::format("filled at {:.0f} rows/s; when the relay found it, it took {:.0f} % of a "
                  "core for {:g} s; whoever was away was tried {:.1f} times/s ({})",
                  figures.filled_per_s, figures.settling_share * 100, options.settle_s,
                  figures.tries_per_s, options.silent ? "no answer" : "refused at once"));
  const double per_s = static_cast<double>(figures.delivered) / figures.delivering_s;
  report.note(
      fmt::format("back again: the first row came after {:.1f} s, {} of {} in {:.1f} s "
                  "({:.0f}/s); another's single event meanwhile after {:.1f} ms",
                  figures.first_after_s, figures.delivered, figures.owed, figures.delivering_s,
                  per_s, figures.alone_meanwhile_ms));
  report.figures()["delivered_per_s"] = per_s;
  report.figures()["delivered"] = figures.delivered;
  report.add(is_so("all that was owed is delivered", figures.all_delivered,
                   fmt::format("{} of {}, {:.0f}/s", figures.delivered, figures.owed, per_s)));
  report.add(is_so("in order of each aggregate, and once", figures.gaps + figures.twice == 0,
                   fmt::format("{} too early, {} twice", figures.gaps, figures.twice)));
}

}  // namespace reliability
