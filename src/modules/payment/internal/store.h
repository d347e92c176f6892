// payment: its SQL. One payment per order, its refunds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/storage.h"
#include "kernel/time_cursor.h"
#include "payment/messages.h"

namespace payment::store {

struct StoredPayment {
  Payment payment;
  UserId user;
  std::string method;
};

enum class RefundStatus { intended, done, refused };
struct StoredRefund {
  RefundId id;
  PaymentId payment_id;
  Money amount;
  RefundStatus status = RefundStatus::intended;
};

std::optional<StoredPayment> find_by_order(kernel::Queries& db, const OrderId& order);

// Throws already_exists when the order has one.
void insert(kernel::Transaction& tx, const StoredPayment& stored);

// From pending to `status`; nothing happens when it is no longer pending.
void settle(kernel::Transaction& tx, const PaymentId& id, Status status,
            const std::optional<std::string>& reason);

std::optional<StoredRefund> find_refund(kernel::Queries& db, const RefundId& id);

// Those of one payment that were begun and not finished.
std::vector<StoredRefund> intended_refunds(kernel::Queries& db, const Payment& payment);

// What of the payment is neither back nor about to go back.
Money left_to_refund(kernel::Queries& db, const Payment& payment);

// Nothing happens when it is intended already, or done; a refused one is intended again.
void intend_refund(kernel::Transaction& tx, const StoredRefund& refund, WallTime now);
void refuse_refund(kernel::Transaction& tx, const RefundId& id);

// From captured to owed; nothing happens when it is not captured.
void owe(kernel::Transaction& tx, const PaymentId& id);

// Books an intended refund on its payment; false when that was done before.
bool finish_refund(kernel::Transaction& tx, const StoredRefund& refund);

// At most `limit`, newest first, behind `after`.
std::vector<Payment> page(kernel::Queries& db, const std::optional<Status>& status,
                          const kernel::TimeCursor& after, int limit);

// Orders whose payment is pending, and refunds that are intended, since before `before`; orders
// whose payment is owed, of which no refund was asked for since then.
std::vector<OrderId> pending_orders(kernel::Queries& db, WallTime before, int limit);
std::vector<OrderId> owed_orders(kernel::Queries& db, WallTime before, int limit);
struct OpenRefund {
  OrderId order_id;
  RefundId refund_id;
};
std::vector<OpenRefund> open_refunds(kernel::Queries& db, WallTime before, int limit);

}  // namespace payment::store
