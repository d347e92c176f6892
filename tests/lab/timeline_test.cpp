// What a fault cost, by arithmetic over the slices of a load.
#include "lab/faults/timeline.h"

#include <doctest/doctest.h>

#include "lab/statistics/histogram.h"

namespace lab {
namespace {

constexpr double slice_s = 0.1;

using Slices = std::vector<std::int64_t>;

EndpointLoad endpoint(std::string name, Slices good, Slices lost) {
  EndpointLoad load;
  load.endpoint = std::move(name);
  load.slice_good = std::move(good);
  load.slice_lost = std::move(lost);
  return load;
}

LoadResult load_of(std::vector<EndpointLoad> endpoints) {
  LoadResult load;
  load.endpoints = std::move(endpoints);
  return load;
}

TEST_CASE("what was lost counts from the slice in which the fault began") {
  struct Row {
    const char* what;
    Slices good;
    Slices lost;
    Incident incident;
    std::int64_t expected;
    std::int64_t lost_sum;
    double percent;
    double recover_s;
  };
  const Row rows[] = {
      {"nothing lost", {5, 5, 5, 5}, {0, 0, 0, 0}, {0.2, 0.1}, 10, 0, 0, 0},
      {"all lost while it lasted", {5, 5, 0, 5}, {0, 0, 5, 0}, {0.2, 0.1}, 10, 5, 100, 0.1},
      {"in the middle of a slice", {5, 5, 4, 5}, {0, 0, 1, 0}, {0.25, 0.05}, 10, 1, 20, 0.05},
      {"losses after its end", {5, 0, 0, 5}, {0, 5, 5, 0}, {0.1, 0.1}, 15, 10, 100, 0.2},
      {"a part of an endpoint", {4, 3, 2, 4}, {0, 1, 2, 0}, {0.1, 0.2}, 12, 3, 37.5, 0.2},
      {"lost before it: not its", {4, 5, 5, 5}, {1, 0, 0, 0}, {0.1, 0.1}, 15, 0, 0, 0},
      {"no slice is long enough", {5, 5}, {0, 0}, {0.5, 1}, 0, 0, 0, 0},
      {"shorter than a slice", {5, 5, 2, 5}, {0, 0, 3, 0}, {0.21, 0.0}, 10, 3, 60, 0.09},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto load = load_of({endpoint("checkout", row.good, row.lost)});

    const auto losses = losses_of(load, slice_s, row.incident);

    REQUIRE(losses.size() == 2);
    CHECK(losses[1].endpoint == "checkout");
    CHECK(losses[1].expected == row.expected);
    CHECK(losses[1].lost == row.lost_sum);
    CHECK(losses[1].lost_percent == doctest::Approx(row.percent));
    CHECK(losses[1].recover_s == doctest::Approx(row.recover_s));
  }
}

TEST_CASE("the first row is all endpoints together, also where one has fewer slices") {
  const auto load =
      load_of({endpoint("browse", {3, 3, 3}, {0, 0, 0}), endpoint("checkout", {1, 0}, {0, 1})});

  const auto losses = losses_of(load, slice_s, {0.1, 0.1});

  REQUIRE(losses.size() == 3);
  CHECK(losses[0].endpoint == "all");
  CHECK(losses[0].expected == 7);
  CHECK(losses[0].lost == 1);
  CHECK(losses[0].lost_percent == doctest::Approx(25));
  CHECK(losses[1].lost == 0);
  CHECK(losses[2].lost_percent == doctest::Approx(100));
}

TEST_CASE("a timeline counts from the fault, negative before it") {
  const auto load = load_of(
      {endpoint("browse", {3, 3, 3}, {0, 0, 0}), endpoint("checkout", {1, 0, 1}, {0, 1, 0})});

  const auto points = timeline_of(load, slice_s, 0.1);

  REQUIRE(points.size() == 3);
  CHECK(points[0].at_s == doctest::Approx(-0.1));
  CHECK(points[1].at_s == doctest::Approx(0));
  CHECK(points[2].at_s == doctest::Approx(0.1));
  CHECK(points[1].good == 3);
  CHECK(points[1].lost == 1);
}

TEST_CASE("requests during a restart are failed, delayed or neither") {
  constexpr std::int64_t ms = 1'000'000;
  Histogram quick;
  quick.record(1 * ms, 9);
  Histogram mixed;
  mixed.record(1 * ms, 3);
  mixed.record(300 * ms, 4);
  auto browse = endpoint("browse", {9, 7, 9}, {0, 2, 0});
  browse.slice_latency = {quick.counts(), mixed.counts(), quick.counts()};

  const auto found = disturbance_of(load_of({browse}), slice_s, {0.1, 0.1}, 20);

  CHECK(found.requests == 9);
  CHECK(found.failed == 2);
  CHECK(found.delayed == 4);
  CHECK(found.p99_ms == doctest::Approx(300).epsilon(0.002));
  CHECK(found.p99_before_ms == doctest::Approx(1).epsilon(0.002));
}

}  // namespace
}  // namespace lab
