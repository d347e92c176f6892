#include "lab/statistics/statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

using lab::Interval;

namespace {

using Random = std::mt19937_64;
using Values = std::vector<double>;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Law {
  const char* name;
  double median;
  std::function<double(Random&)> draw;
};
const Law normal = {"normal", 0, [](Random& r) { return std::normal_distribution(0.0, 1.0)(r); }};
const std::vector<Law> laws = {
    normal,
    {"exponential", std::log(2), [](Random& r) { return std::exponential_distribution(1.0)(r); }},
    {"log-normal", 1, [](Random& r) { return std::lognormal_distribution(0.0, 1.0)(r); }},
};

Values sample(const Law& law, int n, Random& random, double shift = 0) {
  Values values(static_cast<std::size_t>(n));
  for (double& value : values) value = law.draw(random) + shift;
  return values;
}

bool same(const Interval& a, const Interval& b) {
  return a.median == b.median && a.low == b.low && a.high == b.high && a.n == b.n;
}
bool unknown(const Interval& interval) { return same(interval, {}); }

// Of many comparisons of n repeats each, in which b is `shift` above a: the shares whose interval
// leaves out 0, and that are claimed beside an A/A control of as many repeats.
struct Claims {
  double by_interval = 0;
  double claimed = 0;
};
Claims claims(const Law& law, int n, double shift, bool paired, Random& random) {
  constexpr int trials = 400;
  Claims found;
  for (int i = 0; i < trials; ++i) {
    const Values a = sample(law, n, random), b = sample(law, n, random, shift);
    const Values a_again = sample(law, n, random), a_once_more = sample(law, n, random);
    const Interval difference = lab::difference(a, b, paired);
    const double spread = lab::spread_of(lab::difference(a_again, a_once_more, paired));
    found.by_interval += lab::is_claimed(difference, 0);
    found.claimed += lab::is_claimed(difference, spread);
  }
  return {found.by_interval / trials, found.claimed / trials};
}

}  // namespace

TEST_CASE("the median is the middle value, or halfway between the two") {
  CHECK(lab::median({3, 1, 2}) == 2);
  CHECK(lab::median({4, 1, 3, 2}) == 2.5);
  CHECK(lab::median({-7}) == -7);
  CHECK(lab::median({none, 5, none, 7}) == 6);
  CHECK(lab::median({1e308, 1.5e308}) == 1.25e308);
  CHECK(std::isnan(lab::median({})));
  CHECK(std::isnan(lab::median({none})));
}

TEST_CASE("nothing measured is not known, one repeat has no width") {
  CHECK(unknown(lab::interval_of(Values{})));
  CHECK(unknown(lab::interval_of(Values{none, none})));
  CHECK(same(lab::interval_of(Values{4.5}), {4.5, 4.5, 4.5, 1}));
  CHECK(same(lab::interval_of(Values{none, 4.5}), {4.5, 4.5, 4.5, 1}));
  CHECK(same(lab::interval_of(Values{3, 3, 3, 3}), {3, 3, 3, 4}));
  CHECK(unknown(lab::difference(Values{}, Values{1}, false)));
  CHECK(unknown(lab::difference(Values{1}, Values{}, true)));
  CHECK(unknown(lab::ratio(Values{}, Values{}, false)));
}

TEST_CASE("the same figures give the same interval") {
  Random random(4);
  const Values a = sample(laws[2], 10, random), b = sample(laws[2], 10, random);

  CHECK(same(lab::interval_of(a), lab::interval_of(a)));
  CHECK(same(lab::difference(a, b, false), lab::difference(a, b, false)));
  CHECK(same(lab::ratio(a, b, true), lab::ratio(a, b, true)));
}

