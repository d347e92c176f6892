#include "lab/statistics/histogram.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>

#include "kernel/error.h"

using lab::Counts;
using lab::Histogram;

namespace {

using Random = std::mt19937_64;
using Values = std::vector<std::int64_t>;

struct Shape {
  const char* name;
  std::function<double(Random&)> draw;
};

double between(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

const std::vector<Shape> shapes = {
    {"uniform, 1 us to 50 ms", [](Random& r) { return between(r, 1e3, 5e7); }},
    {"log-normal around 2 ms", [](Random& r) { return std::lognormal_distribution(14.5, 1.5)(r); }},
    {"bimodal: 0.3 ms, and 1 in 50 at 200 ms",
     [](Random& r) { return r() % 50 == 0 ? between(r, 1.9e8, 2.1e8) : between(r, 2.5e5, 3.5e5); }},
    {"a constant", [](Random&) { return 7'654'321; }},
    {"all magnitudes, 1 ns to 60 s",
     [](Random& r) { return std::exp(between(r, 0, std::log(6e10))); }},
    {"both ends", [](Random& r) { return r() % 2 == 0 ? 1 : 6e10; }},
};

Values values_of(const Shape& shape, std::size_t n, Random& random) {
  Values values(n);
  for (auto& value : values)
    value = std::clamp<std::int64_t>(std::llround(shape.draw(random)), 1, Histogram::max_ns);
  return values;
}

Histogram histogram_of(const Values& values) {
  Histogram histogram;
  for (const auto value : values) histogram.record(value);
  return histogram;
}

bool same(const Counts& a, const Counts& b) {
  return a.value_ns == b.value_ns && a.count == b.count;
}

std::string refusal(const Counts& counts) {
  try {
    Histogram::from(counts);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a quantile is within 0.1 % of the value at its rank among the sorted values") {
  Random random(1);
  for (const Shape& shape : shapes) {
    for (const std::size_t n : {1, 2, 10, 999, 20'000}) {
      Values values = values_of(shape, n, random);
      const Histogram histogram = histogram_of(values);
      std::sort(values.begin(), values.end());
      // In thousandths, so that the rank is reckoned in whole numbers.
      for (const std::size_t quantile : {0, 1, 10, 250, 500, 900, 990, 999, 1000}) {
        CAPTURE(shape.name);
        CAPTURE(n);
        CAPTURE(quantile);
        const std::size_t rank = std::max<std::size_t>(1, (quantile * n + 999) / 1000);
        const auto exact = static_cast<double>(values[rank - 1]);

        const double found = histogram.quantile_ns(static_cast<double>(quantile) / 1000);

        CHECK(std::abs(found - exact) <= 0.001 * exact);
      }
    }
  }
}

TEST_CASE("any single value is found within 0.1 %, whole nanoseconds below 1 us exactly") {
  for (std::int64_t value = 1; value <= Histogram::max_ns; value += 1 + value / 97) {
    Histogram histogram;
    histogram.record(value);
    const double error = std::abs(histogram.quantile_ns(0.5) - static_cast<double>(value));
    REQUIRE(error <= 0.0005 * static_cast<double>(value));
    if (value < 1000) REQUIRE(error == 0);
  }
}

TEST_CASE("merging parts gives the histogram of the whole, however it was parted") {
  Random random(2);
  for (const Shape& shape : shapes) {
    for (int round = 0; round < 20; ++round) {
      const Values values = values_of(shape, 3000, random);
      std::vector<Histogram> parts(1 + random() % 12);
      for (const auto value : values) parts[random() % parts.size()].record(value);

      Histogram merged;
      for (const Histogram& part : parts) merged.merge(part);

      const Histogram whole = histogram_of(values);
      CAPTURE(shape.name);
      CHECK(merged.count() == whole.count());
      CHECK(same(merged.counts(), whole.counts()));
      CHECK(merged.quantile_ns(0.99) == whole.quantile_ns(0.99));
    }
  }
}

TEST_CASE("counts make the same histogram again") {
  Random random(3);
  for (const Shape& shape : shapes) {
    const Histogram histogram = histogram_of(values_of(shape, 3000, random));
    const Counts counts = histogram.counts();

    const Histogram again = Histogram::from(counts);

    CAPTURE(shape.name);
    CHECK(same(again.counts(), counts));
    CHECK(again.count() == histogram.count());
    CHECK(again.max_recorded_ns() == histogram.max_recorded_ns());
  }
}

TEST_CASE("counts name the lowest value of a bucket, and any other value of it counts there") {
  Histogram histogram;
  histogram.record(4099);

  CHECK(same(histogram.counts(), {{4096}, {1}}));
  CHECK(same(Histogram::from({{4096, 4097, 5000}, {2, 3, 1}}).counts(), {{4096, 5000}, {5, 1}}));
  CHECK(same(Histogram::from({{10, 20}, {0, 4}}).counts(), {{20}, {4}}));
}

TEST_CASE("values outside 1 ns to 60 s count at the nearest end") {
  Histogram histogram;
  for (const std::int64_t ns : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                std::int64_t{0}, std::numeric_limits<std::int64_t>::max()})
    histogram.record(ns);

  CHECK(histogram.count_up_to(1) == 3);
  CHECK(histogram.max_recorded_ns() == Histogram::max_ns);
  CHECK(histogram.quantile_ns(1) <= static_cast<double>(Histogram::max_ns));
}

TEST_CASE("an empty histogram has no value") {
  const Histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.quantile_ns(0.99) == 0);
  CHECK(empty.max_recorded_ns() == 0);
  CHECK(empty.count_up_to(Histogram::max_ns) == 0);
  CHECK(empty.counts().value_ns.empty());
  CHECK(Histogram::from({}).count() == 0);

  Histogram merged;
  merged.merge(empty);
  CHECK(merged.count() == 0);
}

TEST_CASE("a rank is not one too high because of a rounded product") {
  Histogram histogram;  // 0.07 * 100 and 0.57 * 100 are a hair above 7 and below 57 as doubles
  for (std::int64_t value = 1; value <= 100; ++value) histogram.record(value);

  for (const int percent : {7, 14, 28, 29, 55, 56, 57, 58, 99})
    CHECK(histogram.quantile_ns(percent / 100.0) == percent);
}

TEST_CASE("a value recorded many times at once counts so often") {
  Histogram histogram;
  histogram.record(100, 98);
  histogram.record(900, 2);

  CHECK(histogram.count() == 100);
  CHECK(histogram.count_up_to(100) == 98);
  CHECK(histogram.count_up_to(899) == 98);
  CHECK(histogram.count_up_to(900) == 100);
  CHECK(histogram.quantile_ns(0.98) == 100);
  CHECK(histogram.quantile_ns(0.981) == 900);
}

TEST_CASE("counts that no histogram can have are refused with what is wrong where") {
  struct Row {
    Counts counts;
    const char* refusal;
  };
  const std::vector<Row> rows = {
      {{{1, 2, 3}, {1, 1}}, "counts: 3 of value_ns, but 2 of count"},
      {{{5, -7}, {1, 1}}, "counts: value_ns[1] is negative: -7"},
      {{{5, 9}, {1, -2}}, "counts: count[1] is negative: -2"},
      {{{5, 9, 8}, {1, 1, 1}}, "counts: value_ns[2] is not above the one before: 8 after 9"},
      {{{5, 5}, {1, 1}}, "counts: value_ns[1] is not above the one before: 5 after 5"},
      {{{5, 9}, {Histogram::count_max, 1}}, "counts: more than 1000000000000000 with count[1]"},
  };
  for (const Row& row : rows) CHECK(refusal(row.counts) == row.refusal);
  CHECK(refusal({{5, 9}, {Histogram::count_max - 1, 1}}) == "accepted");
}
