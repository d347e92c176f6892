#include "internal/store.h"

#include <cassert>

namespace payment::store {

using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;

namespace {

#define PAYMENT_COLUMNS \
  "id, order_id, status, amount, refunded, currency, reason, created_at, user_id, method"

template <class AnyRow>
Payment read_payment(const AnyRow& row) {
  const auto currency = kernel::Currency::parse(row.template get<std::string_view>(5));
  assert(currency);
  return {.id = row.template get<PaymentId>(0),
          .order_id = row.template get<OrderId>(1),
          .status = row.template get<Status>(2),
          .amount = {row.template get<std::int64_t>(3), *currency},
          .refunded = {row.template get<std::int64_t>(4), *currency},
          .reason = row.template get<std::optional<std::string>>(6),
          .created_at = row.template get<WallTime>(7)};
}

}  // namespace

std::optional<StoredPayment> find_by_order(Queries& db, const OrderId& order) {
  const auto row = db.one("SELECT " PAYMENT_COLUMNS " FROM payments WHERE order_id = ?", order);
  if (!row) return std::nullopt;
  return StoredPayment{read_payment(*row), row->get<UserId>(8), row->get<std::string>(9)};
}

void insert(Transaction& tx, const StoredPayment& stored) {
  const Payment& payment = stored.payment;
  tx.run("INSERT INTO payments (" PAYMENT_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
         payment.id, payment.order_id, payment.status, payment.amount.amount,
         payment.refunded.amount, payment.amount.currency.text(), payment.reason,
         payment.created_at, stored.user, stored.method);
}

void settle(Transaction& tx, const PaymentId& id, Status status,
            const std::optional<std::string>& reason) {
  tx.run("UPDATE payments SET status = ?, reason = ? WHERE id = ? AND status = ?", status, reason,
         id, Status::pending);
}

std::optional<StoredRefund> find_refund(Queries& db, const RefundId& id) {
  const auto row = db.one(
      "SELECT refunds.payment_id, refunds.amount, payments.currency, refunds.status"
      " FROM refunds JOIN payments ON payments.id = refunds.payment_id WHERE refunds.id = ?",
      id);
  if (!row) return std::nullopt;
  const auto currency = kernel::Currency::parse(row->get<std::string_view>(2));
  assert(currency);
  return StoredRefund{id, row->get<PaymentId>(0), Money{row->get<std::int64_t>(1), *currency},
                      row->get<RefundStatus>(3)};
}

std::vector<StoredRefund> intended_refunds(Queries& db, const Payment& payment) {
  std::vector<StoredRefund> refunds;
  const auto add = [&](const RowView& row) {
    refunds.push_back({row.get<RefundId>(0),
                       payment.id,
                       {row.get<std::int64_t>(1), payment.amount.currency},
                       RefundStatus::intended});
  };
  db.each("SELECT id, amount FROM refunds WHERE payment_id = ? AND status = ? ORDER BY id", add,
          payment.id, RefundStatus::intended);
  return refunds;
}

Money left_to_refund(Queries& db, const Payment& payment) {
  const auto intended =
      db.one("SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = ? AND status = ?",
             payment.id, RefundStatus::intended);
  return payment.amount - payment.refunded -
         Money{intended->get<std::int64_t>(0), payment.amount.currency};
}

void intend_refund(Transaction& tx, const StoredRefund& refund, WallTime now) {
  tx.run(
      "INSERT INTO refunds (id, payment_id, amount, status, created_at) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET status = excluded.status, created_at = excluded.created_at"
      " WHERE status = ?",
      refund.id, refund.payment_id, refund.amount.amount, RefundStatus::intended, now,
      RefundStatus::refused);
}

void refuse_refund(Transaction& tx, const RefundId& id) {
  tx.run("UPDATE refunds SET status = ? WHERE id = ? AND status = ?", RefundStatus::refused, id,
         RefundStatus::intended);
}

void owe(Transaction& tx, const PaymentId& id) {
  tx.run("UPDATE payments SET status = ? WHERE id = ? AND status = ?", Status::owed, id,
         Status::captured);
}

bool finish_refund(Transaction& tx, const StoredRefund& refund) {
  const auto changed = tx.run("UPDATE refunds SET status = ? WHERE id = ? AND status = ?",
                              RefundStatus::done, refund.id, RefundStatus::intended);
  if (changed == 0) return false;
  const auto booked = tx.run(
      "UPDATE payments SET refunded = refunded + ?1,"
      " status = CASE WHEN refunded + ?1 = amount THEN ?3 ELSE status END"
      " WHERE id = ?2 AND status IN (?4, ?5)",
      refund.amount.amount, refund.payment_id, Status::refunded, Status::captured, Status::owed);
  assert(booked == 1);
  return booked == 1;
}

std::vector<Payment> page(Queries& db, const std::optional<Status>& status,
                          const kernel::TimeCursor& after, int limit) {
  std::vector<Payment> items;
  const auto add = [&](const RowView& row) { items.push_back(read_payment(row)); };
  if (status) {
    db.each("SELECT " PAYMENT_COLUMNS
            " FROM payments WHERE status = ? AND (created_at, id) < (?, ?)"
            " ORDER BY created_at DESC, id DESC LIMIT ?",
            add, *status, after.time, after.id, limit);
  } else {
    db.each("SELECT " PAYMENT_COLUMNS
            " FROM payments WHERE (created_at, id) < (?, ?)"
            " ORDER BY created_at DESC, id DESC LIMIT ?",
            add, after.time, after.id, limit);
  }
  return items;
}

std::vector<OrderId> pending_orders(Queries& db, WallTime before, int limit) {
  std::vector<OrderId> orders;
  const auto add = [&](const RowView& row) { orders.push_back(row.get<OrderId>(0)); };
  db.each(
      "SELECT order_id FROM payments WHERE status = ? AND created_at <= ?"
      " ORDER BY created_at, id LIMIT ?",
      add, Status::pending, before, limit);
  return orders;
}

std::vector<OrderId> owed_orders(Queries& db, WallTime before, int limit) {
  std::vector<OrderId> orders;
  const auto add = [&](const RowView& row) { orders.push_back(row.get<OrderId>(0)); };
  db.each(
      "SELECT order_id FROM payments WHERE status = ?"
      " AND NOT EXISTS (SELECT 1 FROM refunds WHERE payment_id = payments.id AND"
      " refunds.created_at > ?)"
      " ORDER BY created_at, id LIMIT ?",
      add, Status::owed, before, limit);
  return orders;
}

std::vector<OpenRefund> open_refunds(Queries& db, WallTime before, int limit) {
  std::vector<OpenRefund> open;
  const auto add = [&](const RowView& row) {
    open.push_back({row.get<OrderId>(0), row.get<RefundId>(1)});
  };
  db.each(
      "SELECT payments.order_id, refunds.id FROM refunds"
      " JOIN payments ON payments.id = refunds.payment_id"
      " WHERE refunds.status = 0 AND refunds.created_at <= ? ORDER BY refunds.created_at LIMIT ?",
      add, before, limit);
  return open;
}

}  // namespace payment::store