TEST_CASE("an interval lies around its median, inside what was measured") {
  Random random(5);
  for (int n = 1; n <= 40; ++n) {
    const Values values = sample(laws[2], n, random);
    const Interval interval = lab::interval_of(values);
    const auto [least, most] = std::minmax_element(values.begin(), values.end());

    CAPTURE(n);
    CHECK(interval.n == n);
    CHECK(interval.median == lab::median(values));
    CHECK(*least <= interval.low);
    CHECK(interval.low <= interval.median);
    CHECK(interval.median <= interval.high);
    CHECK(interval.high <= *most);
  }
}

// 95 % are asked for; docs/method.md says what was found. The bounds leave room for three standard
// errors of 400 trials around it.
TEST_CASE("a 95 % interval of few repeats covers the true median somewhat less often than that") {
  Random random(6);
  constexpr int trials = 400;
  for (const Law& law : laws) {
    for (const int n : {6, 10, 30}) {
      int covered = 0;
      for (int i = 0; i < trials; ++i) {
        const Interval interval = lab::interval_of(sample(law, n, random));
        covered += interval.low <= law.median && law.median <= interval.high;
      }
      const double coverage = static_cast<double>(covered) / trials;
      CAPTURE(law.name);
      CAPTURE(n);
      CHECK(coverage >= 0.88);
      CHECK(coverage <= 0.98);
    }
  }
}

TEST_CASE("an interval shrinks with the root of the repeats") {
  Random random(7);
  const auto width = [&](int n) {
    Values widths;
    for (int i = 0; i < 100; ++i) {
      const Interval interval = lab::interval_of(sample(normal, n, random));
      widths.push_back(interval.high - interval.low);
    }
    return lab::median(widths);
  };

  const double shrunk = width(20) / width(80);

  CHECK(shrunk > 1.6);
  CHECK(shrunk < 2.5);
}

TEST_CASE("a difference and a ratio are of b against a") {
  const Values a = {10, 11, 12, 13, 14}, b = {20, 22, 24, 26, 28};
  for (const bool paired : {false, true}) {
    CHECK(lab::difference(a, b, paired).median == 12);
    CHECK(lab::ratio(a, b, paired).median == 2);
    CHECK(lab::difference(b, a, paired).median == -12);
    CHECK(lab::difference(a, b, paired).n == 5);
  }
  CHECK(same(lab::ratio(a, b, true), {2, 2, 2, 5}));
}

TEST_CASE("pairing takes out what a round does to both arms") {
  Random random(8);
  Values a, b;
  for (int round = 0; round < 10; ++round) {
    const double drift = 100.0 * round;
    a.push_back(drift + normal.draw(random));
    b.push_back(drift + normal.draw(random) + 5);
  }

  CHECK(lab::is_claimed(lab::difference(a, b, true), 0));
  CHECK_FALSE(lab::is_claimed(lab::difference(a, b, false), 0));
}

TEST_CASE("repeats that only one arm has do not count in pairs") {
  const Values a = {1, 2, 3, 4, 5, 6}, b = {11, 12, 13, 14, 15};

  CHECK(same(lab::difference(a, b, true), {10, 10, 10, 5}));
  CHECK(same(lab::difference(Values{1, none, 3}, Values{2, 9, none}, true), {1, 1, 1, 1}));
  CHECK(lab::difference(a, b, false).n == 5);
}

TEST_CASE("a shift is the median of all means of two differences") {
  // Differences 1, 2, 6: means 1, 1.5, 3.5, 2, 4, 6.
  const double a[] = {10, 20, 30};
  const double b[] = {11, 22, 36};
  CHECK(lab::shift(a, b) == doctest::Approx(2.75));
  CHECK(lab::shift(b, a) == doctest::Approx(-2.75));
  const double longer[] = {11, 22, 36, 900};
  CHECK(lab::shift(a, longer) == doctest::Approx(2.75));
  CHECK(std::isnan(lab::shift({}, {})));
}

