// What a load knows of each slice of its time.
#include <doctest/doctest.h>

#include "lab/load/tally.h"

namespace lab {
namespace {

using namespace std::chrono_literals;

LoadPlan plan_of_slices(bool latency) {
  LoadPlan plan;
  plan.endpoints = {{"browse", "GET", {200}}};
  plan.warm_up_us = 1'000'000;
  plan.measured_us = 300'000;
  plan.latency_by_slice = latency;
  return plan;
}

LoadResult result_of(const LoadPlan& plan) {
  Tally tally(plan);
  PlannedRequest request;
  request.at_us = 1'150'000;  // in the second slice
  tally.add(request, {200, 5ms, 0ms});
  tally.add(request, {200, 900ms, 0ms});
  tally.add(request, {503, 1ms, 0ms});
  LoadResult result;
  tally.finish(result);
  return result;
}

TEST_CASE("latency by slice holds the good ones where they were due, when it is asked for") {
  const auto result = result_of(plan_of_slices(true));

  const auto& browse = result.endpoints.at(0);
  REQUIRE(browse.slice_latency.size() == 3);
  CHECK(browse.slice_latency[0].count.empty());
  CHECK(browse.slice_latency[1].count == std::vector<std::int64_t>{1});
  CHECK(Histogram::from(browse.slice_latency[1]).quantile_ns(0.5) ==
        doctest::Approx(5e6).epsilon(0.001));
  CHECK(browse.slice_lost == std::vector<std::int64_t>{0, 2, 0});
}

TEST_CASE("without being asked for, no latency by slice is kept") {
  const auto result = result_of(plan_of_slices(false));

  CHECK(result.endpoints.at(0).slice_latency.empty());
  CHECK(result.endpoints.at(0).slice_good == std::vector<std::int64_t>{0, 1, 0});
}

}  // namespace
}  // namespace lab
