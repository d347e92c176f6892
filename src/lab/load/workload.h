// lab: what the customers do. Sessions browse, search, fill a cart and check out, in documented
// proportions and with skewed popularity of products; or recorded baskets. A plan is a pure
// function of the seeded shop, the seed and the rate, so all arms get the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/load/load.h"
#include "lab/report/report.h"

namespace lab {

struct ShopProduct {
  std::string id;
  std::string sku;
  std::string name;
  std::string category;
  std::int64_t price = 0;  // minor units
  std::int64_t stock = 0;
};

// A shop that was filled once and is copied for every arm (lab/arms/seeding.h).
struct SeededShop {
  std::string directory;  // its databases
  std::vector<ShopProduct> products;
  std::vector<std::string> tokens;  // of customers; valid for 12 hours in every copy
  std::string admin_token;
};

// A recorded basket: what one customer bought at once.
struct Basket {
  std::vector<std::string> skus;
  std::vector<int> quantities;  // as many
};

struct WorkloadOptions {
  std::uint64_t seed = 7;
  double skew = 0.9;            // Zipf exponent of product popularity
  std::vector<Basket> baskets;  // not empty: recorded ones are bought, in their order
};

// `repeat` chooses another part of the same endless schedule; `rate_per_s` counts requests. A
// customer begins a session only after the session before ended, so their order per customer is
// fixed. Throws Error{invalid_argument} with their number when that takes more customers, or
// when nothing is in stock. A plan begins with no session under way: its rate is reached within a
// second, so the warm-up should last one. To be sent a second time to the same shop, a plan needs
// another `repeat`, since the idempotency keys of its checkouts are used up.
LoadPlan make_plan(const SeededShop& shop, const WorkloadOptions& options, int repeat,
                   double rate_per_s, double warm_up_s, double measured_s);

// In the order of a session, with the statuses that are good.
const std::vector<PlannedEndpoint>& workload_endpoints();

// One client, one request at a time.
struct OneClientPlans {
  LoadPlan
      before;      // "set item": carts that the endpoint needs; without requests when it needs none
  LoadPlan asked;  // `count` requests to the endpoint, and nothing else
};

// Longer than the deliveries that follow an order take: else they share disk, processor and wakings
// with the next one, and in one process more of them than in seven.
inline constexpr kernel::Ticks rest_after_order = std::chrono::milliseconds(15);
inline constexpr kernel::Ticks rest_after_read = std::chrono::microseconds(300);

constexpr int one_client_orders_max = 32;  // as many customers, and each has one cart

// `endpoint` is a name of workload_endpoints(). To be sent a second time to the same shop, plans
// need another `repeat`. Throws Error{invalid_argument} for an unknown endpoint, a shop without
// customers, or more orders than carts.
OneClientPlans one_client_plans(const SeededShop& shop, const WorkloadOptions& options,
                                const std::string& endpoint, int count, int repeat = 0);

// "browse", "categories", "search", "product", "add item", "cart", "checkout", "orders": in the
// order of a session, with how often each is sent.
std::vector<Share> workload_mix(const WorkloadOptions& options);

// For the report and docs/method.md.
std::string describe_workload(const WorkloadOptions& options);

}  // namespace lab
