#include <algorithm>

#include "kernel/error.h"
#include "lab/load/customer_habits.h"
#include "lab/load/workload.h"

namespace lab {
namespace {

constexpr std::size_t one_client_customers = 32;
// Longer than the deliveries that follow an order take: else they share disk, processor and wakings
// with the next one, and in one process more of them than in seven.
constexpr std::int64_t rest_us = 25'000;
constexpr std::uint64_t one_client_stream = 0x6f6e65;  // a random stream of its own

[[noreturn]] void refuse(const std::string& what) {
  throw kernel::Error(kernel::Code::invalid_argument, what);
}

// Many are bought of few products, so of those of which there is most.
std::vector<const ShopProduct*> best_stocked(const SeededShop& shop) {
  std::vector<const ShopProduct*> products;
  for (const auto& product : shop.products)
    if (product.stock > 0) products.push_back(&product);
  std::ranges::stable_sort(products, std::greater<>(), &ShopProduct::stock);
  if (products.size() > one_client_customers) products.resize(one_client_customers);
  return products;
}

// One iteration: what comes before the endpoint, if anything, and the endpoint.
class OneClient {
 public:
  OneClient(const SeededShop& shop, const WorkloadOptions& options, const std::string& endpoint,
            int repeat)
      : shoppers_(shop, options),
        random_(SeededRandom::of(
            {options.seed, one_client_stream, static_cast<std::uint64_t>(repeat)})),
        products_(best_stocked(shop)),
        customers_(static_cast<int>(std::min(shop.tokens.size(), one_client_customers))) {
    const auto& known = workload_endpoints();
    const auto found = std::ranges::find(known, endpoint, &PlannedEndpoint::name);
    if (found == known.end()) refuse("the workload has no endpoint " + endpoint);
    endpoint_ = static_cast<Endpoint>(found - known.begin());
    plan_.endpoints = {*found, {"set item", "PUT", {200}}};
    if (endpoint_ == Endpoint::checkout) plan_.endpoints[0].rest_us = rest_us;
    plan_.tokens.assign(shop.tokens.begin(), shop.tokens.begin() + customers_);
    plan_.connections_max = 1;
    plan_.one_at_a_time = true;
    plan_.warm_up_us = 1;  // what is at 0 is warm-up
    plan_.measured_us = 1;
  }

  // The cart that is looked at holds something.
  void fill_carts() {
    for (int customer = 0; customer < customers_; ++customer) put(1, customer, 0);
  }

  // Customers take turns, so that an order has left the cart long before the next one.
  void iterate(int number, bool with_endpoint, std::int64_t at_us) {
    const int customer = number % customers_;
    // Another quantity each time, since setting the same changes nothing.
    if (endpoint_ == Endpoint::checkout) put(1 + number / customers_ % 2, customer, at_us);
    if (!with_endpoint) return;
    auto request = request_of(step(customer), is_for_all() ? -1 : customer, 0);
    request.at_us = at_us;
    request.endpoint = 0;
    if (endpoint_ == Endpoint::checkout) request.key = uuid(random_);
    plan_.requests.push_back(std::move(request));
  }

  bool needs_cart() const { return endpoint_ == Endpoint::cart; }
  int customers() const { return customers_; }
  LoadPlan take() { return std::move(plan_); }

 private:
  void put(std::int64_t quantity, int customer, std::int64_t at_us) {
    auto request = request_of(shoppers_.set(product_of(customer), quantity), customer, 0);
    request.at_us = at_us;
    request.endpoint = 1;
    plan_.requests.push_back(std::move(request));
  }

  bool is_for_all() const { return endpoint_ <= Endpoint::product; }

  const ShopProduct& product_of(int customer) const {
    return *products_[static_cast<std::size_t>(customer) % products_.size()];
  }

  Step step(int customer) {
    switch (endpoint_) {
      case Endpoint::browse:
        return shoppers_.browse(random_);
      case Endpoint::categories:
        return shoppers_.categories();
      case Endpoint::search:
        return shoppers_.search(random_);
      case Endpoint::product:
        return shoppers_.view(shoppers_.popular(random_));
      case Endpoint::add_item:
        return shoppers_.add(product_of(customer), 1);
      case Endpoint::cart:
        return shoppers_.cart();
      case Endpoint::checkout:
        return shoppers_.check_out();
      case Endpoint::orders:
        return shoppers_.orders();
    }
    return {};
  }

  Shoppers shoppers_;
  SeededRandom random_;
  const std::vector<const ShopProduct*> products_;
  const int customers_;
  Endpoint endpoint_{};
  LoadPlan plan_;
};

}  // namespace

LoadPlan one_client_plan(const SeededShop& shop, const WorkloadOptions& options,
                         const std::string& endpoint, int count, bool with_endpoint, int repeat) {
  if (shop.tokens.empty()) refuse("the shop has no customers");
  OneClient client(shop, options, endpoint, repeat);
  if (client.needs_cart() && with_endpoint) client.fill_carts();
  const int warm_up = client.customers() + count / 10;
  for (int i = 0; i < warm_up + count; ++i) client.iterate(i, with_endpoint, i < warm_up ? 0 : 1);
  return client.take();
}

}  // namespace lab
