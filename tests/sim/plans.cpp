#include "plans.h"

#include <fmt/format.h>

#include "customer.h"

namespace sim {

namespace {

using kernel::Principal;
using kernel::Task;

Task<> add_to_cart(Shop& shop, Ledger& ledger, Principal who, Purchase purchase) {
  cart::AddItem add;
  add.owner.user = who.user;
  add.product_id = shop.products().at(purchase.sku).id;
  add.quantity = purchase.quantity;
  co_await ask(shop, who, add);
  ledger.carts[who.user][add.product_id] += add.quantity;
}

Task<> buy(Shop& shop, Ledger& ledger, Plan plan, int& waiting) {
  const Principal nobody;
  const auth::Register sign_up{plan.name + "@example.org",
                               kernel::SecretText("correct horse battery"), plan.name};
  const auto account = co_await ask(shop, nobody, sign_up);
  Principal who;
  who.kind = Principal::Kind::user;
  who.user = account.id;
  for (std::size_t i = 0; i < plan.orders.size(); ++i) {
    for (const Purchase& purchase : plan.orders[i])
      co_await add_to_cart(shop, ledger, who, purchase);
    const order::PlaceOrder order{
        fmt::format("{}-{}", plan.name, i),
        kernel::SecretText("pm_card_visa"),
        {"Customer", "1 High Street", std::nullopt, "York", "YO1 1AA", "GB"}};
    co_await Customer::place(shop, ledger, who, order);
    ledger.carts[who.user].clear();
  }
  --waiting;
}

}  // namespace

bool serve(Shop& shop, Ledger& ledger, const std::vector<Plan>& plans) {
  int waiting = static_cast<int>(plans.size());
  shop.outside().enter([&] {
    for (const Plan& plan : plans) shop.outside().spawn(buy(shop, ledger, plan, waiting));
  });
  const bool answered = shop.world().run_until([&] { return waiting == 0; });
  return answered && shop.settles(std::chrono::minutes(10));
}

std::string final_books(Shop& shop) {
  std::string out;
  const auto add = [&](const std::string& database, std::string_view sql) {
    shop.queries(database).each(sql, [&](const kernel::RowView& row) {
      for (int i = 0; i < row.access().columns(); ++i) {
        const bool is_text = row.access().kind(i) == kernel::detail::RowAccess::Kind::bytes;
        out += is_text ? row.get<std::string>(i) : std::to_string(row.get<std::int64_t>(i));
        out += '|';
      }
      out += '\n';
    });
  };
  add("order", "SELECT key, status, total, currency FROM orders ORDER BY key");
  add("order",
      "SELECT o.key, l.position, l.name, l.quantity, l.unit_price FROM order_lines l "
      "JOIN orders o ON o.id = l.order_id ORDER BY o.key, l.position");
  add("catalog",
      "SELECT sku, on_hand, reserved, sold FROM products JOIN stock ON product = number "
      "ORDER BY sku");
  add("sandbox", "SELECT amount, currency, status, count(*) FROM charges GROUP BY 1, 2, 3");
  add("payment", "SELECT amount, status, count(*) FROM payments GROUP BY 1, 2");
  add("notification", "SELECT topic, status, count(*) FROM mails GROUP BY 1, 2");
  return out;
}

}  // namespace sim
