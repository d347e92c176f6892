#include "lab/load/load.h"

#include <doctest/doctest.h>

#include "behaving_server.h"
#include "kernel/error.h"
#include "lab/statistics/histogram.h"
#include "signals.h"

namespace lab::test {

namespace {

LoadResult carry_out(const LoadPlan& plan) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  LoadResult result;
  app::run_to_end(runtime, generate(runtime, plan, result, [](const char*) {}));
  return result;
}

std::int64_t answered_after(const Histogram& latency, std::chrono::nanoseconds bound) {
  return latency.count() - latency.count_up_to(bound.count());
}

}  // namespace

TEST_CASE("what is scheduled while the server stalls shows the rest of the stall") {
  for (const int connections : {1, 64}) {
    CAPTURE(connections);
    Shop shop;
    auto plan = plan_for(shop.url, "/fast", 100, 5ms);
    plan.requests[20].target = "/stall";
    plan.connections_max = connections;

    const auto result = carry_out(plan);

    // The stall of 300 ms began no earlier than scheduled, so that a request scheduled t after its
    // beginning waits for 300 ms − t at least, on however slow a machine.
    const auto latency = Histogram::from(result.endpoints.at(0).latency);
    CHECK(latency.count() == 100);
    CHECK(answered_after(latency, 290ms) >= 2);
    CHECK(answered_after(latency, 195ms) >= 20);
    CHECK(answered_after(latency, 95ms) >= 40);
  }
}

TEST_CASE("an answer counts from when it came, not from when the generator looked") {
  Shop shop;
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  LoadResult result;
  const auto plan = plan_for(shop.url, "/fast", 1, 0ms);
  const auto look_away = [](const char* word) {
    if (word == std::string_view("measured")) std::this_thread::sleep_for(1s);
  };
  app::run_to_end(runtime, generate(runtime, plan, result, look_away));

  const auto latency = Histogram::from(result.endpoints.at(0).latency);
  CHECK(latency.count() == 1);
  CHECK(answered_after(latency, 500ms) == 0);
}

TEST_CASE("only a closed loop waits for one answer before it asks for the next") {
  Shop shop;
  auto plan = plan_for(shop.url, "/slow", 20, 1ms);

  carry_out(plan);
  CHECK(shop.handler.most_at_once > 1);

  shop.handler.most_at_once = 0;
  plan.one_at_a_time = true;
  const auto result = carry_out(plan);
  CHECK(shop.handler.most_at_once == 1);
  CHECK(result.endpoints.at(0).good == 20);
  CHECK(answered_after(Histogram::from(result.endpoints.at(0).latency), 19ms) == 20);
}

TEST_CASE("a request says what is planned, as whom it is planned") {
  Shop shop;
  LoadPlan plan;
  plan.url = shop.url;
  plan.endpoints = {{"look", "GET", {200}}, {"buy", "POST", {200}}, {"set", "PUT", {200}}};
  plan.tokens = {"ada", "bob"};
  plan.requests = {{0, 0, -1, "/a?q=1", "", ""},
                   {0, 1, 1, "/b", R"({"x":1})", "key-1"},
                   {1, 2, 0, "/c", "{}", ""}};
  plan.measured_us = 10;
  plan.one_at_a_time = true;

  const auto result = carry_out(plan);

  CHECK(shop.handler.heard() == std::vector<std::string>{"GET /a?q=1",
                                                         R"(POST /b Bearer bob key-1 {"x":1})",
                                                         "PUT /c Bearer ada {}"});
  for (const auto& endpoint : result.endpoints) CHECK(endpoint.good == 1);
}

TEST_CASE("an answer is good when its status is expected and it comes in time") {
  Shop shop;
  auto plan = plan_for(shop.url, "/fast", 9, 1ms);
  plan.endpoints.push_back({"late", "GET", {200}});
  for (const std::size_t i : {1u, 4u}) plan.requests[i].target = "/bad";
  for (const std::size_t i : {2u, 5u, 8u})
    plan.requests[i] = {plan.requests[i].at_us, 1, -1, "/slow", "", ""};
  const auto loose = carry_out(plan);
  plan.good_within_us = 19'000;
  const auto strict = carry_out(plan);

  CHECK(loose.endpoints.at(0).sent == 6);
  CHECK(loose.endpoints.at(0).good == 4);
  CHECK(loose.endpoints.at(0).failed == 2);
  CHECK(loose.endpoints.at(1).good == 3);
  for (const auto* result : {&loose, &strict}) {
    REQUIRE(result->unexpected.size() == 1);
    CHECK(result->unexpected[0].endpoint == "it");
    CHECK(result->unexpected[0].status == 503);
    CHECK(result->unexpected[0].count == 2);
    CHECK(Histogram::from(result->endpoints.at(0).latency).count() == 6);
  }
  CHECK(strict.endpoints.at(1).good == 0);
  CHECK(strict.endpoints.at(1).failed == 3);
}

TEST_CASE("who does not answer in time is given up, and nobody else waits for it") {
  Shop shop;
  auto plan = plan_for(shop.url, "/fast", 10, 1ms);
  plan.requests[0].target = plan.requests[5].target = "/never";
  plan.timeout_us = 500'000;

  const auto result = carry_out(plan);

  CHECK(result.endpoints.at(0).sent == 10);
  CHECK(result.endpoints.at(0).failed >= 2);
  REQUIRE(result.unexpected.size() == 1);
  CHECK(result.unexpected[0].status == 0);
  CHECK(result.unexpected[0].count == result.endpoints.at(0).failed);
  CHECK(Histogram::from(result.endpoints.at(0).latency).count() == result.endpoints.at(0).good);
}

