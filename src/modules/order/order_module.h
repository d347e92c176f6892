// order: the plug. Only the composition root includes it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "kernel/module.h"
#include "order/messages.h"
#include "order_options.h"

namespace order {

class Steps;
class Sagas;
class Watchers;
namespace store {
struct Bound;
struct StoredOrder;
}  // namespace store

class OrderModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "order";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to() { return {}; }

  // Throws failed_precondition for options that contradict each other.
  OrderModule(kernel::ModuleParts parts, Options options = {});
  ~OrderModule() override;

  kernel::Task<Placement> place_order(const kernel::Context&, const PlaceOrder&);
  kernel::Task<Order> cancel_order(const kernel::Context&, const CancelOrder&);
  kernel::Task<Order> refund_order(const kernel::Context&, const RefundOrder&);
  kernel::Task<Order> get_order(const kernel::Context&, const GetOrder&);
  kernel::Task<Heard> wait_for_change(const kernel::Context&, const WaitForChange&);
  kernel::Task<OrderPage> list_orders(const kernel::Context&, const ListOrders&);
  kernel::Task<PlacedOrderPage> list_all_orders(const kernel::Context&, const ListAllOrders&);

 private:
  void on_start() override;
  void on_drain() override;
  kernel::Task<store::Bound> open(const kernel::Context&, const PlaceOrder&);
  kernel::Task<> check(const kernel::Context&, const PlaceOrder&);
  kernel::Task<> settle_cart(const UserId& user);
  kernel::Task<store::Bound> insert(const kernel::Context& context,
                                    const store::StoredOrder& drafted);
  kernel::Task<Order> give_back(const kernel::Context&, const RefundOrder&);
  std::optional<store::Bound> find_bound(const UserId& user, std::string_view key);
  store::StoredOrder must_find(const OrderId& id);
  std::optional<Change> next_change(const UserId& user, const WaitForChange& message);
  kernel::Ticks answer_by(const kernel::Context&) const;

  const Options options_;
  std::unique_ptr<Watchers> watchers_;
  std::unique_ptr<Steps> steps_;
  std::unique_ptr<Sagas> sagas_;
};

}  // namespace order
