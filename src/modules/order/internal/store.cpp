#include "internal/store.h"

#include <cassert>

namespace order::store {

using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;

namespace {

#define ORDER_COLUMNS                                                                         \
  "id, user_id, key, fingerprint, cart_revision, status, payment_method, payment_id, total, " \
  "currency, name, line1, line2, city, postal_code, country, failure_code, failure_detail, "  \
  "cart_owed, traceparent, created_at"

constexpr std::size_t id_bytes = sizeof(kernel::Uuid::bytes);
static_assert(id_bytes - number_bytes + 1 == 14);  // as in the index orders_by_number

kernel::Currency must_parse(std::string_view text) {
  const auto currency = kernel::Currency::parse(text);
  assert(currency);
  return *currency;
}

StoredOrder read_order(const kernel::Row& row) {
  StoredOrder stored;
  stored.order.id = row.get<OrderId>(0);
  stored.user = row.get<UserId>(1);
  stored.key = row.get<std::string>(2);
  stored.fingerprint = row.get<kernel::Uuid>(3);
  stored.cart_revision = row.get<std::int64_t>(4);
  stored.order.status = row.get<Status>(5);
  stored.payment_method = row.get<std::string>(6);
  stored.order.payment_id = row.get<std::optional<PaymentId>>(7);
  stored.order.total = {row.get<std::int64_t>(8), must_parse(row.get<std::string_view>(9))};
  stored.order.shipping_address = {
      row.get<std::string>(10), row.get<std::string>(11), row.get<std::optional<std::string>>(12),
      row.get<std::string>(13), row.get<std::string>(14), row.get<std::string>(15)};
  if (const auto code = row.get<std::optional<FailureCode>>(16))
    stored.order.failure = Failure{*code, row.get<std::string>(17), {}};
  stored.cart_owed = row.get<bool>(18);
  stored.traceparent = row.get<std::string>(19);
  stored.order.created_at = row.get<WallTime>(20);
  return stored;
}

void read_lines(Queries& db, StoredOrder& stored) {
  const auto currency = stored.order.total.currency;
  const auto add = [&](const RowView& row) {
    const Money unit_price{row.get<std::int64_t>(4), currency};
    const auto quantity = row.get<std::int64_t>(3);
    stored.order.lines.push_back({row.get<ProductId>(0), row.get<std::string>(2), quantity,
                                  unit_price, unit_price * quantity});
    stored.cart_lines.push_back(row.get<LineId>(1));
  };
  db.each(
      "SELECT product_id, cart_line_id, name, quantity, unit_price FROM order_lines"
      " WHERE order_id = ? ORDER BY position",
      add, stored.order.id);
}

void read_shortages(Queries& db, StoredOrder& stored) {
  const auto add = [&](const RowView& row) {
    stored.order.failure->shortages.push_back({row.get<ProductId>(0), row.get<std::string>(1),
                                               row.get<std::int64_t>(2), row.get<std::int64_t>(3)});
  };
  db.each(
      "SELECT product_id, name, wanted, available FROM order_shortages"
      " WHERE order_id = ? ORDER BY position",
      add, stored.order.id);
}

OrderRow read_row(const RowView& row) {
  return {row.get<OrderId>(0),
          row.get<Status>(1),
          {row.get<std::int64_t>(2), must_parse(row.get<std::string_view>(3))},
          row.get<WallTime>(4)};
}

void note_change(Transaction& tx, const OrderId& id, Status status, WallTime now) {
  tx.run(
      "INSERT INTO order_changes (order_id, change, status, at)"
      " SELECT ?, coalesce(max(change), 0) + 1, ?, ? FROM order_changes WHERE order_id = ?",
      id, status, now, id);
}

}  // namespace

std::optional<StoredOrder> find(Queries& db, const OrderId& id) {
  const auto row = db.one("SELECT " ORDER_COLUMNS " FROM orders WHERE id = ?", id);
  if (!row) return std::nullopt;
  auto stored = read_order(*row);
  read_lines(db, stored);
  if (stored.order.failure) read_shortages(db, stored);
  return stored;
}

std::optional<UserId> owner_of(Queries& db, const OrderId& id) {
  const auto row = db.one("SELECT user_id FROM orders WHERE id = ?", id);
  if (!row) return std::nullopt;
  return row->get<UserId>(0);
}

std::optional<RecordedChange> change_after(Queries& db, const OrderId& id,
                                           const std::optional<std::int64_t>& after) {
  const auto last = db.one(
      "SELECT change, status, at FROM order_changes WHERE order_id = ?"
      " ORDER BY change DESC LIMIT 1",
      id);
  assert(last);
  const RecordedChange latest{last->get<std::int64_t>(0), last->get<Status>(1),
                              last->get<WallTime>(2), true};
  if (!after || *after < 0 || *after > latest.number) return latest;
  if (*after == latest.number) return std::nullopt;
  const auto next =
      db.one("SELECT change, status, at FROM order_changes WHERE order_id = ? AND change = ?", id,
             *after + 1);
  assert(next);
  const auto number = next->get<std::int64_t>(0);
  return RecordedChange{number, next->get<Status>(1), next->get<WallTime>(2),
                        number == latest.number};
}

std::optional<Bound> find_by_key(Queries& db, const UserId& user, std::string_view key) {
  const auto row =
      db.one("SELECT id, fingerprint FROM orders WHERE user_id = ? AND key = ?", user, key);
  if (!row) return std::nullopt;
  return Bound{row->get<OrderId>(0), row->get<kernel::Uuid>(1)};
}

bool is_bought(Queries& db, const UserId& user, std::int64_t cart_revision) {
  return db
      .one(
          "SELECT 1 FROM orders WHERE user_id = ? AND cart_revision = ?"
          " AND status NOT IN (4, 6)",
          user, cart_revision)
      .has_value();
}

void insert(Transaction& tx, const StoredOrder& stored) {
  const Order& order = stored.order;
  const Address& address = order.shipping_address;
  tx.run("INSERT INTO orders (" ORDER_COLUMNS
         ") VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, 0, ?, ?)",
         order.id, stored.user, stored.key, stored.fingerprint, stored.cart_revision, order.status,
         stored.payment_method, order.total.amount, order.total.currency.text(), address.name,
         address.line1, address.line2, address.city, address.postal_code, address.country,
         stored.traceparent, order.created_at);
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    tx.run(
        "INSERT INTO order_lines (order_id, position, product_id, cart_line_id, name, quantity,"
        " unit_price) VALUES (?, ?, ?, ?, ?, ?, ?)",
        order.id, i, line.product_id, stored.cart_lines[i], line.name, line.quantity,
        line.unit_price.amount);
  }
  note_change(tx, order.id, order.status, order.created_at);
}

