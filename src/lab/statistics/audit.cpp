#include "lab/statistics/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "lab/statistics/histogram.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

// Three digits: "0.41", "5.02", "143".
std::string digits(double value) {
  return value < 100 ? fmt::format("{:.3g}", value) : fmt::format("{:.0f}", value);
}

// "12,000"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

AuditCheck unmet(std::string name, std::string bound, std::string meaning) {
  return {std::move(name), false, "", std::move(bound), std::move(meaning)};
}

std::string place(const ArmResult& arm, const RateResult& rate) {
  return fmt::format("{} at {}", arm.title.empty() ? arm.name : arm.title, rate.label);
}

constexpr double fraction_max = 0.6;  // of the knee; nearer to it an arm may fail to keep up
constexpr double any_fraction = 1;

// The rate whose median repeat is worst: a single repeat that the machine disturbed does not reach
// the medians that verdicts rest on, but is named.
struct Worst {
  double median = -1;
  std::string where;
  int above = 0;
  int repeats = 0;

  std::string outliers() const {
    return above == 0 ? "" : fmt::format("; above in {} of {} repeats", above, repeats);
  }
};

Worst worst_of(const std::vector<ArmResult>& arms, double Repeat::*figure, double bound,
               double fraction_most) {
  Worst worst;
  for (const ArmResult& arm : arms) {
    for (const RateResult& rate : arm.rates) {
      if (rate.fraction > fraction_most) continue;
      std::vector<double> values;
      for (const Repeat& repeat : rate.repeats) values.push_back(repeat.*figure);
      worst.repeats += static_cast<int>(values.size());
      worst.above += static_cast<int>(
          std::count_if(values.begin(), values.end(), [&](double v) { return v > bound; }));
      if (const double middle = median(values); middle > worst.median) {
        worst.median = middle;
        worst.where = place(arm, rate);
      }
    }
  }
  return worst;
}

struct Failures {
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::string where;
  StatusCount commonest;  // of the unexpected answers

  double share() const {
    return sent == 0 ? 0 : static_cast<double>(failed) / static_cast<double>(sent);
  }
};

Failures failures_of(const ArmResult& arm, const RateResult& rate) {
  Failures failures;
  failures.where = place(arm, rate);
  for (const Repeat& repeat : rate.repeats) {
    for (const EndpointRepeat& endpoint : repeat.endpoints) {
      failures.sent += endpoint.sent;
      failures.failed += endpoint.failed;
    }
    for (const StatusCount& status : repeat.unexpected)
      if (status.count > failures.commonest.count) failures.commonest = status;
  }
  return failures;
}

std::string describe(const Failures& failures) {
  std::string text = fmt::format("{} % at most ({}: {} of {})", digits(100 * failures.share()),
                                 failures.where, grouped(failures.failed), grouped(failures.sent));
  if (const StatusCount& status = failures.commonest; status.count > 0)
    text += fmt::format("; most often {} from {}",
                        status.status == 0 ? "no answer" : std::to_string(status.status),
                        status.endpoint);
  return text;
}

std::string shortened(const std::string& text) {
  constexpr std::size_t length_max = 120;
  if (text.size() <= length_max) return text;
  return fmt::format("{:.{}}...", text, length_max);
}

}  // namespace

AuditCheck audit_lag(const std::vector<ArmResult>& arms, const AuditBounds& bounds) {
  const Worst worst = worst_of(arms, &Repeat::lag_p99_ms, bounds.lag_p99_ms, fraction_max);
  const Worst anywhere = worst_of(arms, &Repeat::lag_p99_ms, bounds.lag_p99_ms, any_fraction);
  AuditCheck check = unmet(
      "generator lag",
      fmt::format("p99 ≤ {} ms in the median repeat of every rate up to {} % of the knee",
                  digits(bounds.lag_p99_ms), digits(100 * fraction_max)),
      "Requests must leave when they are due: latency counts from then, so what the generator is "
      "late by would be blamed on the arm.");
  check.passed = worst.median >= 0 && worst.median <= bounds.lag_p99_ms;
  check.found = worst.median < 0 ? "no repeat was measured"
                                 : fmt::format("p99 {} ms at most ({}){}", digits(worst.median),
                                               worst.where, worst.outliers());
  // No verdict is drawn there, but whoever reads that row should know.
  if (check.passed && anywhere.median > bounds.lag_p99_ms)
    check.found += fmt::format("; beyond it {} ms ({})", digits(anywhere.median), anywhere.where);
  return check;
}

AuditCheck audit_saturation(const std::vector<ArmResult>& arms, const AuditBounds& bounds) {
  const Worst worst = worst_of(arms, &Repeat::generator_busy, bounds.generator_busy, any_fraction);
  const auto limited = std::find_if(arms.begin(), arms.end(), [](const ArmResult& arm) {
    return arm.knee.limited_by == "generator";
  });
  AuditCheck check = unmet("generator saturation",
                           fmt::format("≤ {} % of one core in the median repeat of every rate, "
                                       "and no arm's knee is the generator's",
                                       digits(100 * bounds.generator_busy)),
                           "A generator that has no time left measures itself: all arms look "
                           "alike at the rate that it can send.");
  check.passed =
      worst.median >= 0 && worst.median <= bounds.generator_busy && limited == arms.end();
  check.found = worst.median < 0 ? "no repeat was measured"
                                 : fmt::format("{} % at most ({}){}", digits(100 * worst.median),
                                               worst.where, worst.outliers());
  if (limited != arms.end())
    check.found += fmt::format("; the knee of {} is the generator's", limited->name);
  return check;
}