TEST_CASE("a shift is not moved by a few that are far off") {
  std::vector<double> a, b;
  for (int i = 0; i < 101; ++i) {
    a.push_back(i % 7);
    b.push_back(a.back() + 5 + (i % 3 - 1));
  }
  for (const std::size_t i : {3u, 50u, 77u}) b[i] += 10'000;
  CHECK(lab::shift(a, b) == doctest::Approx(5).epsilon(0.02));
}

TEST_CASE("a ratio to nothing is not known") {
  const Values zeros(6, 0.0), some = {0, 1, 2, 3, 4, 5};
  for (const bool paired : {false, true}) {
    CHECK(unknown(lab::ratio(zeros, some, paired)));
    CHECK(unknown(lab::ratio(some, some, paired)));
    CHECK(lab::difference(zeros, some, paired).median == 2.5);
  }
}

TEST_CASE("a difference is claimed only beyond 0, beyond the A/A spread and from five repeats") {
  struct Row {
    Interval difference;
    double aa_spread;
    bool claimed;
  };
  const std::vector<Row> rows = {
      {{2.0, 1.0, 3.0, 10}, 0.5, true},     {{-2.0, -3.0, -1.0, 10}, 0.5, true},
      {{2.0, -0.1, 3.0, 10}, 0.5, false},   {{-2.0, -3.0, 0.1, 10}, 0.5, false},
      {{2.0, 0.0, 3.0, 10}, 0.5, false},    {{2.0, 1.0, 3.0, 10}, 2.0, false},
      {{-2.0, -3.0, -1.0, 10}, 2.5, false}, {{2.0, 1.0, 3.0, 10}, 1.9, true},
      {{2.0, 1.0, 3.0, 4}, 0.0, false},     {{2.0, 1.0, 3.0, 5}, 0.0, true},
      {{2.0, 1.0, 3.0, 10}, none, false},   {{0.0, 0.0, 0.0, 0}, 0.0, false},
      {{0.0, 0.0, 0.0, 10}, 0.0, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.difference.median);
    CAPTURE(row.difference.low);
    CAPTURE(row.aa_spread);
    CHECK(lab::is_claimed(row.difference, row.aa_spread) == row.claimed);
  }
}

TEST_CASE("between equals seldom an interval leaves out 0, and hardly ever a claim is made") {
  Random random(9);
  for (const Law& law : laws) {
    for (const int n : {6, 10}) {
      for (const bool paired : {false, true}) {
        const Claims found = claims(law, n, 0, paired, random);
        CAPTURE(law.name);
        CAPTURE(n);
        CAPTURE(paired);
        CHECK(found.by_interval <= 0.11);
        CHECK(found.claimed <= 0.025);
      }
    }
  }
}

TEST_CASE("a difference of three standard deviations is claimed, one of a fifth hardly ever") {
  Random random(10);
  for (const bool paired : {false, true}) {
    CAPTURE(paired);
    CHECK(claims(normal, 10, 3, paired, random).claimed >= 0.96);
    CHECK(claims(normal, 6, 3, paired, random).claimed >= 0.82);
    CHECK(claims(normal, 10, -3, paired, random).claimed >= 0.96);
    CHECK(claims(normal, 10, 0.2, paired, random).claimed <= 0.04);
  }
}

TEST_CASE("the spread is the greatest magnitude of the interval") {
  CHECK(lab::spread_of({0.1, -2.0, 1.0, 6}) == 2.0);
  CHECK(lab::spread_of({0.1, -1.0, 3.0, 6}) == 3.0);
  CHECK(lab::spread_of({}) == 0);
}

TEST_CASE("the error of a prediction is in percent of what was measured") {
  CHECK(lab::error_percent(120, 100) == 20);
  CHECK(lab::error_percent(80, 100) == -20);
  CHECK(lab::error_percent(0, 50) == -100);
  CHECK(lab::error_percent(10, -5) == 300);
  CHECK(lab::error_percent(0, 0) == 0);
  CHECK(std::isnan(lab::error_percent(1, 0)));
}
