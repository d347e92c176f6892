#include "internal/store.h"

#include "kernel/error.h"
#include "kernel/mutation.h"

namespace cart::store {

using kernel::Blob;
using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;
using kernel::WallTime;

namespace {

constexpr int carts_at_once = 100;  // forgotten in one transaction
constexpr int keys_at_once = 1'000;

void insert(Transaction& tx, const Owner& owner, WallTime now) {
  tx.run(
      "INSERT INTO carts (owner, guest, changed_at) VALUES (?, ?, ?)"
      " ON CONFLICT (owner) DO NOTHING",
      Blob{owner.bytes}, owner.guest, now);
}

}  // namespace

std::optional<Stored> find(Queries& queries, const Owner& owner) {
  const auto row =
      queries.one("SELECT number, revision FROM carts WHERE owner = ?", Blob{owner.bytes});
  if (!row) return std::nullopt;
  return Stored{row->get<std::int64_t>(0), row->get<std::int64_t>(1)};
}

Stored open(Transaction& tx, const Owner& owner, WallTime now) {
  if (const auto known = find(tx, owner)) return *known;
  if (owner.guest) throw kernel::Error(kernel::Code::not_found, "no such cart");
  insert(tx, owner, now);
  return find(tx, owner).value();
}

void create_guest(Transaction& tx, const Owner& owner, WallTime now) { insert(tx, owner, now); }

void erase(Transaction& tx, const Stored& cart) {
  clear(tx, cart);
  tx.run("DELETE FROM carts WHERE number = ?", cart.number);
}

std::vector<Line> lines(Queries& queries, const Stored& cart) {
  std::vector<Line> all;
  queries.each(
      "SELECT id, product_id, quantity, name, price, currency FROM lines WHERE cart = ?"
      " ORDER BY position",
      [&](const RowView& row) {
        Line line;
        line.id = row.get<LineId>(0);
        line.product_id = row.get<ProductId>(1);
        line.quantity = row.get<std::int64_t>(2);
        line.name = row.get<std::string>(3);
        line.unit_price.amount = row.get<std::int64_t>(4);
        line.unit_price.currency =
            kernel::Currency::parse(row.get<std::string_view>(5)).value_or(kernel::Currency{});
        all.push_back(std::move(line));
      },
      cart.number);
  return all;
}

void append(Transaction& tx, const Stored& cart, const Line& line) {
  tx.run(
      "INSERT INTO lines (cart, position, id, product_id, quantity, name, price, currency)"
      " SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM lines"
      " WHERE cart = ?1",
      cart.number, line.id, line.product_id, line.quantity, line.name, line.unit_price.amount,
      line.unit_price.currency.text());
}

void set_quantity(Transaction& tx, const Stored& cart, const Line& line) {
  tx.run("UPDATE lines SET quantity = ? WHERE cart = ? AND product_id = ?", line.quantity,
         cart.number, line.product_id);
}

void remove(Transaction& tx, const Stored& cart, const Line& line) {
  tx.run("DELETE FROM lines WHERE cart = ? AND product_id = ?", cart.number, line.product_id);
}

void clear(Transaction& tx, const Stored& cart) {
  tx.run("DELETE FROM lines WHERE cart = ?", cart.number);
}

void changed(Transaction& tx, Stored& cart, WallTime now) {
  ++cart.revision;
  tx.run("UPDATE carts SET revision = ?, changed_at = ? WHERE number = ?", cart.revision, now,
         cart.number);
}

bool first_time(Transaction& tx, const kernel::Key& key, WallTime now) {
  if (key.empty() || mutated(kernel::Mutation::forget_key)) return true;
  return tx.run("INSERT INTO applied (key, at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", key,
                now) == 1;
}

bool first_removal(Transaction& tx, const OrderId& order) {
  return tx.run(
             "INSERT INTO removed_orders (order_id) VALUES (?) ON CONFLICT (order_id) DO NOTHING",
             order) == 1;
}

std::string token_seed(Transaction& tx, std::string_view fresh) {
  tx.run("INSERT INTO token_seed (only, seed) VALUES (1, ?) ON CONFLICT (only) DO NOTHING",
         Blob{fresh});
  return tx.one("SELECT seed FROM token_seed WHERE only = 1").value().get<std::string>(0);
}

bool any_due(Queries& queries, WallTime guests, WallTime keys) {
  return queries.one("SELECT 1 FROM carts WHERE guest = 1 AND changed_at <= ? LIMIT 1", guests) ||
         queries.one("SELECT 1 FROM applied WHERE at <= ? LIMIT 1", keys);
}

void forget(Transaction& tx, WallTime guests, WallTime keys) {
  std::vector<Stored> due;
  tx.each(
      "SELECT number FROM carts WHERE guest = 1 AND changed_at <= ?"
      " ORDER BY changed_at, number LIMIT ?",
      [&](const RowView& row) {
        due.push_back({row.get<std::int64_t>(0), 0});
      },
      guests, carts_at_once);
  for (const auto& cart : due) erase(tx, cart);
  tx.run(
      "DELETE FROM applied WHERE key IN"
      " (SELECT key FROM applied WHERE at <= ? ORDER BY at LIMIT ?)",
      keys, keys_at_once);
}

}  // namespace cart::store
