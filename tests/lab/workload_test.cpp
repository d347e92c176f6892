#include "lab/load/workload.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kernel/error.h"

using lab::Basket;
using lab::LoadPlan;
using lab::PlannedRequest;
using lab::SeededShop;
using lab::WorkloadOptions;

namespace {

SeededShop shop_of(int products, int customers) {
  SeededShop shop;
  for (int i = 0; i < products; ++i) {
    const auto number = std::to_string(i);
    shop.products.push_back({"product-" + number, "SKU-" + number, "Brass lamp & shade",
                             i % 2 == 0 ? "Lighting" : "Garden tools", 100, 50});
  }
  for (int i = 0; i < customers; ++i) shop.tokens.push_back("token-" + std::to_string(i));
  return shop;
}

std::string name_of(const LoadPlan& plan, const PlannedRequest& request) {
  return plan.endpoints.at(static_cast<std::size_t>(request.endpoint)).name;
}

std::map<std::string, double> counts_of(const LoadPlan& plan) {
  std::map<std::string, double> counts;
  for (const auto& request : plan.requests) ++counts[name_of(plan, request)];
  return counts;
}

std::set<std::string> keys_of(const LoadPlan& plan) {
  std::set<std::string> keys;
  for (const auto& request : plan.requests)
    if (!request.key.empty()) keys.insert(request.key);
  return keys;
}

bool share_none(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::none_of(a, [&](const auto& key) { return b.contains(key); });
}

std::string refusal_of(const SeededShop& shop, const WorkloadOptions& options, double rate) {
  try {
    make_plan(shop, options, 0, rate, 1, 5);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
  return {};
}

const auto shop = shop_of(200, 500);

}  // namespace

TEST_CASE("the same seed and repeat make the same plan, other ones another") {
  const WorkloadOptions options;
  const auto plan = make_plan(shop, options, 3, 300, 1, 4);
  WorkloadOptions other_seed;
  other_seed.seed = 8;

  CHECK(to_json(make_plan(shop, options, 3, 300, 1, 4)) == to_json(plan));
  CHECK(to_json(make_plan(shop, options, 4, 300, 1, 4)) != to_json(plan));
  CHECK(to_json(make_plan(shop, other_seed, 3, 300, 1, 4)) != to_json(plan));
}

TEST_CASE("a plan can be carried out as it is") {
  auto plan = make_plan(shop, {}, 0, 500, 1, 4);
  plan.url = "http://127.0.0.1:8080";

  CHECK_NOTHROW(lab::parse_plan(to_json(plan)));
  CHECK(plan.warm_up_us == 1'000'000);
  CHECK(plan.measured_us == 4'000'000);
}

TEST_CASE("no two checkouts share a key: not in a plan, nor in plans for the same shop") {
  const auto plan = make_plan(shop, {}, 0, 500, 1, 4);
  const auto keys = keys_of(plan);

  CHECK(static_cast<double>(keys.size()) == counts_of(plan)["checkout"]);
  CHECK(share_none(keys, keys_of(make_plan(shop, {}, 1, 500, 1, 4))));
  CHECK(share_none(keys, keys_of(make_plan(shop, {}, 0, 501, 1, 4))));
  CHECK(share_none(keys, keys_of(make_plan(shop, {}, 0, 500, 1, 5))));
  const auto alone = keys_of(one_client_plans(shop, {}, "checkout", 30).asked);
  CHECK(alone.size() == 30);
  CHECK(share_none(alone, keys_of(one_client_plans(shop, {}, "checkout", 30, 1).asked)));
  for (const auto& key : keys) {
    REQUIRE(key.size() == 36);
    CHECK(key[14] == '8');
    CHECK(std::string("89ab").find(key[19]) != std::string::npos);
  }
}

TEST_CASE("requests are sent at the rate, by a Poisson process of sessions") {
  const double rate = 500, seconds = 60;
  const auto plan = make_plan(shop, {}, 0, rate, 1, seconds);
  std::vector<double> begun_s;  // every session browses first
  double measured = 0;
  for (const auto& request : plan.requests) {
    if (name_of(plan, request) == "browse")
      begun_s.push_back(static_cast<double>(request.at_us) / 1e6);
    if (request.at_us >= plan.warm_up_us) ++measured;
  }

  CHECK(measured / seconds == doctest::Approx(rate).epsilon(0.05));
  // Exponential gaps: their deviation equals their mean, and a share of 1/e is longer than that.
  std::vector<double> gaps;
  for (std::size_t i = 1; i < begun_s.size(); ++i) gaps.push_back(begun_s[i] - begun_s[i - 1]);
  double mean = 0, squares = 0, longer = 0;
  for (const double gap : gaps) mean += gap / static_cast<double>(gaps.size());
  for (const double gap : gaps) squares += (gap - mean) * (gap - mean);
  for (const double gap : gaps) longer += gap > mean ? 1 : 0;
  const auto n = static_cast<double>(gaps.size());
  CHECK(std::sqrt(squares / n) / mean == doctest::Approx(1).epsilon(0.05));
  CHECK(longer / n == doctest::Approx(std::exp(-1)).epsilon(0.05));
}

TEST_CASE("endpoints have the documented shares") {
  const auto plan = make_plan(shop, {}, 0, 1000, 1, 60);
  auto counts = counts_of(plan);
  const auto total = static_cast<double>(plan.requests.size());
  const double sessions = counts["browse"];

  double sum = 0;
  for (const auto& share : lab::workload_mix({})) {
    CAPTURE(share.endpoint);
    sum += share.share;
    CHECK(counts[share.endpoint] / total == doctest::Approx(share.share).epsilon(0.06));
  }
  CHECK(sum == doctest::Approx(1));
  CHECK(counts["cart"] / sessions == doctest::Approx(0.4).epsilon(0.05));
  CHECK(counts["checkout"] / sessions == doctest::Approx(0.2).epsilon(0.06));
}

TEST_CASE("popularity of products follows Zipf's law with the given exponent") {
  WorkloadOptions options;
  for (const double skew : {0.0, 0.9, 1.3}) {
    CAPTURE(skew);
    options.skew = skew;
    const auto plan = make_plan(shop, options, 0, 1000, 1, 60);
    std::map<std::string, double> views;
    for (const auto& request : plan.requests)
      if (name_of(plan, request) == "product") ++views[request.target];
    std::vector<double> ranked;
    for (const auto& [target, count] : views) ranked.push_back(count);
    std::ranges::sort(ranked, std::greater<>());

    REQUIRE(ranked.size() >= 100);
    if (skew == 0)
      CHECK(ranked.front() < 2 * ranked[99]);
    else
      CHECK(ranked.front() / ranked[9] == doctest::Approx(std::pow(10, skew)).epsilon(0.15));
  }
}

TEST_CASE("what is popular is the same in all repeats") {
  const auto favourite = [](const LoadPlan& plan) {
    std::map<std::string, int> views;
    for (const auto& request : plan.requests)
      if (name_of(plan, request) == "product") ++views[request.target];
    return std::ranges::max_element(views, {}, [](const auto& view) { return view.second; })->first;
  };
  WorkloadOptions options;
  options.skew = 1.2;

  CHECK(favourite(make_plan(shop, options, 0, 500, 1, 30)) ==
        favourite(make_plan(shop, options, 1, 500, 1, 30)));
}

TEST_CASE("a customer's sessions never overlap, and each is in order") {
  const auto plan = make_plan(shop, {}, 0, 3000, 1, 20);
  // browse … cart or checkout or orders; a session's beginning ends the one before.
  std::map<int, std::vector<const PlannedRequest*>> by_customer;
  for (const auto& request : plan.requests)
    if (request.customer >= 0) by_customer[request.customer].push_back(&request);

  CHECK(by_customer.size() == shop.tokens.size());
  for (const auto& [customer, requests] : by_customer) {
    CAPTURE(customer);
    for (std::size_t i = 1; i < requests.size(); ++i) {
      const bool new_session = name_of(plan, *requests[i]) == "browse";
      const auto rest_us = requests[i]->at_us - requests[i - 1]->at_us;
      if (new_session)
        CHECK(rest_us >= 200'000);
      else
        CHECK(requests[i]->endpoint >= requests[i - 1]->endpoint);
    }
  }
}

TEST_CASE("too few customers for a rate are refused with the number that it takes") {
  const auto few = shop_of(50, 40);
  const auto refusal = refusal_of(few, {}, 3000);
  const auto at = refusal.find(" need ");
  REQUIRE(at != std::string::npos);
  const int needed = std::stoi(refusal.substr(at + 6));

  CHECK(needed > 40);
  CHECK(refusal_of(shop_of(50, needed + needed / 10), {}, 3000).empty());
}

TEST_CASE("whoever only looks is not logged in, whoever fills a cart is") {
  const auto plan = make_plan(shop, {}, 0, 500, 1, 10);
  for (const auto& request : plan.requests) {
    const auto name = name_of(plan, request);
    if (name == "add item" || name == "cart" || name == "checkout" || name == "orders")
      CHECK(request.customer >= 0);
    CHECK((name == "checkout") == !request.key.empty());
  }
  CHECK(std::ranges::any_of(plan.requests, [](const auto& r) { return r.customer < 0; }));
}

TEST_CASE("what is out of stock is not asked for; targets are encoded") {
  auto sold_out = shop_of(10, 100);
  for (std::size_t i = 0; i < 9; ++i) sold_out.products[i].stock = 0;
  const auto plan = make_plan(sold_out, {}, 0, 300, 1, 5);
  std::set<std::string> targets;
  for (const auto& request : plan.requests) {
    if (name_of(plan, request) == "product") CHECK(request.target == "/api/v1/products/product-9");
    targets.insert(request.target);
  }

  CHECK(targets.contains("/api/v1/products?limit=20&category=Garden%20tools"));
  CHECK(targets.contains("/api/v1/products?limit=20&q=brass"));
  sold_out.products[9].stock = 0;
  CHECK(refusal_of(sold_out, {}, 10) == "the shop has no product in stock");
}

TEST_CASE("recorded baskets are bought line by line, in their order") {
  WorkloadOptions options;
  options.baskets = {{{"SKU-1", "SKU-2"}, {3, 1}},
                     {{"SKU-3", "unknown", "SKU-3"}, {2, 1, 4}},
                     {{"unknown"}, {1}},
                     {{"SKU-4"}, {1000}}};
  const auto plan = make_plan(shop, options, 0, 50, 1, 20);
  std::map<int, std::string> bought;  // so far, by customer
  std::vector<std::pair<std::int64_t, std::string>> baskets;
  for (const auto& request : plan.requests) {
    auto& basket = bought[request.customer];
    if (name_of(plan, request) == "checkout")
      baskets.emplace_back(request.at_us, std::exchange(basket, ""));
    else
      basket += request.target.substr(request.target.rfind('-')) + request.body;
  }

  std::map<std::string, int> times;
  for (const auto& [at, basket] : baskets) ++times[basket];
  REQUIRE(baskets.size() > 100);
  CHECK(times.size() == 3);
  CHECK(times.contains(R"(-1{"quantity":3}-2{"quantity":1})"));
  CHECK(times.contains(R"(-3{"quantity":6})"));
  CHECK(times.contains(R"(-4{"quantity":50})"));  // no more than there are
  for (const auto& [basket, count] : times)
    CHECK(std::abs(count - static_cast<int>(baskets.size()) / 3) <= 3);
  CHECK(plan.endpoints.at(static_cast<std::size_t>(plan.requests[0].endpoint)).method == "PUT");

  options.baskets = {{{"unknown"}, {1}}};
  CHECK(refusal_of(shop, options, 10).find("recorded baskets") != std::string::npos);
}

TEST_CASE("one client asks an endpoint alone; the carts that it needs are filled before") {
  for (const auto& endpoint : lab::workload_endpoints()) {
    CAPTURE(endpoint.name);
    const auto plans = one_client_plans(shop, {}, endpoint.name, 30);
    const bool needs_carts = endpoint.name == "checkout" || endpoint.name == "cart";

    CHECK(plans.asked.requests.size() == 30);
    CHECK(name_of(plans.asked, plans.asked.requests.back()) == endpoint.name);
    CHECK(plans.before.requests.size() == (needs_carts ? 30 : 0));
    for (const LoadPlan& plan : {plans.before, plans.asked}) {
      CHECK(plan.endpoints.size() == 1);
      CHECK(plan.one_at_a_time);
      CHECK(plan.warm_up_us == 0);
    }
  }
  CHECK_THROWS_AS(one_client_plans(shop, {}, "dance", 1), kernel::Error);
}

TEST_CASE("each order of one client is of another customer, whose cart was filled") {
  const auto plans = one_client_plans(shop, {}, "checkout", 32);
  std::set<int> filled, ordered;
  for (const auto& request : plans.before.requests) filled.insert(request.customer);
  for (const auto& request : plans.asked.requests) ordered.insert(request.customer);
  CHECK(filled.size() == 32);
  CHECK(ordered == filled);
  CHECK_THROWS_AS(one_client_plans(shop, {}, "checkout", 33), kernel::Error);
}

TEST_CASE("a workload describes itself with its figures") {
  WorkloadOptions options;
  const auto sessions = lab::describe_workload(options);
  CHECK(sessions.find("20 % of all check out") != std::string::npos);
  CHECK(sessions.find("exponent 0.9") != std::string::npos);

  options.baskets = {{{"a", "b"}, {1, 1}}, {{"c"}, {1}}};
  CHECK(lab::describe_workload(options).find("2 recorded baskets") != std::string::npos);
  CHECK(lab::workload_mix(options).at(0).share == doctest::Approx(0.6));
}
