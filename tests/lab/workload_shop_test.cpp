// The workload against the shop itself: every request is one that the shop answers well.
#include <doctest/doctest.h>

#include "kernel/error.h"
#include "lab/arms/arm.h"
#include "lab_support.h"

namespace lab::test {
namespace {

kernel::Task<> send_all(Lab& lab, const std::vector<LoadPlan>& plans,
                        std::vector<LoadResult>& results) {
  Arm arm(lab, plan_arm("monolith"), lab.directory + "/arm");
  co_await arm.start();
  for (auto plan : plans) {
    plan.url = arm.url();
    plan.one_at_a_time = true;  // a slow machine shall not let a cart be bought before it is filled
    plan.good_within_us = plan.timeout_us;
    auto& result = results.emplace_back();
    Load load(lab, plan);
    result = co_await load.result();
  }
  co_await arm.stop();
}

std::string unexpected_in(const LoadResult& result) {
  std::string found;
  for (const auto& row : result.unexpected)
    found += row.endpoint + " " + std::to_string(row.status) + " × " + std::to_string(row.count);
  return found;
}

}  // namespace

TEST_CASE("a shop answers every planned request as expected") {
  const auto& shop = small_shop();
  WorkloadOptions recorded;
  recorded.baskets = {{{shop.products[0].sku, shop.products[3].sku}, {1, 2}}};
  std::vector<LoadPlan> plans{make_plan(shop, {}, 0, 40, 1, 9),
                              make_plan(shop, recorded, 1, 20, 1, 4)};
  for (const auto& endpoint : workload_endpoints()) {
    auto alone = one_client_plans(shop, {}, endpoint.name, 12);
    if (!alone.before.requests.empty()) plans.push_back(std::move(alone.before));
    plans.push_back(std::move(alone.asked));
  }
  const Folder folder;
  Bench bench(folder.path());
  copy_shop(shop, folder.path() + "/arm");
  std::vector<LoadResult> results;

  bench.run(send_all(bench.lab, plans, results));

  REQUIRE(results.size() == plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    CAPTURE(i);
    CHECK(unexpected_in(results[i]).empty());
    std::int64_t good = 0, counted = 0;
    for (const auto& endpoint : results[i].endpoints) good += endpoint.good;
    for (const auto& request : plans[i].requests) counted += request.at_us >= plans[i].warm_up_us;
    CHECK(good == counted);
    CHECK(counted >= 12);
  }
}

}  // namespace lab::test
