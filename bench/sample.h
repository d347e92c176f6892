// bench: a contract and a module with next to nothing in them, so that what is measured is the way.
#pragma once

#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/module.h"
#include "kernel/money.h"

namespace bench {

struct Ping {
  using Reply = Ping;
  static constexpr auto kind = kernel::Kind::query;
  std::int64_t number = 0;
};

struct Line {
  kernel::ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;
  kernel::Money unit_price;
};
struct Cart {
  std::int64_t revision = 0;
  std::vector<Line> items;
  kernel::Money total;
};
struct AddItem {
  using Reply = Cart;
  static constexpr auto kind = kernel::Kind::command;
  static constexpr kernel::Limit limits[] = {{"quantity", 1, 100'000}};
  kernel::UserId owner;
  kernel::ProductId product_id;
  std::int64_t quantity = 1;
};

BOOST_DESCRIBE_STRUCT(Ping, (), (number))
BOOST_DESCRIBE_STRUCT(Line, (), (product_id, name, quantity, unit_price))
BOOST_DESCRIBE_STRUCT(Cart, (), (revision, items, total))
BOOST_DESCRIBE_STRUCT(AddItem, (), (owner, product_id, quantity))

class Handlers {
 public:
  kernel::Task<Ping> ping(const kernel::Context&, const Ping& message) {
    const Ping reply{message.number + 1};
    co_return reply;
  }
  kernel::Task<Cart> add_item(const kernel::Context&, const AddItem& message) {
    Cart cart;
    cart.revision = 7;
    cart.items.push_back({message.product_id, "White metal lantern", message.quantity, {339, {}}});
    cart.total = {339 * message.quantity, {}};
    co_return cart;
  }
};

}  // namespace bench
