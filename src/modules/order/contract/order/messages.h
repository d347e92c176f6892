// order: turns a cart into a sale: stock reserved, money taken, stock sold, in that order, and all
// of it undone when a step is refused.
//
//   pending ──reserve──▶ reserved ──charge──▶ paid ──commit──▶ confirmed ──cancel──▶ cancelled
//      └───────refused───────┴─────refused─────┴─reservation gone: refund─▶ failed
//
// An idempotency key belongs to a user: from the pending row on, the same key gets the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/address.h"
#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/secret.h"
#include "kernel/time.h"

namespace order {

using kernel::Address;
using kernel::Kind;
using kernel::Limit;
using kernel::Money;
using kernel::OrderId;
using kernel::PaymentId;
using kernel::ProductId;
using kernel::RefundId;
using kernel::SecretText;
using kernel::UserId;
using kernel::WallTime;

enum class Status { pending, reserved, paid, confirmed, failed, cancelling, cancelled };

struct Line {
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;
  Money unit_price;
  Money line_total;
};

enum class FailureCode { declined, out_of_stock, reservation_gone, abandoned };

struct Shortage {
  ProductId product_id;
  std::string name;
  std::int64_t wanted = 0;
  std::int64_t available = 0;
};

struct Failure {
  FailureCode code = FailureCode::declined;
  std::string detail;               // for the customer
  std::vector<Shortage> shortages;  // out_of_stock
};

struct Order {
  OrderId id;
  Status status = Status::pending;
  std::vector<Line> lines;
  Money total;
  std::optional<PaymentId> payment_id;
  Address shipping_address;
  WallTime created_at;
  std::optional<Failure> failure;
};

enum class PlaceOutcome {
  confirmed,
  declined,      // no money was taken and no stock is held
  out_of_stock,  // the same; the failure names the products
  failed,        // the reservation ran out while the payment was unknown: money went back
  pending,       // the caller's deadline came first; the key gives the answer later
  key_reused,    // the key belongs to a request with another body; `order` is empty
};

struct Placement {
  PlaceOutcome outcome = PlaceOutcome::pending;
  Order order;
};

// Buys the cart of the user who asks. From the pending row on, the outcome is this key's answer for
// ever; before it, a refusal does not bind the key.
// Fails: unauthenticated, permission_denied (a module asks), invalid_argument (malformed; unknown
// payment method; unknown country), failed_precondition (empty cart), conflict (this revision of
// the cart already has an order that is neither failed nor cancelled; it does not come to
// expected_total), unavailable (what an earlier order bought cannot be taken out of the cart yet).
struct PlaceOrder {
  using Reply = Placement;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"key", 1, 255}, {"payment_method", 1, 200}};
  std::string key;
  SecretText payment_method;  // a token, never a card number
  Address shipping_address;
  std::optional<Money> expected_total = {};  // what the customer was shown; none: whatever it is
};

struct OrderRow {
  OrderId id;
  Status status = Status::pending;
  Money total;
  WallTime created_at;
};
struct OrderPage {
  std::vector<OrderRow> items;
  std::optional<std::string> next_cursor;
};

// The orders of the user who asks, newest first. Fails: unauthenticated, permission_denied (a
// module asks), invalid_argument (cursor).
struct ListOrders {
  using Reply = OrderPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}, {"cursor", 1, 500}};
  int limit = 20;
  std::optional<std::string> cursor;
};

// Fails: unauthenticated, permission_denied (a module asks), not_found (none, or another's;
// administrators see all).
struct GetOrder {
  using Reply = Order;
  static constexpr auto kind = Kind::query;
  OrderId id;
};

// An entry of an order's history: a status that it took on.
struct Change {
  OrderId id;               // of the order
  std::int64_t number = 0;  // 1, 2, 3 … of this order; the first is `pending`
  Status status = Status::pending;
  WallTime at;
  bool settled = false;  // the last one, and none will follow unless somebody asks for it
};
struct Heard {
  std::optional<Change> change;
};

