// tests: the words in which facts about carts are stated.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cart_module.h"
#include "catalog/messages.h"
#include "support/bench.h"

namespace test {

using cart::Cart;
using cart::CartOwner;
using kernel::Code;
using kernel::LineId;
using kernel::OrderId;
using kernel::ProductId;
using kernel::SecretText;
using kernel::UserId;

inline kernel::Money money(std::int64_t amount, std::string_view currency = "GBP") {
  kernel::Money money;
  money.amount = amount;
  money.currency = *kernel::Currency::parse(currency);
  return money;
}

using Quantities = std::vector<std::pair<std::string, std::int64_t>>;

inline Quantities quantities(const Cart& cart) {
  Quantities all;
  for (const auto& line : cart.items) all.emplace_back(line.name, line.quantity);
  return all;
}

inline CartOwner owned_by(const UserId& user) {
  CartOwner owner;
  owner.user = user;
  return owner;
}

inline CartOwner holder_of(const SecretText& token) {
  CartOwner owner;
  owner.token = token;
  return owner;
}

// Carts, beside a catalog whose products a test sets as it likes.
class Till {
 public:
  explicit Till(Wire wire, cart::Options options = {}) : bench(wire, {"cart"}) {
    bench.fake<catalog::GetProducts>(
        [this](const kernel::Context&, const catalog::GetProducts& get) { return answer(get); });
    bench.host<cart::CartModule>(options);
    alice = UserId::fresh(bench.runtime());
    bob = UserId::fresh(bench.runtime());
  }

  ProductId product(const std::string& name, kernel::Money price) {
    catalog::Product product;
    product.id = ProductId::fresh(bench.runtime());
    product.sku = product.name = name;
    product.category = "Kitchen";
    product.price = price;
    products[product.id] = product;
    return product.id;
  }

  SecretText guest() { return bench.ask(bench.as_nobody(), cart::CreateGuestCart{}).cart_token; }

  Cart get(const CartOwner& owner) { return bench.ask(asking(owner), cart::GetCart{owner}); }
  Cart add(const CartOwner& owner, const ProductId& product, std::int64_t quantity = 1) {
    return bench.ask(asking(owner), cart::AddItem{owner, product, quantity});
  }
  Cart set(const CartOwner& owner, const ProductId& product, std::int64_t quantity) {
    return bench.ask(asking(owner), cart::SetItem{owner, product, quantity});
  }
  Cart remove(const CartOwner& owner, const ProductId& product) {
    return bench.ask(asking(owner), cart::RemoveItem{owner, product});
  }
  Cart clear(const CartOwner& owner) { return bench.ask(asking(owner), cart::ClearCart{owner}); }
  Cart merge(const UserId& user, const SecretText& token) {
    return bench.ask(bench.as_user(user), cart::MergeCart{token});
  }
  // Puts `count` more products into a user's cart, past the module: one by one takes its time.
  void fill(const UserId& user, std::size_t count) {
    auto& database = bench.module<cart::CartModule>().database();
    const auto fill = [&](kernel::Transaction& tx) {
      for (std::size_t i = 0; i < count; ++i)
        tx.run(
            "INSERT INTO lines SELECT number, ? + 100, ?, ?, 1, 'Thing', 1, 'GBP' FROM carts"
            " WHERE owner = ?",
            i, LineId::fresh(bench.runtime()), ProductId::fresh(bench.runtime()), user);
    };
    bench.run(database.write(fill));
  }
  // All of a cart, as an order takes it.
  cart::RemoveOrdered sale_of(const UserId& user, const Cart& cart) {
    cart::RemoveOrdered sale;
    sale.order_id = OrderId::fresh(bench.runtime());
    sale.user = user;
    for (const auto& line : cart.items) sale.lines.push_back({line.id, line.quantity});
    return sale;
  }
  void sold(const cart::RemoveOrdered& sale) { bench.ask(bench.as_service("order"), sale); }

  // Whoever may touch the cart.
  kernel::Context asking(const CartOwner& owner) {
    return owner.user ? bench.as_user(*owner.user) : bench.as_nobody();
  }
  template <kernel::Message M>
  Code refused(const M& message) {
    return bench.refused(asking(message.owner), message);
  }

  std::map<ProductId, catalog::Product> products;
  bool catalog_is_down = false;
  Bench bench;
  UserId alice, bob;

 private:
  catalog::Products answer(const catalog::GetProducts& get) {
    if (catalog_is_down) throw kernel::Error(Code::unavailable, "catalog is down");
    catalog::Products found;
    for (const auto& id : get.ids)
      if (const auto known = products.find(id); known != products.end())
        found.items.push_back(known->second);
    return found;
  }
};

}  // namespace test
