// Repeats become figures.
#include "lab/statistics/record.h"

#include <doctest/doctest.h>

#include "lab/comparison/knee.h"
#include "lab/comparison/rounds.h"
#include "lab/statistics/histogram.h"

namespace {

lab::Repeat repeat(double ms, std::int64_t orders, std::int64_t fsyncs) {
  lab::Histogram fast;
  fast.record(1'000'000, 300);
  lab::Histogram slow;
  slow.record(static_cast<std::int64_t>(ms * 1e6), 100);
  lab::Repeat one;
  one.seconds = 2;
  one.requests = 400;
  one.orders = orders;
  one.fsyncs = fsyncs;
  one.calls_between = 1200;
  one.bytes_between = 400'000;
  one.endpoints.push_back({"browse", 300, 300, 0, fast.counts()});
  one.endpoints.push_back({"checkout", 100, 90, 10, slow.counts()});
  one.processes.push_back({"gateway", 80, 20, 30, 40, 800});
  one.processes.push_back({"cart", 40, 60, 10, 12, 400});
  return one;
}

lab::RateResult summarised() {
  lab::RateResult rate;
  for (const double ms : {9.0, 10.0, 11.0}) rate.repeats.push_back(repeat(ms, 50, 150));
  lab::summarise(rate);
  return rate;
}

TEST_CASE("the figures of an endpoint are medians over the repeats") {
  const auto rate = summarised();

  REQUIRE(rate.endpoints.size() == 3);
  CHECK(rate.endpoints[0].endpoint == "all");
  CHECK(rate.endpoints[2].endpoint == "checkout");
  CHECK(rate.endpoints[2].p50_ms.median == doctest::Approx(10).epsilon(0.001));
  CHECK(rate.endpoints[2].p50_ms.low >= 8.99);
  CHECK(rate.endpoints[2].p50_ms.high <= 11.02);
  CHECK(rate.endpoints[2].goodput_per_s.median == doctest::Approx(45));
  CHECK(rate.endpoints[0].goodput_per_s.median == doctest::Approx(195));
  CHECK(rate.endpoints[0].p50_ms.median == doctest::Approx(1).epsilon(0.001));
  CHECK(rate.endpoints[0].p90_ms.median == doctest::Approx(10).epsilon(0.001));
}

TEST_CASE("CPU, switches, calls and bytes are per request, fsyncs per order") {
  const auto rate = summarised();

  CHECK(rate.cpu_ms_per_request.median == doctest::Approx(0.5));
  CHECK(rate.user_ms_per_request.median == doctest::Approx(0.3));
  CHECK(rate.system_ms_per_request.median == doctest::Approx(0.2));
  CHECK(rate.context_switches_per_request.median == doctest::Approx(3));
  CHECK(rate.calls_per_request.median == doctest::Approx(3));
  CHECK(rate.bytes_per_request.median == doctest::Approx(1000));
  CHECK(rate.fsyncs_per_order.median == doctest::Approx(3));
  REQUIRE(rate.processes.size() == 2);
  CHECK(rate.processes[1].user_ms_per_request.median == doctest::Approx(0.1));
}

TEST_CASE("even rounds go forwards through the arms, odd ones backwards") {
  CHECK(lab::round_order(3, 0) == std::vector<std::size_t>{0, 1, 2});
  CHECK(lab::round_order(3, 1) == std::vector<std::size_t>{2, 1, 0});
  CHECK(lab::round_order(3, 2) == lab::round_order(3, 0));
}

TEST_CASE("the knee is the greatest rate that held, over the passes their median") {
  const std::vector<lab::KneeStep> one = {
      {100, 5, 1, true, ""}, {300, 40, 1, false, "p99 40.0 ms"}, {170, 8, 1, true, ""}};
  const std::vector<lab::KneeStep> other = {{100, 5, 1, true, ""},
                                            {300, 50, 0.9, false, "90.0 % answered well"}};

  const auto knee = lab::make_knee({one, other, one}, lab::Slo{}, 2);

  CHECK(lab::held_max(one) == 170);
  CHECK(knee.rate_per_s.median == 170);
  CHECK(knee.rate_per_s_per_core.median == 85);
  CHECK(knee.limited_by == "arm");
  CHECK(knee.steps.size() == 8);
}

TEST_CASE("a knee at which the generator was the limit says so") {
  const auto knee = lab::make_knee(
      {{{100, 5, 1, true, ""}, {300, 40, 1, false, "generator: p99 40.0 ms"}}}, lab::Slo{}, 2);

  CHECK(knee.limited_by == "generator");
}

TEST_CASE("what is used between two looks is a difference; memory is as it was at the second") {
  const auto between = lab::use_between({{"cart", 10, 20, 5, 6, 100}},
                                        {{"cart", 15, 22, 9, 9, 130}, {"order", 1, 2, 3, 4, 5}});

  REQUIRE(between.size() == 2);
  CHECK(between[0].user_ms == 5);
  CHECK(between[0].system_ms == 2);
  CHECK(between[0].context_switches == 30);
  CHECK(between[0].resident_mib == 9);
  CHECK(lab::cpu_ms(between) == 10);
}

}  // namespace
