// What is claimed of two arms, and what is not.
#include "lab/statistics/pairs.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "lab/statistics/histogram.h"

namespace {

// An arm whose requests all took about `latency_ms` and `cpu_ms` each, a repeat per entry.
lab::ArmRecord arm(const std::string& name, const std::vector<double>& latency_ms,
                   const std::vector<double>& cpu_ms) {
  lab::ArmRecord record;
  record.plan.name = record.plan.title = record.result.name = name;
  lab::RateResult& rate = lab::rate_of(record.result.rates, "100/s", 0, 100);
  for (std::size_t i = 0; i < latency_ms.size(); ++i) {
    lab::Histogram latency;
    latency.record(static_cast<std::int64_t>(latency_ms[i] * 1e6), 100);
    lab::Repeat repeat;
    repeat.round = static_cast<int>(i);
    repeat.seconds = 1;
    repeat.requests = 100;
    repeat.endpoints.push_back({"checkout", 100, 100, 0, latency.counts()});
    repeat.processes.push_back({"gateway", cpu_ms[i] * 100, 0, 20, 25, 1000});
    rate.repeats.push_back(std::move(repeat));
  }
  return record;
}

const lab::Pair& pair_of(const std::vector<lab::Pair>& pairs, const std::string& metric) {
  const auto found = std::ranges::find(pairs, metric, &lab::Pair::metric);
  REQUIRE(found != pairs.end());
  return *found;
}

const std::vector<double> steady_ms = {1.00, 1.02, 0.99, 1.01, 1.00, 0.98};
const std::vector<double> again_ms = {1.01, 1.00, 1.01, 0.99, 1.02, 0.99};
const std::vector<double> slow_ms = {2.00, 2.04, 1.98, 2.02, 2.01, 1.97};

TEST_CASE("an arm that is twice as slow in every round is said to be") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto again = arm("monolith", again_ms, again_ms);
  const auto split = arm("split", slow_ms, slow_ms);

  const auto control = lab::make_control(first, again);
  const auto pairs = lab::make_pairs({&first, &split}, control);

  const auto& p50 = pair_of(pairs, "checkout p50");
  CHECK(p50.claimed);
  CHECK(p50.difference.median == doctest::Approx(1.0).epsilon(0.05));
  CHECK(p50.ratio.median == doctest::Approx(2.0).epsilon(0.05));
  CHECK(p50.text.find("split adds") == 0);
  CHECK(pair_of(pairs, "CPU per request").claimed);
}

TEST_CASE("of a percentile that a handful of requests make nothing is claimed") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto again = arm("monolith", again_ms, again_ms);
  const auto split = arm("split", slow_ms, slow_ms);

  const auto pairs = lab::make_pairs({&first, &split}, lab::make_control(first, again));

  // A hundred requests in each repeat: one of them lies beyond the p99.
  const auto& p99 = pair_of(pairs, "checkout p99");
  CHECK(p99.difference.low > 0.9);
  CHECK_FALSE(p99.claimed);
  CHECK(p99.text == "too few requests to say: a p99 needs 1000 in each repeat");
}

TEST_CASE("an arm that is the same is not said to differ") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto again = arm("monolith", again_ms, again_ms);
  const auto other = arm("other", again_ms, steady_ms);

  const auto pairs = lab::make_pairs({&first, &other}, lab::make_control(first, again));

  for (const auto& pair : pairs) {
    CAPTURE(pair.metric);
    CHECK_FALSE(pair.claimed);
  }
  CHECK(pair_of(pairs, "checkout p50").text == "no difference seen");
}

TEST_CASE("a difference within what the arm differs from itself is not claimed") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto restless = arm("monolith", slow_ms, slow_ms);  // its second self, twice as slow
  const auto split = arm("split", {1.5, 1.52, 1.49, 1.51, 1.5, 1.48}, slow_ms);

  const auto pairs = lab::make_pairs({&first, &split}, lab::make_control(first, restless));

  const auto& p50 = pair_of(pairs, "checkout p50");
  CHECK(p50.difference.low > 0);  // the interval alone would have claimed it
  CHECK_FALSE(p50.claimed);
  CHECK(p50.aa_spread > 0.9);
}

TEST_CASE("four repeats support no claim, whatever they show") {
  const auto first = arm("monolith", {1, 1, 1, 1}, {1, 1, 1, 1});
  const auto split = arm("split", {9, 9, 9, 9}, {9, 9, 9, 9});

  const auto pairs = lab::make_pairs({&first, &split}, lab::make_control(first, first));

  CHECK_FALSE(pair_of(pairs, "checkout p50").claimed);
  CHECK(pair_of(pairs, "checkout p50").text == "too few repeats to say");
}

TEST_CASE("a figure that the arm was not held against itself in is not claimed") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto split = arm("split", slow_ms, slow_ms);

  const auto pairs = lab::make_pairs({&first, &split}, lab::AaControl{});

  CHECK_FALSE(pair_of(pairs, "checkout p50").claimed);
}

TEST_CASE("an interrupted comparison uses the rounds that all arms have") {
  const auto first = arm("monolith", steady_ms, steady_ms);
  const auto again = arm("monolith", {1.0, 1.01, 0.99, 1.0}, {1.0, 1.01, 0.99, 1.0});
  const auto split = arm("split", {2.0, 2.1, 2.0, 2.0, 2.0}, {2.0, 2.1, 2.0, 2.0, 2.0});

  const auto pairs = lab::make_pairs({&first, &split}, lab::make_control(first, again));

  CHECK(pair_of(pairs, "checkout p50").difference.n == 5);
}

}  // namespace
