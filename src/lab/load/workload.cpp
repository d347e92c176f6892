#include "lab/load/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <queue>

#include "kernel/error.h"
#include "lab/load/customer_habits.h"

namespace lab {
namespace {

// After its last request a customer rests: answers arrive, and what was ordered leaves the cart.
constexpr double rest_ms = 200;

constexpr std::uint64_t key_stream = 0x6b657973;  // a random stream of its own

std::uint64_t bits(double number) { return std::bit_cast<std::uint64_t>(number); }

[[noreturn]] void refuse(const std::string& what) {
  throw kernel::Error(kernel::Code::invalid_argument, what);
}

// Lends customers to sessions, whoever has rested longest first.
class Customers {
 public:
  Customers(std::size_t count, std::size_t first) : count_(count) {
    for (std::size_t i = 0; i < count; ++i)
      free_.push({0, i, static_cast<int>((first + i) % count)});
  }
  // For a session of [from, until], whose beginnings do not decrease.
  int lend(double from_ms, double until_ms) {
    Free next = free_.empty() || free_.top().from_ms > from_ms
                    ? Free{0, 0, static_cast<int>(count_ + missing_++)}
                    : take();
    const int customer = next.customer;
    free_.push({until_ms + rest_ms, ++turns_, customer});
    return customer;
  }
  std::size_t needed() const { return count_ + missing_; }
  bool enough() const { return missing_ == 0; }

 private:
  struct Free {
    double from_ms;
    std::size_t turn;
    int customer;
    bool operator>(const Free& other) const {
      return from_ms != other.from_ms ? from_ms > other.from_ms : turn > other.turn;
    }
  };
  Free take() {
    const Free next = free_.top();
    free_.pop();
    return next;
  }

  const std::size_t count_;
  std::size_t missing_ = 0;
  std::size_t turns_ = 0;
  std::priority_queue<Free, std::vector<Free>, std::greater<>> free_;
};

struct Schedule {
  double rate_per_s;
  double end_ms;
};

// Sessions begin as a Poisson process: customers know nothing of each other.
std::vector<PlannedRequest> requests_of(Shoppers& shoppers, Customers& customers,
                                        SeededRandom& random, SeededRandom& keys,
                                        const Schedule& schedule) {
  std::vector<PlannedRequest> requests;
  const double gap_ms = 1e3 * shoppers.mean_length() / schedule.rate_per_s;
  for (double begun_ms = random.exponential(gap_ms); begun_ms < schedule.end_ms;
       begun_ms += random.exponential(gap_ms)) {
    auto session = shoppers.next(random);
    session.steps.front().wait_ms = 0;
    double until_ms = begun_ms;
    for (const auto& step : session.steps) until_ms += step.wait_ms;
    const int customer = session.logged_in ? customers.lend(begun_ms, until_ms) : -1;
    double at_ms = begun_ms;
    for (auto& step : session.steps) {
      at_ms += step.wait_ms;
      if (at_ms >= schedule.end_ms) break;
      auto& request = requests.emplace_back(request_of(std::move(step), customer, at_ms));
      if (step.endpoint == Endpoint::checkout) request.key = uuid(keys);
    }
  }
  std::ranges::stable_sort(requests, {}, &PlannedRequest::at_us);
  return requests;
}

}  // namespace

const std::vector<PlannedEndpoint>& workload_endpoints() {
  static const std::vector<PlannedEndpoint> endpoints{
      {"browse", "GET", {200}},    {"categories", "GET", {200}}, {"search", "GET", {200}},
      {"product", "GET", {200}},   {"add item", "POST", {200}},  {"cart", "GET", {200}},
      {"checkout", "POST", {201}}, {"orders", "GET", {200}}};
  return endpoints;
}

LoadPlan make_plan(const SeededShop& shop, const WorkloadOptions& options, int repeat,
                   double rate_per_s, double warm_up_s, double measured_s) {
  if (!(rate_per_s > 0) || !(warm_up_s >= 0) || !(measured_s > 0))
    refuse("a rate and a measured time must be more than 0");
  if (shop.tokens.empty()) refuse("the shop has no customers");
  const auto part = static_cast<std::uint64_t>(repeat);
  auto random = SeededRandom::of({options.seed, part});
  // Other plans of the same repeat have other keys: a key that was used before is answered from
  // memory.
  auto keys = SeededRandom::of(
      {options.seed, part, key_stream, bits(rate_per_s), bits(warm_up_s), bits(measured_s)});
  Shoppers shoppers(shop, options);
  shoppers.skip_baskets(random);
  Customers customers(shop.tokens.size(), random.below(shop.tokens.size()));

  LoadPlan plan;
  plan.endpoints = workload_endpoints();
  if (!options.baskets.empty()) plan.endpoints[static_cast<int>(Endpoint::add_item)].method = "PUT";
  plan.tokens = shop.tokens;
  plan.warm_up_us = static_cast<std::int64_t>(warm_up_s * 1e6);
  plan.measured_us = static_cast<std::int64_t>(measured_s * 1e6);
  const auto end_us = plan.warm_up_us + plan.measured_us;
  const Schedule schedule{rate_per_s, static_cast<double>(end_us) / 1e3};
  plan.requests = requests_of(shoppers, customers, random, keys, schedule);
  if (!customers.enough())
    refuse(
        fmt::format("{} requests/s need {} customers, so that none is in two sessions at once; "
                    "the shop has {}",
                    rate_per_s, customers.needed(), shop.tokens.size()));
  return plan;
}

namespace {

double mean_lines(const std::vector<Basket>& baskets) {
  double lines = 0;
  for (const auto& basket : baskets) lines += static_cast<double>(basket.skus.size());
  return lines / static_cast<double>(baskets.size());
}

}  // namespace

std::vector<Share> workload_mix(const WorkloadOptions& options) {
  std::vector<Share> mix;
  if (!options.baskets.empty()) {
    const double lines = mean_lines(options.baskets);
    return {{"add item", lines / (lines + 1)}, {"checkout", 1 / (lines + 1)}};
  }
  double sum = 0;
  const auto& endpoints = workload_endpoints();
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    mix.push_back({endpoints[i].name, mean_in_visit(static_cast<Endpoint>(i))});
    sum += mix.back().share;
  }
  for (auto& share : mix) share.share /= sum;
  return mix;
}

std::string describe_workload(const WorkloadOptions& options) {
  if (!options.baskets.empty())
    return fmt::format(
        "{} recorded baskets in their order, {:.1f} products each on average: every product is put "
        "into the cart, within a second, then the cart is bought. Baskets begin at random "
        "(exponential gaps), however long answers take; a customer has one at a time.",
        options.baskets.size(), mean_lines(options.baskets));
  using namespace habits;
  return fmt::format(
      "Sessions that begin at random (exponential gaps), however long answers take. Each browses; "
      "{:.0f} % look at the categories, {:.0f} % search; each looks at 1 to {} products. {:.0f} % "
      "log in, put one or two of these into the cart and look at it; {:.0f} % of all check out, "
      "{:.0f} % look at their orders. {:.0f}–{:.0f} ms lie between two requests of a session. "
      "Popularity of products follows Zipf's law with exponent {}. The proportions are a choice: "
      "more is bought than in most shops, so that buying can be measured.",
      sees_categories * 100, searches * 100, products_max, fills_cart * 100,
      fills_cart * checks_out * 100, fills_cart * checks_out * sees_orders * 100, think_min_ms,
      think_max_ms, options.skew);
}

}  // namespace lab
