// The script: carts of customers and guests.
#include <fmt/format.h>

#include "lab/oracle/oracle_scenes.h"

namespace lab {

namespace {

const std::string cart = "/api/v1/cart";
const std::string items = "/api/v1/cart/items";

std::string quantity(std::int64_t count) { return fmt::format(R"({{"quantity":{}}})", count); }

}  // namespace

std::string Scenes::item(const std::string& product, std::int64_t quantity) {
  return fmt::format(R"({{"product_id":"{}","quantity":{}}})", product, quantity);
}

void Scenes::fill_cart(const ScriptedCustomer& customer, int lines) {
  for (int line = 0; line < lines; ++line)
    post(items, item(any_product(), chance_.between(1, 3))).as(customer.token);
}

void Scenes::change_cart(const ScriptedCustomer& customer) {
  const auto product = any_product();
  fill_cart(customer, chance_.between(0, 2));
  post(items, item(product, chance_.between(1, 5))).as(customer.token);
  const auto drawn = chance_.below(3);
  if (drawn == 0) send("PUT", items + "/" + product, quantity(2)).as(customer.token);
  if (drawn == 1) send("DELETE", items + "/" + product).as(customer.token);
  if (drawn == 2 && chance_.happens(30)) send("DELETE", cart).as(customer.token);
  get(cart).as(customer.token);
}

void Scenes::guest_cart() {
  const auto guest = next("guest");
  const auto token = fmt::format("<{}>", guest);
  const auto first = any_product();
  const auto second = any_product();
  post("/api/v1/carts").keep(guest, "/cart_token");
  get(cart).by_guest(token);
  post(items, item(first, 2)).by_guest(token);
  post(items, fmt::format(R"({{"product_id":"{}"}})", first)).by_guest(token);
  post(items, item(second, 1)).by_guest(token).under("twice the same");
  post(items, item(second, 1)).by_guest(token).under("twice the same");
  send("PUT", items + "/" + first, quantity(4)).by_guest(token);
  send("DELETE", items + "/" + second).by_guest(token);
  send("DELETE", items + "/" + second).by_guest(token);
  get(cart).by_guest(token);
  send("DELETE", cart).by_guest(token);
  get(cart);
  get(cart).by_guest("unheard of");
  get(cart).by_guest(token).as("no token at all");
}

void Scenes::overfill_cart(const ScriptedCustomer& customer) {
  const auto product = any_product();
  for (const std::int64_t count : {0L, -1L, 100'001L, 100'000L, 1L})
    post(items, item(product, count)).as(customer.token);
  post(items, fmt::format(R"({{"product_id":"{}","quantity":"two"}})", product)).as(customer.token);
  post(items, fmt::format(R"({{"product_id":"{}","quantity":1.5}})", product)).as(customer.token);
  post(items, R"({"product_id":"lantern","quantity":1})").as(customer.token);
  post(items, item("01890000-0000-7000-8000-000000000000", 1)).as(customer.token);
  post(items, R"({"quantity":1})").as(customer.token);
  post(items, item(product, 1));
  send("PUT", items + "/" + product, quantity(0)).as(customer.token);
  send("PUT", items + "/" + any_product(), quantity(3)).as(customer.token);
  send("DELETE", cart).as(customer.token);
}

void Scenes::merge_carts(const ScriptedCustomer& customer) {
  const auto guest = next("guest");
  const auto shared = any_product();
  const auto merge = fmt::format(R"({{"cart_token":"<{}>"}})", guest);
  post("/api/v1/carts").keep(guest, "/cart_token");
  post(items, item(shared, 1)).by_guest(fmt::format("<{}>", guest));
  post(items, item(any_product(), 2)).by_guest(fmt::format("<{}>", guest));
  post(items, item(shared, 1)).as(customer.token);
  post("/api/v1/cart/merge", merge).as(customer.token);
  post("/api/v1/cart/merge", merge).as(customer.token);
  post("/api/v1/cart/merge", merge);
  get(cart).by_guest(fmt::format("<{}>", guest));
}

}  // namespace lab
