// lab, internal: what customers do, one session at a time.
//
// The proportions are a choice, made to look like a shop and yet to put load on what a split
// changes: real shops sell to 2–3 % of their visitors, which would hardly show in a measurement.
// So one in five buys.
//
//   browse ─50 %─▶ categories
//     └─40 %─▶ search ─▶ 1–3 × product ─40 %─▶ 1–2 × add item ─▶ cart ─50 %─▶ checkout
//                                                                               └─50 %─▶ orders
#pragma once

#include <string>
#include <vector>

#include "lab/load/seeded_random.h"
#include "lab/load/workload.h"

namespace lab {

enum class Endpoint { browse, categories, search, product, add_item, cart, checkout, orders };

namespace habits {
inline constexpr double sees_categories = 0.5;
inline constexpr double searches = 0.4;
inline constexpr int products_max = 3;      // 1..3 pages, each number alike
inline constexpr double fills_cart = 0.4;   // of all
inline constexpr double adds_two = 0.5;     // of those who fill it and saw two products
inline constexpr double checks_out = 0.5;   // of those who fill it
inline constexpr double sees_orders = 0.5;  // of those who check out
inline constexpr double think_min_ms = 25;  // between two requests of a session
inline constexpr double think_max_ms = 75;
}  // namespace habits

struct Step {
  double wait_ms = 0;  // after the step before
  Endpoint endpoint{};
  std::string target;
  std::string body;
};

struct Session {
  std::vector<Step> steps;
  bool logged_in = false;  // whoever only looks is nobody's customer
};

// Whatever is asked for in a shop, rendered; products by their popularity.
class Shoppers {
 public:
  // Throws Error{invalid_argument} for a shop that sells nothing, or none of the baskets' goods.
  Shoppers(const SeededShop& shop, const WorkloadOptions& options);

  Session next(SeededRandom& random);  // browsing, or the next recorded basket
  void skip_baskets(SeededRandom& random);

  const ShopProduct& popular(SeededRandom& random) const;
  Step browse(SeededRandom& random) const;
  Step categories() const;
  Step search(SeededRandom& random) const;
  Step view(const ShopProduct& product) const;
  Step add(const ShopProduct& product, std::int64_t quantity) const;
  Step set(const ShopProduct& product, std::int64_t quantity) const;
  Step cart() const;
  Step check_out() const;
  Step orders() const;

  // Requests of an endpoint in a session, on average.
  double mean_of(Endpoint endpoint) const;
  double mean_length() const;

 private:
  struct Line {
    const ShopProduct* product;
    std::int64_t quantity;
  };
  void rank_products(const WorkloadOptions& options);
  void find_lines(const std::vector<Basket>& baskets);
  Session visit(SeededRandom& random) const;
  Session purchase(SeededRandom& random);

  std::vector<const ShopProduct*> ranked_;  // the most popular first
  std::vector<double> cumulative_;          // of their shares
  std::vector<std::vector<Line>> baskets_;
  std::size_t next_basket_ = 0;
};

// As it stands in a plan; the endpoint is its place in workload_endpoints().
PlannedRequest request_of(Step step, int customer, double at_ms);

// A UUID of version 8 (RFC 9562), whose bits are drawn: a checkout's idempotency key.
std::string uuid(SeededRandom& random);

// Session lengths and mixes need no shop.
double mean_in_visit(Endpoint endpoint);

}  // namespace lab
