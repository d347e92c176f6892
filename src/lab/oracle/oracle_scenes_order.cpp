// The script: checkout and what follows it.
#include <fmt/format.h>

#include "lab/oracle/oracle_scenes.h"

namespace lab {

namespace {

const std::string orders = "/api/v1/orders";
const std::string items = "/api/v1/cart/items";

}  // namespace

std::string Scenes::checkout_body(std::string_view card) {
  return fmt::format(
      R"({{"payment_method":"{}","shipping_address":{{"name":"Scripted Customer",)"
      R"("line1":"12 High Street","city":"York","postal_code":"YO1 8AA","country":"GB"}}}})",
      card);
}

// Returns the name of the order. Where it should not go well, nobody remembers it.
std::string Scenes::place(ScriptedCustomer& customer, std::string_view card, bool goes_well) {
  const auto order = next("order");
  auto& step = post(orders, checkout_body(card)).as(customer.token).under(order.substr(6) + "-key");
  step.keep(order, goes_well ? "/id" : "/order_id");
  if (goes_well) customer.orders.push_back(order);
  return order;
}

void Scenes::buy(ScriptedCustomer& customer, std::string_view card) {
  if (chance_.happens(20)) send("DELETE", "/api/v1/cart").as(customer.token);
  fill_cart(customer, chance_.between(1, 4));
  const auto order = place(customer, card, true);
  get(fmt::format("{}/<{}>", orders, order)).as(customer.token);
  get("/api/v1/cart").as(customer.token);
}

void Scenes::order_badly(ScriptedCustomer& customer) {
  const auto visa = checkout_body("pm_card_visa");
  send("DELETE", "/api/v1/cart").as(customer.token);
  post(orders, visa).as(customer.token).under("empty");
  post(items, item(any_product(), 1)).as(customer.token);
  post(orders, visa).under("nobody's");
  post(orders, visa).as(customer.token);
  post(orders, visa).as(customer.token).under(std::string(256, 'k'));
  post(orders, checkout_body("pm_card_of_nobody")).as(customer.token).under("bad");
  post(orders, R"({"payment_method":"pm_card_visa"})").as(customer.token).under("bad");
  post(orders, R"({"payment_method":"","shipping_address":{"name":"","country":"XX"}})")
      .as(customer.token)
      .under("bad");
  post(orders, visa).as("no token at all").under("bad");
  auto cheap = visa;
  cheap.insert(1, R"("expected_total":{"amount":0,"currency":"GBP"},)");
  post(orders, cheap).as(customer.token).under("bad");
  // What was refused before did not bind its key.
  const auto order = next("order");
  customer.orders.push_back(order);
  post(orders, visa).as(customer.token).under("bad").keep(order, "/id");
  post(orders, visa).as(customer.token).under("bad");
  post(orders, checkout_body("pm_card_mastercard")).as(customer.token).under("bad");
  post(orders, visa).as(customer.token).under("nothing left in the cart");
}

// A declined order frees its cart for another card.
void Scenes::be_declined(ScriptedCustomer& customer) {
  fill_cart(customer, chance_.between(1, 3));
  place(customer, "pm_card_visa_chargeDeclined", false);
  const auto order = place(customer, "pm_card_visa_chargeDeclinedInsufficientFunds", false);
  get(fmt::format("{}/<{}>", orders, order)).as(customer.token);
  post(fmt::format("{}/<{}>/cancel", orders, order)).as(customer.token);
  get("/api/v1/cart").as(customer.token);
  place(customer, "pm_card_visa", true);
}

void Scenes::find_none_left(ScriptedCustomer& customer) {
  const auto wanted = any_product();
  const auto stock = fmt::format("/api/v1/products/{}/stock", wanted);
  get("/api/v1/products/" + wanted).keep("stock before", "/stock");
  send("PUT", stock, R"({"stock":1})").as("<admin>");
  fill_cart(customer, 1);
  send("PUT", items + "/" + wanted, R"({"quantity":2})").as(customer.token);
  const auto order = place(customer, "pm_card_visa", false);
  get(fmt::format("{}/<{}>", orders, order)).as(customer.token);
  send("PUT", stock, R"({"stock":<stock before>})").as("<admin>");
  place(customer, "pm_card_visa", true);
}

void Scenes::read_orders(ScriptedCustomer& customer, const ScriptedCustomer& other) {
  get(orders).as(customer.token);
  get(orders + "?limit=1").as(customer.token).keep("cursor", "/next_cursor");
  get(orders + "?limit=2&cursor=<cursor>").as(customer.token);
  get(orders + "?limit=1&cursor=of%20nothing").as(customer.token);
  read_notifications(customer);
  get(orders);
  get(orders + "/01890000-0000-7000-8000-000000000000").as(customer.token);
  if (customer.orders.empty()) return;
  const auto order = fmt::format("{}/<{}>", orders, chance_.one_of(customer.orders));
  get(order).as(customer.token);
  get(order).as(other.token);
  get(order).as("<admin>");
  post(order + "/cancel").as(other.token);
  get(order + "/stream").as(customer.token);
  get(order + "/stream").as(other.token);
}

void Scenes::cancel_one(ScriptedCustomer& customer) {
  if (customer.orders.empty()) return buy(customer, "pm_card_visa");
  const auto chosen = chance_.below(customer.orders.size());
  const auto order = fmt::format("{}/<{}>", orders, customer.orders[chosen]);
  customer.orders.erase(customer.orders.begin() + static_cast<std::ptrdiff_t>(chosen));
  customer.has_cancelled = true;
  post(order + "/cancel").as(customer.token);
  post(order + "/cancel").as(customer.token);
  get(order).as(customer.token);
  post(order + "/cancel");
  read_notifications(customer);
}

// A cancelled order is told of twice, by order and by payment, and either may be heard first.
void Scenes::read_notifications(const ScriptedCustomer& customer) {
  const std::string notifications = "/api/v1/notifications";
  if (customer.has_cancelled) {
    get(notifications + "?limit=100").as(customer.token).in_order = false;
    return;
  }
  get(notifications).as(customer.token);
  get(notifications + "?limit=1").as(customer.token).keep("cursor", "/next_cursor");
  get(notifications + "?limit=2&cursor=<cursor>").as(customer.token);
  get("/api/v1/orders?cursor=<cursor>").as(customer.token);
}

}  // namespace lab
