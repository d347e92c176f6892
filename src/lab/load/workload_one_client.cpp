#include <fmt/format.h>

#include <algorithm>

#include "kernel/error.h"
#include "lab/load/customer_habits.h"
#include "lab/load/workload.h"

namespace lab {
namespace {

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
  constexpr std::size_t most = one_client_orders_max;
  if (products.size() > most) products.resize(most);
  return products;
}

class OneClient {
 public:
  OneClient(const SeededShop& shop, const WorkloadOptions& options, const std::string& endpoint,
            int repeat)
      : shoppers_(shop, options),
        random_(SeededRandom::of(
            {options.seed, one_client_stream, static_cast<std::uint64_t>(repeat)})),
        products_(best_stocked(shop)),
        customers_(std::min(static_cast<int>(shop.tokens.size()), one_client_orders_max)) {
    const auto& known = workload_endpoints();
    const auto found = std::ranges::find(known, endpoint, &PlannedEndpoint::name);
    if (found == known.end()) refuse("the workload has no endpoint " + endpoint);
    endpoint_ = static_cast<Endpoint>(found - known.begin());
    plans_.before = plan_of(shop, {"set item", "PUT", {200}});
    plans_.asked = plan_of(shop, *found);
  }

  int customers() const { return customers_; }
  bool is_checkout() const { return endpoint_ == Endpoint::checkout; }

  void fill_cart(int customer) {
    if (endpoint_ != Endpoint::checkout && endpoint_ != Endpoint::cart) return;
    plans_.before.requests.push_back(
        request_of(shoppers_.set(product_of(customer), 1), customer, 0));
    plans_.before.requests.back().endpoint = 0;
  }

  // Customers take turns.
  void ask(int number) {
    const int customer = number % customers_;
    auto request = request_of(step(customer), is_for_all() ? -1 : customer, 0);
    request.endpoint = 0;
    if (is_checkout()) request.key = uuid(random_);
    plans_.asked.requests.push_back(std::move(request));
  }

  OneClientPlans take() { return std::move(plans_); }

 private:
  LoadPlan plan_of(const SeededShop& shop, PlannedEndpoint endpoint) const {
    LoadPlan plan;
    plan.endpoints = {std::move(endpoint)};
    plan.tokens.assign(shop.tokens.begin(), shop.tokens.begin() + customers_);
    plan.connections_max = 1;
    plan.one_at_a_time = true;
    plan.measured_us = 1;  // no schedule: all of it is measured
    return plan;
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
  OneClientPlans plans_;
};

}  // namespace

OneClientPlans one_client_plans(const SeededShop& shop, const WorkloadOptions& options,
                                const std::string& endpoint, int count, int repeat) {
  if (shop.tokens.empty()) refuse("the shop has no customers");
  OneClient client(shop, options, endpoint, repeat);
  if (client.is_checkout() && count > client.customers())
    refuse(fmt::format("{} orders of {} customers: each has one cart", count, client.customers()));
  for (int customer = 0; customer < std::min(count, client.customers()); ++customer)
    client.fill_cart(customer);
  for (int i = 0; i < count; ++i) client.ask(i);
  return client.take();
}

}  // namespace lab
