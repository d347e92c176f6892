// catalog: stock, as the orders move it.
//
//   on hand ──reserve──> reserved ──commit──> sold ──restock──> on hand
//      ^─────release, expiry──┘
//
// on hand + reserved + sold of a product stays the same through all of them. Each step of an order
// happens once, however often it is asked for.
#pragma once

#include "catalog/messages.h"
#include "kernel/storage.h"

namespace catalog::stock {

// All or nothing; a product named twice is wanted twice. An order that was seen before answers as
// it stands at `now`.
Reservation reserve(kernel::Transaction& tx, const Reserve& message, kernel::WallTime now,
                    kernel::WallTime expires_at);

// An order not seen yet is marked as released, so that a late Reserve gets nothing.
void release(kernel::Transaction& tx, const OrderId& order, kernel::WallTime now);

// An order not seen yet is `gone`, and stays so.
Commitment commit(kernel::Transaction& tx, const OrderId& order, kernel::WallTime now);

// Throws Error{failed_precondition} when the order's stock was never sold.
void restock(kernel::Transaction& tx, const OrderId& order);

// Whether a reservation is held beyond its time; gives back those of at most `orders_max` orders.
bool any_due(kernel::Queries& queries, kernel::WallTime now);
void expire(kernel::Transaction& tx, kernel::WallTime now, int orders_max);

}  // namespace catalog::stock