bool advance(Transaction& tx, const OrderId& id, Status from, Status to, WallTime now) {
  const auto moved =
      tx.run("UPDATE orders SET status = ? WHERE id = ? AND status = ?", to, id, from);
  if (moved == 1) note_change(tx, id, to, now);
  return moved == 1;
}

bool pay(Transaction& tx, const OrderId& id, const PaymentId& payment, WallTime now) {
  const auto moved = tx.run(
      "UPDATE orders SET status = ?, payment_id = ?"
      " WHERE id = ? AND status = ? AND failure_code IS NULL",
      Status::paid, payment, id, Status::reserved);
  if (moved == 1) note_change(tx, id, Status::paid, now);
  return moved == 1;
}

bool confirm(Transaction& tx, const OrderId& id, bool cart_owed, WallTime now) {
  const auto moved = tx.run(
      "UPDATE orders SET status = ?, cart_owed = ?"
      " WHERE id = ? AND status = ? AND failure_code IS NULL",
      Status::confirmed, cart_owed, id, Status::paid);
  if (moved == 1) note_change(tx, id, Status::confirmed, now);
  return moved == 1;
}

bool decide_failure(Transaction& tx, const OrderId& id, Status from, const Failure& failure) {
  const auto decided = tx.run(
      "UPDATE orders SET failure_code = ?, failure_detail = ?"
      " WHERE id = ? AND status = ? AND failure_code IS NULL",
      failure.code, failure.detail, id, from);
  if (decided != 1) return false;
  for (std::size_t i = 0; i < failure.shortages.size(); ++i) {
    const Shortage& shortage = failure.shortages[i];
    tx.run(
        "INSERT INTO order_shortages (order_id, position, product_id, name, wanted, available)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        id, i, shortage.product_id, shortage.name, shortage.wanted, shortage.available);
  }
  return true;
}

std::vector<OrderId> cart_owing(Queries& db, const UserId& user) {
  std::vector<OrderId> orders;
  const auto add = [&](const RowView& row) { orders.push_back(row.get<OrderId>(0)); };
  db.each("SELECT id FROM orders WHERE user_id = ? AND cart_owed = 1 ORDER BY id", add, user);
  return orders;
}

void cart_settled(Transaction& tx, const OrderId& id) {
  tx.run("UPDATE orders SET cart_owed = 0 WHERE id = ?", id);
}

std::vector<OrderId> unfinished(Queries& db) {
  std::vector<OrderId> orders;
  const auto add = [&](const RowView& row) { orders.push_back(row.get<OrderId>(0)); };
  db.each("SELECT id FROM orders WHERE status IN (?, ?, ?, ?) ORDER BY created_at, id", add,
          Status::pending, Status::reserved, Status::paid, Status::cancelling);
  return orders;
}

std::vector<OrderRow> page_of_user(Queries& db, const UserId& user, const kernel::TimeCursor& after,
                                   int limit) {
  std::vector<OrderRow> items;
  const auto add = [&](const RowView& row) { items.push_back(read_row(row)); };
  db.each(
      "SELECT id, status, total, currency, created_at FROM orders"
      " WHERE user_id = ? AND (created_at, id) < (?, ?)"
      " ORDER BY created_at DESC, id DESC LIMIT ?",
      add, user, after.time, after.id, limit);
  return items;
}

std::vector<PlacedOrder> page_of_all(Queries& db, const Sought& sought,
                                     const kernel::TimeCursor& after, int limit) {
  std::vector<PlacedOrder> items;
  const auto add = [&](const RowView& row) {
    items.push_back({row.get<OrderId>(0),
                     row.get<Status>(1),
                     {row.get<std::int64_t>(2), must_parse(row.get<std::string_view>(3))},
                     row.get<UserId>(4),
                     row.get<std::string>(5),
                     row.get<WallTime>(6)});
  };
  // Each condition has an index; the texts are few and stay prepared.
  std::string sql =
      "SELECT id, status, total, currency, user_id, name, created_at FROM orders WHERE ";
  if (sought.status) sql += "status = ?1 AND ";
  if (sought.placed_by) sql += "user_id = ?2 AND ";
  if (sought.id_ending.size() == id_bytes) sql += "id = ?3 AND ";
  if (sought.id_ending.size() == number_bytes) sql += "substr(id, 14) = ?3 AND ";
  sql += "(created_at, id) < (?4, ?5) ORDER BY created_at DESC, id DESC LIMIT ?6";
  db.each(sql, add, sought.status, sought.placed_by, kernel::Blob{sought.id_ending}, after.time,
          after.id, limit);
  return items;
}

}  // namespace order::store
