#include "books.h"

namespace sim {

namespace {

using kernel::RowView;

void read_orders(Shop& shop, Books& books) {
  auto db = shop.queries("order");
  db.each("SELECT id, user_id, key, status, total FROM orders", [&](const RowView& row) {
    books.orders[row.get<kernel::OrderId>(0)] = {row.get<kernel::UserId>(1),
                                                 row.get<std::string>(2), row.get<std::int64_t>(3),
                                                 row.get<std::int64_t>(4)};
  });
  db.each(
      "SELECT product_id, sum(quantity) FROM order_lines JOIN orders ON id = order_id"
      " WHERE status = 3 GROUP BY 1",
      [&](const RowView& row) {
        books.sold[row.get<kernel::ProductId>(0)] = row.get<std::int64_t>(1);
      });
}

void read_money(Shop& shop, Books& books) {
  auto provider = shop.queries("sandbox");
  provider.each(
      "SELECT payment_id, order_id, amount, (SELECT coalesce(sum(r.amount), 0) FROM refunds r"
      " WHERE r.payment_id = charges.payment_id) FROM charges WHERE status = 'captured'",
      [&](const RowView& row) {
        books.charges.push_back({row.get<kernel::PaymentId>(0), row.get<kernel::OrderId>(1),
                                 row.get<std::int64_t>(2), row.get<std::int64_t>(3)});
      });
  auto db = shop.queries("payment");
  db.each("SELECT order_id, id, status, amount, refunded FROM payments", [&](const RowView& row) {
    books.payments[row.get<kernel::OrderId>(0)] = {
        row.get<kernel::PaymentId>(1), row.get<std::int64_t>(2), row.get<std::int64_t>(3),
        row.get<std::int64_t>(4)};
  });
  db.each(
      "SELECT p.order_id, count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id"
      " WHERE r.status = 1 GROUP BY 1",
      [&](const RowView& row) {
        books.refunds[row.get<kernel::OrderId>(0)] = row.get<std::int64_t>(1);
      });
}

}  // namespace

Books::Books(Shop& shop) {
  read_orders(shop, *this);
  read_money(shop, *this);
  shop.queries("catalog").each(
      "SELECT id, on_hand, reserved, sold FROM products JOIN stock ON product = number",
      [&](const RowView& row) {
        stock[row.get<kernel::ProductId>(0)] = {row.get<std::int64_t>(1), row.get<std::int64_t>(2),
                                                row.get<std::int64_t>(3)};
      });
  shop.queries("notification")
      .each("SELECT id, about, topic, status FROM mails ORDER BY rowid", [&](const RowView& row) {
        mails.push_back({row.get<kernel::NotificationId>(0), row.get<kernel::Uuid>(1),
                         row.get<std::int64_t>(2), row.get<std::int64_t>(3)});
      });
  shop.queries("cart").each(
      "SELECT owner, product_id, quantity FROM lines JOIN carts ON number = cart WHERE guest = 0",
      [&](const RowView& row) {
        carts[row.get<kernel::UserId>(0)][row.get<kernel::ProductId>(1)] = row.get<std::int64_t>(2);
      });
}

}  // namespace sim
