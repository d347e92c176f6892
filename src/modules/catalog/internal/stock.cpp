#include "internal/stock.h"

#include <map>
#include <string_view>
#include <vector>

#include "kernel/error.h"
#include "kernel/mutation.h"

namespace catalog::stock {

using kernel::mutated;
using kernel::Mutation;
using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;
using kernel::WallTime;

namespace {

// As stored.
enum class State : std::int64_t { reserved = 0, released = 1, sold = 2, restocked = 3 };

struct Standing {
  State state;
  WallTime expires_at;
};

std::optional<Standing> standing(Queries& queries, const OrderId& order) {
  const auto row =
      queries.one("SELECT state, expires_at FROM reservations WHERE order_id = ?", order);
  if (!row) return std::nullopt;
  return Standing{row->get<State>(0), row->get<WallTime>(1)};
}

void insert(Transaction& tx, const OrderId& order, State state, WallTime expires_at) {
  tx.run("INSERT INTO reservations (order_id, state, expires_at) VALUES (?, ?, ?)", order, state,
         expires_at);
}

// Moves the order's quantities as `sql` says, which ends before its FROM.
void move(Transaction& tx, const OrderId& order, std::string_view set) {
  std::string sql = "UPDATE stock SET ";
  sql.append(set).append(
      " FROM reservation_lines l WHERE l.order_id = ? AND l.product = stock.product");
  tx.run(sql, order);
}

void set_state(Transaction& tx, const OrderId& order, State state) {
  tx.run("UPDATE reservations SET state = ? WHERE order_id = ?", state, order);
}

void give_back(Transaction& tx, const OrderId& order) {
  move(tx, order, "reserved = reserved - l.quantity, on_hand = on_hand + l.quantity");
  set_state(tx, order, State::released);
}

Reservation as_it_stands(Transaction& tx, const OrderId& order, const Standing& known,
                         WallTime now) {
  Reservation answer;
  const bool expired = known.state == State::reserved && known.expires_at <= now;
  if (expired) give_back(tx, order);
  if (expired || known.state == State::released) answer.outcome = ReserveOutcome::out_of_stock;
  return answer;
}

struct Need {
  Shortage product;  // as it would be reported
  std::int64_t number = 0;
};

// What each product is needed for in all, in the order of first mention.
std::vector<Need> needs_of(Queries& queries, const Reserve& message) {
  std::vector<Need> needs;
  std::map<ProductId, std::size_t> places;
  for (const auto& line : message.lines) {
    const auto [place, is_new] = places.try_emplace(line.product_id, needs.size());
    if (is_new) needs.push_back({{line.product_id, {}, 0, 0}, 0});
    needs[place->second].product.wanted += line.quantity;
  }
  for (auto& need : needs)
    queries.each(
        "SELECT p.number, p.name, CASE p.active WHEN 1 THEN s.on_hand ELSE 0 END"
        " FROM products p JOIN stock s ON s.product = p.number WHERE p.id = ?",
        [&](const RowView& row) {
          need.number = row.get<std::int64_t>(0);
          need.product.name = row.get<std::string>(1);
          need.product.available = row.get<std::int64_t>(2);
        },
        need.product.product_id);
  return needs;
}

}  // namespace

Reservation reserve(Transaction& tx, const Reserve& message, WallTime now, WallTime expires_at) {
  if (const auto known = standing(tx, message.order_id))
    return as_it_stands(tx, message.order_id, *known, now);

  Reservation answer;
  const auto needs = needs_of(tx, message);
  for (const auto& need : needs)
    if (need.product.available < need.product.wanted) answer.shortages.push_back(need.product);
  if (!answer.shortages.empty()) {
    answer.outcome = ReserveOutcome::out_of_stock;
    return answer;
  }
  insert(tx, message.order_id, State::reserved, expires_at);
  for (const auto& need : needs)
    tx.run("INSERT INTO reservation_lines (order_id, product, quantity) VALUES (?, ?, ?)",
           message.order_id, need.number, need.product.wanted);
  move(tx, message.order_id, "on_hand = on_hand - l.quantity, reserved = reserved + l.quantity");
  return answer;
}

void release(Transaction& tx, const OrderId& order, WallTime now) {
  const auto known = standing(tx, order);
  if (!known && !mutated(Mutation::no_tombstone))
    insert(tx, order, State::released, now);
  else if (known && known->state == State::reserved)
    give_back(tx, order);
}

Commitment commit(Transaction& tx, const OrderId& order, WallTime now) {
  const auto known = standing(tx, order);
  if (!known) {
    insert(tx, order, State::released, now);
    return {CommitOutcome::gone};
  }
  if (known->state == State::released) return {CommitOutcome::gone};
  if (known->state != State::reserved && !mutated(Mutation::commit_twice))
    return {CommitOutcome::committed};
  if (known->expires_at <= now) {
    give_back(tx, order);
    return {CommitOutcome::gone};
  }
  move(tx, order, "reserved = reserved - l.quantity, sold = sold + l.quantity");
  set_state(tx, order, State::sold);
  return {CommitOutcome::committed};
}

void restock(Transaction& tx, const OrderId& order) {
  const auto known = standing(tx, order);
  const bool again = known && known->state == State::restocked;
  if (again && !mutated(Mutation::restock_twice)) return;
  if (!again && (!known || known->state != State::sold))
    throw kernel::Error(kernel::Code::failed_precondition, "nothing was sold to this order");
  move(tx, order, "sold = sold - l.quantity, on_hand = on_hand + l.quantity");
  set_state(tx, order, State::restocked);
}

bool any_due(Queries& queries, WallTime now) {
  return queries.one("SELECT 1 FROM reservations WHERE state = 0 AND expires_at <= ? LIMIT 1", now)
      .has_value();
}

void expire(Transaction& tx, WallTime now, int orders_max) {
  std::vector<OrderId> due;
  tx.each(
      "SELECT order_id FROM reservations WHERE state = 0 AND expires_at <= ?"
      " ORDER BY expires_at, order_id LIMIT ?",
      [&](const RowView& row) { due.push_back(row.get<OrderId>(0)); }, now, orders_max);
  for (const auto& order : due) give_back(tx, order);
}

}  // namespace catalog::stock
