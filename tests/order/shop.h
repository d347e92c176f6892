// tests of order: the words they are written in.
#pragma once

#include <string>
#include <vector>

#include "kernel/time_cursor.h"
#include "neighbours.h"
#include "order/events.h"
#include "order/messages.h"
#include "order_module.h"

namespace shop {

using namespace order;
using test::Wire;

inline Address home() {
  return {"Alice Archer", "1 Mill Lane", std::nullopt, "Oxford", "OX1 1AA", "GB"};
}

// The order module among fakes of its neighbours; alice, with two mugs and a lamp in her cart.
class Shop {
 public:
  explicit Shop(Wire wire, Options options = {}) : bench(wire, {"order"}) {
    at.serve_on(bench);
    bench.listen<OrderConfirmed>([&](const OrderConfirmed& e) { confirmed.push_back(e); });
    bench.listen<OrderCancelled>([&](const OrderCancelled& e) { cancelled.push_back(e); });
    bench.host<OrderModule>(options);
    at.on_hand = {{mug, 10}, {lamp, 5}};
    fill_cart(alice);
  }

  void fill_cart(const UserId& user) {
    put(user, mug, "Mug", 2, 250);
    put(user, lamp, "Lamp", 1, 3999);
  }
  void put(const UserId& user, const ProductId& product, const std::string& name,
           std::int64_t quantity, std::int64_t price) {
    cart::Cart& cart = at.carts[user];
    cart.items.push_back({kernel::LineId::fresh(bench.runtime()), product, name, quantity,
                          gbp(price), gbp(price * quantity)});
    cart.total = cart.total + gbp(price * quantity);
    ++cart.revision;
  }

  PlaceOrder order_of(const std::string& key, const std::string& method = "pm_card_visa") const {
    return {key, kernel::SecretText(method), home()};
  }
  Placement place(const std::string& key, const std::string& method = "pm_card_visa") {
    return bench.ask(bench.as_user(alice), order_of(key, method));
  }
  Placement place_within(kernel::Ticks timeout, const std::string& key) {
    const auto context = bench.as_user(alice).with_deadline(bench.runtime().ticks() + timeout);
    return bench.ask(context, order_of(key));
  }
  Order order(const OrderId& id) { return bench.ask(bench.as_user(alice), GetOrder{id}); }
  Order cancel(const OrderId& id) { return bench.ask(bench.as_user(alice), CancelOrder{id}); }
  Order confirmed_order(const std::string& key = "confirmed") {
    const auto placement = place(key);
    REQUIRE(placement.outcome == PlaceOutcome::confirmed);
    bench.settle();
    return placement.order;
  }
  // Everything holds that must hold whenever nothing is under way.
  void check_books() {
    for (const auto& [product, initial] : std::map<ProductId, std::int64_t>{{mug, 10}, {lamp, 5}}) {
      std::int64_t reserved = 0;
      for (const auto& [id, held] : at.held)
        if (!held.released && !held.committed && held.lines.contains(product))
          reserved += held.lines.at(product);
      CHECK(at.on_hand[product] + reserved + at.sold[product] == initial);
      CHECK(reserved == 0);
    }
    for (const auto& [id, payment] : at.payments) {
      const auto status = order(id).status;
      CHECK(at.kept(id) == (status == Status::confirmed ? payment.amount.amount : 0));
    }
  }

  test::Bench bench;
  Neighbours at;
  const UserId alice = UserId::fresh(bench.runtime());
  const UserId bob = UserId::fresh(bench.runtime());
  const ProductId mug = ProductId::fresh(bench.runtime());
  const ProductId lamp = ProductId::fresh(bench.runtime());
  std::vector<OrderConfirmed> confirmed;
  std::vector<OrderCancelled> cancelled;
};

}  // namespace shop