TEST_CASE("with its only connection given up, the next request gets a new one") {
  Shop shop;
  auto plan = plan_for(shop.url, "/fast", 2, 1ms);
  plan.requests[0].target = "/never";
  plan.one_at_a_time = true;
  plan.connections_max = 1;
  plan.timeout_us = 300'000;

  const auto result = carry_out(plan);

  CHECK(shop.handler.heard().size() == 2);
  CHECK(result.endpoints.at(0).good == 1);
}

TEST_CASE("where nobody listens, every request is unanswered") {
  std::string url;
  {
    const Shop shop;
    url = shop.url;
  }

  const auto result = carry_out(plan_for(url, "/fast", 20, 1ms));

  CHECK(result.endpoints.at(0).failed == 20);
  REQUIRE(result.unexpected.size() == 1);
  CHECK(result.unexpected[0].status == 0);
  CHECK(result.unexpected[0].count == 20);
}

TEST_CASE("a server that closes after each answer is connected to again") {
  Shop shop;
  auto plan = plan_for(shop.url, "/last", 20, 1ms);
  plan.connections_max = 2;

  CHECK(carry_out(plan).endpoints.at(0).good == 20);
}

TEST_CASE("lag tells how late requests left when connections are scarce") {
  Shop shop;
  auto plan = plan_for(shop.url, "/slow", 10, 0ms);
  plan.connections_max = 1;

  const auto result = carry_out(plan);

  const auto lag = Histogram::from(result.lag);
  CHECK(lag.count() == 10);
  CHECK(lag.max_recorded_ns() >= 9 * 19'000'000);  // nine answers of 20 ms were waited for
  CHECK(answered_after(Histogram::from(result.endpoints.at(0).latency), 95ms) >= 5);
}

TEST_CASE("the warm-up is sent and not counted; slices add up to what is") {
  Shop shop;
  auto plan = plan_for(shop.url, "/fast", 100, 1ms);
  plan.warm_up_us = 40'000;
  plan.measured_us = 60'000;
  plan.slice_us = 25'000;
  for (const std::size_t i : {10u, 50u, 51u, 99u}) plan.requests[i].target = "/bad";

  const auto result = carry_out(plan);

  const auto& load = result.endpoints.at(0);
  CHECK(shop.handler.heard().size() == 100);
  CHECK(load.sent == 60);
  CHECK(load.good == 57);
  CHECK(Histogram::from(result.lag).count() == 60);
  CHECK(load.slice_good == std::vector<std::int64_t>{23, 25, 9});
  CHECK(load.slice_lost == std::vector<std::int64_t>{2, 0, 1});
  CHECK(result.seconds > 0);
  CHECK(result.cpu_us_per_request > 0);
}

TEST_CASE("both moments are said, in order, even when there is nothing to send") {
  Shop shop;
  for (const bool one_at_a_time : {false, true}) {
    auto plan = plan_for(shop.url, "/fast", 0, 0ms);
    plan.one_at_a_time = one_at_a_time;
    std::string said;
    kernel::RealRuntime runtime({.loops = 1, .workers = 1});
    LoadResult result;
    app::run_to_end(runtime, generate(runtime, plan, result,
                                      [&](const char* word) { said.append(word).append(" "); }));
    CHECK(said == "measuring measured ");
  }
}

TEST_CASE("a plan and a result are read as they were written") {
  auto plan = plan_for("http://127.0.0.1:8080", "/a?b=%20c", 2, 7ms);
  plan.tokens = {"token"};
  plan.requests[1] = {8000, 0, 0, "/x", R"({"a":"b"})", "key"};
  plan.one_at_a_time = true;
  LoadResult result;
  result.endpoints = {{"it", 3, 2, 1, {{1, 5}, {2, 1}}, {1, 1}, {0, 1}, {}}};
  result.unexpected = {{"it", 503, 1}};
  result.seconds = 1.5;
  result.busy = 0.25;

  CHECK(to_json(parse_plan(to_json(plan))) == to_json(plan));
  CHECK(parse_plan(to_json(plan)).requests.at(1).body == R"({"a":"b"})");
  CHECK(to_json(parse_result(to_json(result))) == to_json(result));
  CHECK(parse_result(to_json(result)).seconds == 1.5);
}

TEST_CASE("a plan that cannot be carried out is refused") {
  const auto good = plan_for("http://127.0.0.1:8080", "/a", 3, 7ms);
  struct Row {
    const char* says;
    void (*spoil)(LoadPlan& plan);
  };
  const Row rows[] = {
      {"order of their times", [](LoadPlan& plan) { plan.requests[0].at_us = 15'000; }},
      {"after its end", [](LoadPlan& plan) { plan.requests[2].at_us = 9'000'000; }},
      {"endpoint 7", [](LoadPlan& plan) { plan.requests[1].endpoint = 7; }},
      {"customer 0", [](LoadPlan& plan) { plan.requests[1].customer = 0; }},
      {"no path", [](LoadPlan& plan) { plan.requests[1].target = "a"; }},
      {"connections_max", [](LoadPlan& plan) { plan.connections_max = 0; }},
      {"slice_us", [](LoadPlan& plan) { plan.slice_us = 0; }},
      {"", [](LoadPlan& plan) { plan.url = "ftp://x"; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.says);
    auto plan = good;
    row.spoil(plan);
    try {
      parse_plan(to_json(plan));
      FAIL("it was taken");
    } catch (const kernel::Error& error) {
      CHECK(error.code == kernel::Code::invalid_argument);
      CHECK(error.message.find(row.says) != std::string::npos);
    }
  }
  CHECK_THROWS_AS(parse_plan("{"), kernel::Error);
}

}  // namespace lab::test
