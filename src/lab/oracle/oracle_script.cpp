#include "lab/oracle/oracle_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "lab/oracle/oracle_scenes.h"

namespace lab {

namespace {

// Units of a product, so that it is not sold out half-way through: what nobody can buy stays in a
// cart and makes every later order of its owner fail alike.
constexpr std::int64_t plenty = 20;

}  // namespace

ScriptStep& ScriptStep::as(std::string access_token) {
  token = std::move(access_token);
  return *this;
}

ScriptStep& ScriptStep::by_guest(std::string cart_token) {
  guest = std::move(cart_token);
  return *this;
}

ScriptStep& ScriptStep::under(std::string idempotency_key) {
  key = std::move(idempotency_key);
  return *this;
}

ScriptStep& ScriptStep::keep(std::string name, std::string from) {
  keeps.push_back({std::move(name), std::move(from)});
  return *this;
}

std::string describe_step(const ScriptStep& step) {
  std::string text = fmt::format("{} {}", step.method, step.target);
  if (!step.token.empty()) text += " as " + step.token;
  if (!step.guest.empty()) text += " with Cart-Token " + step.guest;
  if (!step.key.empty()) text += ", Idempotency-Key " + step.key;
  if (!step.if_none_match.empty()) text += ", If-None-Match " + step.if_none_match;
  return step.body.empty() ? text : text + "\n" + step.body;
}

std::size_t Chance::below(std::size_t bound) {
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return static_cast<std::size_t>((mixed ^ (mixed >> 31)) % bound);
}

int Chance::between(int low, int high) {
  return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
}

Scenes::Scenes(const SeededShop& shop, std::uint64_t seed)
    : chance_(seed), products_(shop.products) {
  std::ranges::sort(products_, {}, &ShopProduct::sku);
  std::ranges::copy_if(products_, std::back_inserter(plenty_),
                       [](const ShopProduct& product) { return product.stock >= plenty; });
  if (plenty_.empty()) plenty_ = products_;
  for (const auto& product : products_) script_.values["product " + product.sku] = product.id;
  script_.values["admin"] = shop.admin_token;
  for (std::size_t i = 0; i < shop.tokens.size(); ++i) {
    const auto name = fmt::format("seeded customer {}", i + 1);
    script_.values[name] = shop.tokens[i];
    customers_.push_back({name, {}, {}, fmt::format("<{}>", name), {}, false});
  }
}

ScriptStep& Scenes::get(std::string target) { return send("GET", std::move(target)); }

ScriptStep& Scenes::post(std::string target, std::string body) {
  return send("POST", std::move(target), std::move(body));
}

ScriptStep& Scenes::send(std::string_view method, std::string target, std::string body) {
  ScriptStep step;
  step.method = method;
  step.target = std::move(target);
  step.body = std::move(body);
  return script_.steps.emplace_back(std::move(step));
}

std::string Scenes::next(std::string_view what) {
  const auto found = counted_.try_emplace(std::string(what), 0).first;
  return fmt::format("{} {}", what, ++found->second);
}

std::string Scenes::any_product() {
  return fmt::format("<product {}>", chance_.one_of(plenty_).sku);
}

// The scenes that need a customer with a past come after those that give one.
void Scenes::everything_once() {
  ask_process();
  ask_oddly();
  list_products();
  list_badly();
  look_at_products();
  register_badly();
  ScriptedCustomer ada = sign_up();
  ScriptedCustomer ben = sign_up();
  log_in_badly(ada);
  guest_cart();
  overfill_cart(ada);
  merge_carts(ada);
  order_badly(ada);
  buy(ada, "pm_card_visa");
  buy(ada, "pm_card_mastercard");
  be_declined(ben);
  find_none_left(ben);
  read_orders(ada, ben);
  cancel_one(ada);
  manage_product();
  show_picture();
  manage_badly(ben);
  import_products();
  refund(ada);
  read_books();
  follow_mailed_links(ben);
  refresh_session(ada);
  log_out(ada);
  manage_sessions(ada);
  buy(ada, "pm_sandbox_slow");
  use_ended_sessions();
  customers_.push_back(std::move(ada));
  customers_.push_back(std::move(ben));
}

void Scenes::one_more() {
  ScriptedCustomer& customer = chance_.one_of(customers_);
  ScriptedCustomer& other = chance_.one_of(customers_);
  constexpr std::string_view cards[] = {"pm_card_visa", "pm_card_visa", "pm_card_mastercard"};
  const std::string_view card = cards[chance_.below(std::size(cards))];
  const int drawn = chance_.between(1, 100);
  if (drawn <= 25) return browse();
  if (drawn <= 40) return change_cart(customer);
  if (drawn <= 65) return buy(customer, card);
  if (drawn <= 72) return be_declined(customer);
  if (drawn <= 76) return find_none_left(customer);
  if (drawn <= 80) return merge_carts(customer);
  if (drawn <= 85) return read_orders(customer, other);
  if (drawn <= 89) return cancel_one(customer);
  if (drawn <= 93) return refund(customer);
  if (drawn <= 96) return manage_product();
  if (drawn <= 98) return read_books();
  customers_.push_back(sign_up());
}

Script make_script(const SeededShop& shop, std::uint64_t seed, int requests) {
  Scenes scenes(shop, seed);
  scenes.everything_once();
  auto& script = scenes.script();
  while (script.steps.size() < static_cast<std::size_t>(requests)) scenes.one_more();
  return std::move(script);
}

}  // namespace lab
