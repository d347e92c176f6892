#include "lab/oracle/books.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "kernel/error.h"

namespace lab {

namespace {

using kernel::Key;
using kernel::ReadOnlyDatabase;
using kernel::RowView;
using kernel::Uuid;

Uuid id(const RowView& row, int column) { return row.get<Key>(column); }
std::int64_t number(const RowView& row, int column) { return row.get<std::int64_t>(column); }

ReadOnlyDatabase& database(Databases& databases, const std::string& module) {
  const auto found = databases.find(module);
  if (found == databases.end())
    throw kernel::Error(kernel::Code::failed_precondition, "there is no " + module + ".db");
  return found->second;
}

void read_orders(Databases& databases, Names& names, Books& books) {
  database(databases, "order")
      .each("SELECT id, status, total, currency FROM orders", [&](const RowView& row) {
        books.orders[id(row, 0)] = {names.of(id(row, 0)), static_cast<OrderState>(row.get<int>(1)),
                                    number(row, 2), row.get<std::string>(3)};
      });
}

void read_money(Databases& databases, Books& books) {
  database(databases, "sandbox")
      .each(
          "SELECT order_id, amount, (SELECT coalesce(sum(amount), 0) FROM refunds"
          " WHERE payment_id = charges.payment_id), currency FROM charges"
          " WHERE status = 'captured'",
          [&](const RowView& row) {
            books.charges.push_back(
                {id(row, 0), number(row, 1), number(row, 2), row.get<std::string>(3)});
          });
  database(databases, "payment")
      .each("SELECT order_id, refunded FROM payments",
            [&](const RowView& row) { books.refunds[id(row, 0)] = number(row, 1); });
}

void read_units(Databases& databases, Books& books) {
  std::map<Uuid, std::string> skus;
  database(databases, "catalog")
      .each("SELECT id, sku, on_hand, reserved, sold FROM products JOIN stock ON product = number",
            [&](const RowView& row) {
              const auto sku = row.get<std::string>(1);
              skus[id(row, 0)] = sku;
              books.stock[sku] = {number(row, 2), number(row, 3), number(row, 4)};
            });
  auto& orders = database(databases, "order");
  std::set<Uuid> owing;  // to catalog: a restock on its way
  orders.each(
      "SELECT outbox.aggregate FROM delivery JOIN outbox ON outbox.seq = delivery.seq"
      " WHERE outbox.type = 'catalog.Restock'",
      [&](const RowView& row) { owing.insert(id(row, 0)); });
  orders.each("SELECT order_id, product_id, quantity FROM order_lines", [&](const RowView& row) {
    const auto& order = books.orders[id(row, 0)];
    const auto& sku = skus[id(row, 1)];
    if (order.state == OrderState::confirmed) books.sold[sku] += number(row, 2);
    if (!order.is_settled() || owing.contains(id(row, 0))) books.on_the_way[sku] += number(row, 2);
  });
}

// The topic of a mail about a confirmed order (notification::Topic).
constexpr int confirmed_topic = 2;

void read_mails(Databases& databases, const std::string& directory, Books& books) {
  auto& notification = database(databases, "notification");
  const auto folder = std::filesystem::path(directory) / "mail";
  notification.each(
      "SELECT id, about, status FROM mails WHERE topic = ?",
      [&](const RowView& row) {
        const auto file = folder / (kernel::to_text(id(row, 0)) + ".eml");
        books.confirmations.push_back({id(row, 1), number(row, 2), std::filesystem::exists(file)});
      },
      confirmed_topic);
  database(databases, "order")
      .each(
          "SELECT outbox.aggregate FROM delivery JOIN outbox ON outbox.seq = delivery.seq"
          " WHERE outbox.type = 'order.OrderConfirmed' AND delivery.dead = 0",
          [&](const RowView& row) { ++books.owed[id(row, 0)]; });
}

void read_carts(Databases& databases, Books& books) {
  std::set<Uuid> bought;
  database(databases, "order")
      .each("SELECT order_id, cart_line_id FROM order_lines", [&](const RowView& row) {
        if (books.orders[id(row, 0)].state == OrderState::confirmed) bought.insert(id(row, 1));
      });
  database(databases, "cart").each("SELECT id FROM lines", [&](const RowView& row) {
    if (!bought.contains(id(row, 0))) ++books.cart_lines;
  });
}

}  // namespace

Books read_books(const std::string& directory) {
  Databases databases = open_databases(directory);
  Names names = names_in(databases);
  Books books;
  read_orders(databases, names, books);
  read_money(databases, books);
  read_units(databases, books);
  read_mails(databases, directory, books);
  read_carts(databases, books);
  return books;
}

}  // namespace lab
