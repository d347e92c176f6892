#include "lab/statistics/audit.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "lab/statistics/histogram.h"

using lab::ArmResult;
using lab::AuditBounds;
using lab::AuditCheck;

namespace {

struct Measured {
  double lag_p99_ms = 0.2;
  double busy = 0.1;
  std::int64_t failed = 0;  // of 1,000
};

lab::RateResult rate(double fraction, const std::vector<Measured>& repeats) {
  lab::RateResult result;
  result.fraction = fraction;
  result.label = fraction > 0 ? std::to_string(static_cast<int>(std::lround(100 * fraction))) +
                                    " % of its knee"
                              : "200/s";
  for (const Measured& measured : repeats) {
    lab::Repeat repeat;
    repeat.lag_p99_ms = measured.lag_p99_ms;
    repeat.generator_busy = measured.busy;
    repeat.endpoints = {{"checkout", 400, 400 - measured.failed, measured.failed, {}},
                        {"browse", 600, 600, 0, {}}};
    result.repeats.push_back(repeat);
  }
  return result;
}

ArmResult arm(const char* name, std::vector<lab::RateResult> rates) {
  ArmResult result;
  result.name = result.title = name;
  result.rates = std::move(rates);
  return result;
}

const std::vector<Measured> calm(6);

// The monolith is calm; the split is what a test makes of it.
std::vector<ArmResult> beside_calm(double fraction, const std::vector<Measured>& repeats) {
  return {arm("monolith", {rate(0, calm), rate(0.9, calm)}),
          arm("split", {rate(0, calm), rate(fraction, repeats)})};
}

std::vector<Measured> each(Measured measured) { return std::vector<Measured>(6, measured); }

bool says(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

void check_complete(const AuditCheck& check) {
  CHECK_FALSE(check.name.empty());
  CHECK_FALSE(check.found.empty());
  CHECK_FALSE(check.bound.empty());
  CHECK(check.meaning.ends_with("."));
}

// A window of `seconds` at 200 requests/s in which an arm answers after 2 ms but stands still for
// 200 ms from second 2 on. An open loop sends on and counts from the scheduled time; a closed one
// of 8 clients waits with sending until it is answered.
lab::LoadResult stalled_window(bool open_loop) {
  lab::Histogram latency;
  constexpr std::int64_t ms = 1'000'000, stall = 2000 * ms, stall_end = 2200 * ms;
  constexpr std::int64_t interval = 5 * ms, window = 5000 * ms;
  int waiting = 0;
  for (std::int64_t at = 0; at < window; at += interval) {
    const bool stands_still = at >= stall && at < stall_end;
    if (!open_loop && stands_still && ++waiting > 8) continue;
    latency.record(stands_still ? stall_end - at + 2 * ms : 2 * ms);
  }
  lab::LoadResult result;
  result.seconds = 5;
  // In two endpoints, the slow half in one: they have to be merged.
  lab::Histogram quick, slow;
  const lab::Counts counts = latency.counts();
  for (std::size_t i = 0; i < counts.value_ns.size(); ++i)
    (counts.value_ns[i] < 50 * ms ? quick : slow).record(counts.value_ns[i], counts.count[i]);
  result.endpoints.resize(2);
  result.endpoints[0].latency = quick.counts();
  result.endpoints[1].latency = slow.counts();
  return result;
}

lab::AaRow aa_row(const char* metric, double percent) {
  lab::AaRow row;
  row.metric = metric;
  row.rate = "200/s";
  row.spread_percent = percent;
  return row;
}

}  // namespace

TEST_CASE("a generator that leaves late is found, whichever arm and rate it happened at") {
  const auto check = lab::audit_lag(beside_calm(0.6, each({.lag_p99_ms = 7.5})), {});

  check_complete(check);
  CHECK_FALSE(check.passed);
  CHECK(check.found == "p99 7.5 ms at most (split at 60 % of its knee); above in 6 of 18 repeats");
  CHECK(says(check.bound, "≤ 5 ms"));
}

TEST_CASE("near the knee a generator may lag, where no verdict is drawn; it is named") {
  const auto check = lab::audit_lag(beside_calm(0.9, each({.lag_p99_ms = 7.5})), {});

  CHECK(check.passed);
  CHECK(says(check.found, "beyond it 7.5 ms (split at 90 % of its knee)"));
}

TEST_CASE("a punctual generator passes, and one disturbed repeat is named but refuses nothing") {
  const auto punctual = lab::audit_lag(beside_calm(0.6, each({.lag_p99_ms = 0.41})), {});
  CHECK(punctual.passed);
  CHECK(punctual.found == "p99 0.41 ms at most (split at 60 % of its knee)");

  std::vector<Measured> disturbed = calm;
  disturbed[2].lag_p99_ms = 300;
  const auto once = lab::audit_lag(beside_calm(0.6, disturbed), {});
  CHECK(once.passed);
  CHECK(says(once.found, "above in 1 of 18 repeats"));

  for (std::size_t i = 0; i < 4; ++i) disturbed[i].lag_p99_ms = 300;
  CHECK_FALSE(lab::audit_lag(beside_calm(0.6, disturbed), {}).passed);
}

TEST_CASE("a bound is the caller's, and met exactly it holds") {
  const auto arms = beside_calm(0.6, each({.lag_p99_ms = 3, .busy = 0.5, .failed = 0}));
  AuditBounds bounds;
  bounds.lag_p99_ms = 3;
  bounds.generator_busy = 0.5;
  CHECK(lab::audit_lag(arms, bounds).passed);
  CHECK(lab::audit_saturation(arms, bounds).passed);

  bounds.lag_p99_ms = 2.9;
  bounds.generator_busy = 0.49;
  CHECK_FALSE(lab::audit_lag(arms, bounds).passed);
  CHECK_FALSE(lab::audit_saturation(arms, bounds).passed);
}

TEST_CASE("a generator without time left is found") {
  const auto busy = lab::audit_saturation(beside_calm(0.9, each({.busy = 0.93})), {});
  check_complete(busy);
  CHECK_FALSE(busy.passed);
  CHECK(says(busy.found, "93 % at most (split at 90 % of its knee)"));
  CHECK(says(busy.bound, "≤ 85 %"));

  CHECK(lab::audit_saturation(beside_calm(0.9, each({.busy = 0.6})), {}).passed);
}

TEST_CASE("a knee that the generator set is no arm's knee") {
  auto arms = beside_calm(0.9, calm);
  arms[0].knee.limited_by = "arm";
  arms[1].knee.limited_by = "generator";

  const auto check = lab::audit_saturation(arms, {});

  CHECK_FALSE(check.passed);
  CHECK(says(check.found, "the knee of split is the generator's"));
}

TEST_CASE("failed requests are found at absolute rates and well below the knee, not near it") {
  struct Row {
    double fraction;
    std::int64_t failed;
    bool passed;
  };
  for (const Row& row : std::vector<Row>{{0, 0, true},
                                         {0, 10, true},
                                         {0, 11, false},
                                         {0.3, 11, false},
                                         {0.6, 11, false},
                                         {0.9, 400, true}}) {
    CAPTURE(row.fraction);
    CAPTURE(row.failed);
    const auto check =
        lab::audit_failures(beside_calm(row.fraction, each({.failed = row.failed})), {});
    check_complete(check);
    CHECK(check.passed == row.passed);
  }
}

TEST_CASE("failures are told with where, how many and what was answered") {
  auto arms = beside_calm(0.6, each({.failed = 50}));
  arms[1].rates[1].repeats[3].unexpected = {{"browse", 500, 1}, {"checkout", 503, 49}};

  const auto check = lab::audit_failures(arms, {});

  CHECK(check.found ==
        "5 % at most (split at 60 % of its knee: 300 of 6,000); most often 503 from checkout");

  arms[1].rates[1].repeats[3].unexpected[1].status = 0;
  CHECK(says(lab::audit_failures(arms, {}).found, "most often no answer from checkout"));
}

TEST_CASE("a stall that the open loop shows passes, one that waiting clients hide does not") {
  const auto shown = lab::audit_stall(stalled_window(true), {});
  check_complete(shown);
  CHECK(shown.passed);
  CHECK(says(shown.found, "over 1,000 requests in 5 s"));
  CHECK_FALSE(says(shown.meaning, "coordinated omission"));

  const auto hidden = lab::audit_stall(stalled_window(false), {});
  check_complete(hidden);
  CHECK_FALSE(hidden.passed);
  CHECK(says(hidden.found, "p99 2"));
  CHECK(says(hidden.meaning, "coordinated omission"));
}

TEST_CASE("a stalled window without answers proves nothing") {
  const auto check = lab::audit_stall({}, {});
  check_complete(check);
  CHECK_FALSE(check.passed);
  CHECK(check.found == "no request was answered");
}

TEST_CASE("the worst row of the A/A control decides whether the machine drifted") {
  lab::AaControl control;
  control.arm = "monolith";
  control.rows = {aa_row("checkout p50", 3), aa_row("checkout p99", 24), aa_row("CPU", -1)};
  CHECK(lab::audit_drift(control, {}).passed);

  control.rows[1].spread_percent = 26;
  const auto drifted = lab::audit_drift(control, {});
  check_complete(drifted);
  CHECK_FALSE(drifted.passed);
  CHECK(drifted.found == "26 % at most (monolith against itself: checkout p99 at 200/s)");

  control.rows[1].spread_percent = std::nan("");
  CHECK_FALSE(lab::audit_drift(control, {}).passed);
}

TEST_CASE("arms that end in different states are named with what they hold") {
  CHECK(lab::audit_end_states({"monolith", "split"}, {"312 orders", "312 orders"}).passed);

  const auto check = lab::audit_end_states({"monolith", "serialized", "split"},
                                           {"312 orders", "312 orders", "311 orders"});
  check_complete(check);
  CHECK_FALSE(check.passed);
  CHECK(check.found == "monolith: 312 orders; split: 311 orders");

  CHECK(lab::audit_end_states({"monolith", "split"}, {"312 orders", ""}).found ==
        "monolith: 312 orders; split: not known");
  CHECK_FALSE(lab::audit_end_states({"monolith", "split"}, {"", ""}).passed);
}

TEST_CASE("unequal answers are refused with the first differing request") {
  lab::Equality equality;
  equality.equal = true;
  equality.requests = 4000;
  equality.rows = 12345;
  equality.arms = {"monolith", "split"};
  const auto alike = lab::audit_equality(equality);
  check_complete(alike);
  CHECK(alike.passed);
  CHECK(alike.found == "4,000 requests and 12,345 rows alike in 2 arms");

  equality.equal = false;
  equality.row_differences = {"cart.lines: mug"};
  CHECK(lab::audit_equality(equality).found == "1 rows differ at the end: cart.lines: mug");

  equality.first_difference = {{17, "GET /api/v1/cart", "monolith", "split", "200", "404"}};
  const auto differing = lab::audit_equality(equality);
  check_complete(differing);
  CHECK_FALSE(differing.passed);
  CHECK(differing.found == "monolith and split differ first at request 17: GET /api/v1/cart");
}

TEST_CASE("what was not measured cannot be believed") {
  lab::Equality equality;
  equality.equal = true;
  lab::AaControl control;
  for (const AuditCheck& check :
       {lab::audit_lag({}, {}), lab::audit_saturation({arm("monolith", {rate(0, {})})}, {}),
        lab::audit_failures({arm("monolith", {rate(0.9, calm)})}, {}), lab::audit_drift({}, {}),
        lab::audit_end_states({}, {}), lab::audit_equality(equality)}) {
    CAPTURE(check.name);
    check_complete(check);
    CHECK_FALSE(check.passed);
  }

  equality.requests = 10;
  control.not_measured = equality.not_measured = "not measured (interrupted)";
  CHECK(lab::audit_drift(control, {}).found == "not measured (interrupted)");
  CHECK(lab::audit_equality(equality).found == "not measured (interrupted)");
  CHECK_FALSE(lab::audit_equality(equality).passed);
}

TEST_CASE("an audit is valid when every check passed, and there was one") {
  AuditCheck good, bad;
  good.passed = true;

  CHECK(lab::audit_of({good, good}).valid);
  CHECK_FALSE(lab::audit_of({good, bad}).valid);
  CHECK_FALSE(lab::audit_of({}).valid);
  CHECK(lab::audit_of({good, bad}).checks.size() == 2);
}