AuditCheck audit_failures(const std::vector<ArmResult>& arms, const AuditBounds& bounds) {
  Failures worst;
  for (const ArmResult& arm : arms) {
    for (const RateResult& rate : arm.rates) {
      if (rate.fraction > fraction_max) continue;
      Failures failures = failures_of(arm, rate);
      if (failures.sent > 0 && (worst.sent == 0 || failures.share() > worst.share()))
        worst = std::move(failures);
    }
  }
  AuditCheck check =
      unmet("failed requests",
            fmt::format("≤ {} % at every rate up to {} % of the knee",
                        digits(100 * bounds.failed_share), digits(100 * fraction_max)),
            "An arm that refuses work is quicker with the rest: latency and CPU "
            "may be compared only where the same work was done.");
  check.passed = worst.sent > 0 && worst.share() <= bounds.failed_share;
  check.found = worst.sent == 0 ? "no request was sent at such a rate" : describe(worst);
  return check;
}

AuditCheck audit_stall(const LoadResult& stalled, const AuditBounds& bounds) {
  Histogram latency;
  for (const EndpointLoad& endpoint : stalled.endpoints)
    latency.merge(Histogram::from(endpoint.latency));
  const double p99_ms = latency.quantile_ns(0.99) / 1e6;
  AuditCheck check =
      unmet("injected stall", fmt::format("p99 > {} ms", digits(bounds.stall_p99_ms)), "");
  check.passed = latency.count() > 0 && p99_ms > bounds.stall_p99_ms;
  check.found = latency.count() == 0
                    ? "no request was answered"
                    : fmt::format("p99 {} ms over {} requests in {} s", digits(p99_ms),
                                  grouped(latency.count()), digits(stalled.seconds));
  check.meaning =
      check.passed
          ? "The arm was stopped for 200 ms on purpose, and the percentiles of that window show it."
          : "The arm was stopped for 200 ms on purpose, and the percentiles of that window hide "
            "it. That is coordinated omission: a generator that waits for answers sends little "
            "while nothing answers, and so leaves out the requests that would have waited. No "
            "percentile of such a generator can be believed.";
  return check;
}

AuditCheck audit_drift(const AaControl& control, const AuditBounds& bounds) {
  AuditCheck check = unmet("A/A drift", fmt::format("≤ {} %", digits(bounds.aa_percent)),
                           "An arm measured against itself must show next to nothing: what it "
                           "shows is the machine, and no difference below it is one of layouts.");
  if (control.rows.empty()) {
    check.found = control.not_measured.empty() ? "not measured" : control.not_measured;
    return check;
  }
  const auto spread = [](const AaRow& row) {
    return std::isfinite(row.spread_percent) ? row.spread_percent : HUGE_VAL;
  };
  const AaRow& worst =
      *std::max_element(control.rows.begin(), control.rows.end(),
                        [&](const AaRow& a, const AaRow& b) { return spread(a) < spread(b); });
  check.passed = spread(worst) <= bounds.aa_percent;
  check.found = fmt::format("{} % at most ({} against itself: {} at {})",
                            digits(worst.spread_percent), control.arm, worst.metric, worst.rate);
  return check;
}

AuditCheck audit_end_states(const std::vector<std::string>& arms,
                            const std::vector<std::string>& states) {
  assert(arms.size() == states.size());
  AuditCheck check = unmet("end states", "the same in every arm",
                           "Arms that were given the same work and hold other orders, stock or "
                           "mails at the end did not do the same work.");
  if (arms.empty() || states.front().empty()) {
    check.found = arms.empty() ? "no arm was measured" : "not known of " + arms.front();
    return check;
  }
  for (std::size_t i = 1; i < arms.size(); ++i) {
    if (states[i] == states.front()) continue;
    check.found = fmt::format("{}: {}; {}: {}", arms.front(), shortened(states.front()), arms[i],
                              states[i].empty() ? "not known" : shortened(states[i]));
    return check;
  }
  check.passed = true;
  check.found = fmt::format("the same in {} arms", arms.size());
  return check;
}

AuditCheck audit_equality(const Equality& equality) {
  AuditCheck check = unmet("equal answers", "no difference",
                           "A layout that answers otherwise is another program; what it costs "
                           "says nothing about where modules run.");
  const bool compared = equality.not_measured.empty() && equality.requests > 0;
  check.passed = compared && equality.equal;
  if (!compared) {
    check.found = equality.not_measured.empty() ? "nothing was compared" : equality.not_measured;
  } else if (equality.equal) {
    check.found =
        fmt::format("{} requests and {} rows alike in {} arms", grouped(equality.requests),
                    grouped(equality.rows), equality.arms.size());
  } else if (!equality.first_difference.empty()) {
    const DifferingRequest& first = equality.first_difference.front();
    check.found = fmt::format("{} and {} differ first at request {}: {}", first.a, first.b,
                              grouped(first.number), shortened(first.request));
  } else {
    check.found = fmt::format(
        "{} rows differ at the end{}", equality.row_differences.size(),
        equality.row_differences.empty() ? "" : ": " + shortened(equality.row_differences.front()));
  }
  return check;
}

Audit audit_of(std::vector<AuditCheck> checks) {
  Audit audit;
  audit.valid = !checks.empty() && std::all_of(checks.begin(), checks.end(),
                                               [](const AuditCheck& c) { return c.passed; });
  audit.checks = std::move(checks);
  return audit;
}

}  // namespace lab