// Waits for a change of an order of the user who asks. Answers at once with the change that follows
// `after` where there is one; without `after`, or where the order has no such change, with the
// latest. Otherwise waits for the next one and answers with none shortly before the call's
// deadline. Fails: unauthenticated, permission_denied (a module asks), not_found (none, or
// another's), resource_exhausted (too many wait), unavailable (the process is about to stop; ask
// again).
struct WaitForChange {
  using Reply = Heard;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"after", 0}};
  OrderId id;
  std::optional<std::int64_t> after;  // the number of a change
};

// Refunds and restocks a confirmed order, once; cancelling it again answers the same. An order on
// its way is not cancelled; one whose refund the provider refuses is confirmed again. Fails:
// unauthenticated, permission_denied (a module asks), not_found (none, or another's), conflict (it
// cannot be cancelled any more, or not yet, or the refund was refused), unavailable (the refund is
// not through yet; it goes on).
struct CancelOrder {
  using Reply = Order;
  static constexpr auto kind = Kind::command;
  OrderId id;
};

// An order as administrators see it in a list.
struct PlacedOrder {
  OrderId id;
  Status status = Status::pending;
  Money total;
  UserId placed_by;
  std::string recipient;  // the name in its address
  WallTime created_at;
};
struct PlacedOrderPage {
  std::vector<PlacedOrder> items;
  std::optional<std::string> next_cursor;
};

// All orders, newest first. `reference`: an order's id, or the last six digits of it, which
// customers call its number. Administrators. Fails: invalid_argument (cursor; reference).
struct ListAllOrders {
  using Reply = PlacedOrderPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"reference", 6, 36}, {"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<Status> status;
  std::optional<UserId> placed_by;
  std::optional<std::string> reference;
  int limit = 20;
  std::optional<std::string> cursor;
};

// Gives `amount` (default: the rest) of a confirmed order's money back; the order stays confirmed
// and the stock alone. Once per idempotency key of the call. Administrators (a recent login).
// Fails: not_found, failed_precondition (not confirmed; nothing left; the key was used for another
// amount), invalid_argument (more than is left), unavailable (the provider has not answered yet:
// the same key asks again).
struct RefundOrder {
  using Reply = Order;
  static constexpr auto kind = Kind::command;
  OrderId id;
  std::optional<Money> amount;
};

BOOST_DESCRIBE_ENUM(Status, pending, reserved, paid, confirmed, failed, cancelling, cancelled)
BOOST_DESCRIBE_STRUCT(Line, (), (product_id, name, quantity, unit_price, line_total))
BOOST_DESCRIBE_ENUM(FailureCode, declined, out_of_stock, reservation_gone, abandoned)
BOOST_DESCRIBE_STRUCT(Shortage, (), (product_id, name, wanted, available))
BOOST_DESCRIBE_STRUCT(Failure, (), (code, detail, shortages))
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, status, lines, total, payment_id, shipping_address, created_at, failure))
BOOST_DESCRIBE_ENUM(PlaceOutcome, confirmed, declined, out_of_stock, failed, pending, key_reused)
BOOST_DESCRIBE_STRUCT(Placement, (), (outcome, order))
BOOST_DESCRIBE_STRUCT(PlaceOrder, (), (key, payment_method, shipping_address, expected_total))
BOOST_DESCRIBE_STRUCT(OrderRow, (), (id, status, total, created_at))
BOOST_DESCRIBE_STRUCT(OrderPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListOrders, (), (limit, cursor))
BOOST_DESCRIBE_STRUCT(GetOrder, (), (id))
BOOST_DESCRIBE_STRUCT(Change, (), (id, number, status, at, settled))
BOOST_DESCRIBE_STRUCT(Heard, (), (change))
BOOST_DESCRIBE_STRUCT(WaitForChange, (), (id, after))
BOOST_DESCRIBE_STRUCT(CancelOrder, (), (id))
BOOST_DESCRIBE_STRUCT(PlacedOrder, (), (id, status, total, placed_by, recipient, created_at))
BOOST_DESCRIBE_STRUCT(PlacedOrderPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListAllOrders, (), (status, placed_by, reference, limit, cursor))
BOOST_DESCRIBE_STRUCT(RefundOrder, (), (id, amount))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace order
