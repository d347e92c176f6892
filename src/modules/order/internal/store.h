// order: its SQL. Every change of status names the status it changes from, so that none is lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/storage.h"
#include "kernel/time_cursor.h"
#include "order/messages.h"

namespace order::store {

using kernel::LineId;

// An order as it is kept. `order.failure` is set as soon as a refusal is decided; the customer sees
// it once the status is failed.
struct StoredOrder {
  Order order;
  UserId user;
  std::string key;
  kernel::Uuid fingerprint;  // of the request
  std::int64_t cart_revision = 0;
  std::string payment_method;
  std::vector<LineId> cart_lines;  // of order.lines, in the same order
  bool cart_owed = false;
  std::string traceparent;
};

std::optional<StoredOrder> find(kernel::Queries& db, const OrderId& id);

// None when there is no such order.
std::optional<UserId> owner_of(kernel::Queries& db, const OrderId& id);

// An entry of the order's history.
struct RecordedChange {
  std::int64_t number = 0;
  Status status = Status::pending;
  WallTime at;
  bool latest = false;
};
// The entry that follows number `after`, if any; the latest one when `after` is none, or no number
// of an entry. The order exists.
std::optional<RecordedChange> change_after(kernel::Queries& db, const OrderId& id,
                                           const std::optional<std::int64_t>& after);

// What a key is bound to.
struct Bound {
  OrderId id;
  kernel::Uuid fingerprint;
};
std::optional<Bound> find_by_key(kernel::Queries& db, const UserId& user, std::string_view key);

// True while an order of this revision of the user's cart is neither failed nor cancelled.
bool is_bought(kernel::Queries& db, const UserId& user, std::int64_t cart_revision);

void insert(kernel::Transaction& tx, const StoredOrder& stored);

// All of these: false, and nothing happens, unless the order's status is `from`. A new status is
// noted in the order's history.
bool advance(kernel::Transaction& tx, const OrderId& id, Status from, Status to, WallTime now);
bool pay(kernel::Transaction& tx, const OrderId& id, const PaymentId& payment, WallTime now);
bool confirm(kernel::Transaction& tx, const OrderId& id, bool cart_owed, WallTime now);
bool decide_failure(kernel::Transaction& tx, const OrderId& id, Status from,
                    const Failure& failure);

// The user's orders whose lines the cart may still hold.
std::vector<OrderId> cart_owing(kernel::Queries& db, const UserId& user);
void cart_settled(kernel::Transaction& tx, const OrderId& id);

// Orders in a status from which somebody must take them on.
std::vector<OrderId> unfinished(kernel::Queries& db);

// At most `limit`, newest first, behind `after`.
std::vector<OrderRow> page_of_user(kernel::Queries& db, const UserId& user,
                                   const kernel::TimeCursor& after, int limit);
inline constexpr std::size_t number_bytes = 3;  // of an id: its end, by which customers know it

// What an administrator looks for; empty: anything.
struct Sought {
  std::optional<Status> status;
  std::optional<UserId> placed_by;
  std::string id_ending;  // the bytes of an id, or the last number_bytes of them
};
std::vector<PlacedOrder> page_of_all(kernel::Queries& db, const Sought& sought,
                                     const kernel::TimeCursor& after, int limit);

}  // namespace order::store
