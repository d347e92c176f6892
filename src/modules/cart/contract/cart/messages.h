// cart: what a customer means to buy, before anything is promised.
//
// Prices shown are today's, from catalog; they bind only when order places the cart. A user has one
// cart, a guest the one whose token he holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/secret.h"

namespace cart {

using kernel::Done;
using kernel::Kind;
using kernel::Limit;
using kernel::LineId;
using kernel::Money;
using kernel::OrderId;
using kernel::ProductId;
using kernel::SecretText;
using kernel::UserId;

inline constexpr std::int64_t quantity_max = 100'000;
inline constexpr std::size_t lines_max = 2'000;

// Exactly one of the two. A user's cart is for that user (as auth signed him) and for services; a
// guest's for whoever holds its token. Fails: permission_denied (another's cart), unauthenticated
// (neither of both), invalid_argument (both), not_found (a token that is none).
struct CartOwner {
  static constexpr Limit limits[] = {{"token", 1, 100}};
  std::optional<UserId> user;
  std::optional<SecretText> token;
};

struct Line {
  LineId id;  // new whenever a product enters the cart
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;  // 1..quantity_max
  Money unit_price;
  Money line_total;
};

struct Cart {
  std::int64_t revision = 0;  // grows with every change, never comes again for this owner
  std::vector<Line> items;    // in the order in which the products entered
  Money total;
};

struct GuestCart {
  SecretText cart_token;
};

// A new, empty cart for somebody unknown.
struct CreateGuestCart {
  using Reply = GuestCart;
  static constexpr auto kind = Kind::command;
};

// The lines in the order they were added; an empty cart for a user who has none.
struct GetCart {
  using Reply = Cart;
  static constexpr auto kind = Kind::query;
  CartOwner owner;
};

// Puts `quantity` more of a product into the cart.
// Fails: not_found (no such product, or inactive), invalid_argument (the line would exceed
// quantity_max, or the total what money can express), failed_precondition (lines_max reached;
// another currency than the cart's).
struct AddItem {
  using Reply = Cart;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"quantity", 1, quantity_max}};
  CartOwner owner;
  ProductId product_id;
  std::int64_t quantity = 1;
};

// Sets the quantity of a product, adding it if it is not in the cart. Fails as AddItem.
struct SetItem {
  using Reply = Cart;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"quantity", 1, quantity_max}};
  CartOwner owner;
  ProductId product_id;
  std::int64_t quantity = 1;
};

// Takes a product out; nothing changes when it is not in the cart. Fails: not_found (no such
// product).
struct RemoveItem {
  using Reply = Cart;
  static constexpr auto kind = Kind::command;
  CartOwner owner;
  ProductId product_id;
};

// Takes everything out.
struct ClearCart {
  using Reply = Cart;
  static constexpr auto kind = Kind::command;
  CartOwner owner;
};

// Moves the guest's lines into the cart of the user who asks; quantities add up, capped at
// quantity_max. The guest's cart is gone afterwards. Fails: unauthenticated, permission_denied (a
// module asks), not_found (no such guest cart; also the second time), invalid_argument (total),
// failed_precondition (lines_max, currency), both as AddItem. Nothing is moved then.
struct MergeCart {
  using Reply = Cart;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"cart_token", 1, 100}};
  SecretText cart_token;
};

struct OrderedLine {
  static constexpr Limit limits[] = {{"quantity", 1, quantity_max}};
  LineId id;
  std::int64_t quantity = 0;
};

// Takes what was sold out of the user's cart: of each line that quantity; what was added meanwhile,
// or deleted and added again, stays. Services only.
struct RemoveOrdered {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  OrderId order_id;
  UserId user;
  std::vector<OrderedLine> lines;
  const UserId& aggregate() const noexcept { return user; }
};

BOOST_DESCRIBE_STRUCT(CartOwner, (), (user, token))
BOOST_DESCRIBE_STRUCT(Line, (), (id, product_id, name, quantity, unit_price, line_total))
BOOST_DESCRIBE_STRUCT(Cart, (), (revision, items, total))
BOOST_DESCRIBE_STRUCT(GuestCart, (), (cart_token))
BOOST_DESCRIBE_STRUCT(CreateGuestCart, (), ())
BOOST_DESCRIBE_STRUCT(GetCart, (), (owner))
BOOST_DESCRIBE_STRUCT(AddItem, (), (owner, product_id, quantity))
BOOST_DESCRIBE_STRUCT(SetItem, (), (owner, product_id, quantity))
BOOST_DESCRIBE_STRUCT(RemoveItem, (), (owner, product_id))
BOOST_DESCRIBE_STRUCT(ClearCart, (), (owner))
BOOST_DESCRIBE_STRUCT(MergeCart, (), (cart_token))
BOOST_DESCRIBE_STRUCT(OrderedLine, (), (id, quantity))
BOOST_DESCRIBE_STRUCT(RemoveOrdered, (), (order_id, user, lines))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace cart
