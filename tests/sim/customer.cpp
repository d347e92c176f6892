#include "customer.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "kernel/base64.h"

namespace sim {

namespace {

using namespace std::chrono_literals;
using kernel::Code;
using kernel::Error;
using kernel::Task;
using order::PlaceOutcome;

constexpr const char* held_card = "pm_sandbox_held";
constexpr std::array<const char*, 9> methods{"pm_card_visa",
                                             "pm_card_visa",
                                             "pm_card_mastercard",
                                             "pm_sandbox_slow",
                                             "pm_sandbox_lost",
                                             "pm_sandbox_lost",
                                             held_card,
                                             "pm_card_visa_chargeDeclined",
                                             "pm_card_visa_chargeDeclinedInsufficientFunds"};

const order::Address address{"Customer", "1 High Street", std::nullopt, "York", "YO1 1AA", "GB"};

// Whom an access token was given to, as it says itself.
kernel::UserId subject_of(const kernel::SecretText& token) {
  const std::string& text = token.reveal();
  const auto begin = text.find('.') + 1;
  const auto claims = kernel::parse_base64url(text.substr(begin, text.find('.', begin) - begin));
  const std::string name = "\"sub\":\"";
  return kernel::UserId::parse(claims->substr(claims->find(name) + name.size(), 36)).value();
}

}  // namespace

Customer::Customer(Shop& shop, Ledger& ledger, int& busy, std::string name, std::uint64_t seed)
    : shop_(shop), ledger_(ledger), busy_(busy), name_(std::move(name)), random_(seed) {}

std::int64_t Customer::draw(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low) + 1));
}

const Product& Customer::any_product() {
  auto product = shop_.products().begin();
  std::advance(product, random_.below(shop_.products().size()));
  return product->second;
}

Task<> Customer::live() {
  co_await sign_up();
  const auto trips = draw(1, 4);
  for (std::int64_t trip = 0; trip < trips; ++trip) {
    co_await shop_.outside().sleep(random_.between(0ms, 2s));
    co_await browse();
    co_await fill_cart();
    co_await buy(fmt::format("{}-{}", name_, trip));
  }
}

// An answer that was lost makes the second attempt find the address taken: by himself.
Task<> Customer::sign_up() {
  const kernel::Principal nobody;
  const auth::Register sign_up{name_ + "@example.org", kernel::SecretText("correct horse battery"),
                               name_};
  who_.kind = kernel::Principal::Kind::user;
  try {
    const auto account = co_await ask(shop_, nobody, sign_up);
    who_.user = account.id;
  } catch (const Error& error) {
    if (error.code != Code::already_exists) throw;
  }
  if (who_.user.empty()) {
    const auth::Login login{sign_up.email, sign_up.password};
    const auto tokens = co_await ask(shop_, nobody, login);
    who_.user = subject_of(tokens.access_token);
  }
  ledger_.carts[who_.user];
}

Task<> Customer::browse() {
  catalog::FindProducts find;
  if (one_in(2)) find.q = "thing";
  const auto page = co_await ask(shop_, who_, find);
  if (page.items.size() != shop_.products().size())
    ledger_.surprises.push_back(name_ + " did not find all products");
}

Task<> Customer::fill_cart() {
  auto& cart = ledger_.carts[who_.user];
  const auto items = draw(cart.empty() ? 1 : 0, 3);
  for (std::int64_t i = 0; i < items; ++i) {
    cart::AddItem add;
    add.owner.user = who_.user;
    add.product_id = any_product().id;
    add.quantity = draw(1, 3);
    co_await ask(shop_, who_, add);
    cart[add.product_id] += add.quantity;
  }
}

Task<> Customer::clear_cart() {
  cart::ClearCart clear;
  clear.owner.user = who_.user;
  co_await ask(shop_, who_, clear);
  ledger_.carts[who_.user].clear();
}

Task<order::Placement> Customer::place(Shop& shop, Ledger& ledger, kernel::Principal who,
                                       order::PlaceOrder message) {
  auto& placed = ledger.placed[message.key];
  placed.user = who.user;
  placed.message = message;
  for (;;) {
    const auto placement = co_await ask(shop, who, message);
    if (placement.outcome != PlaceOutcome::pending) {
      placed.answers.push_back(placement);
      co_return placement;
    }
    co_await shop.outside().sleep(500ms);
  }
}

// Somebody who presses the button twice.
Task<> Customer::ask_beside(order::PlaceOrder message) {
  try {
    co_await place(shop_, ledger_, who_, message);
  } catch (const Error& error) {
    ledger_.surprises.push_back(message.key + " asked twice: " + error.message);
  }
  --busy_;
}

Task<> Customer::buy(std::string key) {
  const kernel::SecretText card{methods[random_.below(methods.size())]};
  const order::PlaceOrder message{key, card, address};
  if (one_in(4)) {
    ++busy_;
    shop_.outside().spawn(ask_beside(message));
  }
  const auto placement = co_await place(shop_, ledger_, who_, message);
  if (one_in(8)) co_await misuse(message);
  if (placement.outcome == PlaceOutcome::confirmed) {
    took_away(placement.order);
    if (card.reveal() != held_card) co_await after_sale(placement.order);
  } else if (placement.outcome == PlaceOutcome::out_of_stock || one_in(2)) {
    co_await clear_cart();
  }
}

// The key with another body.
Task<> Customer::misuse(order::PlaceOrder message) {
  message.shipping_address.city = "Leeds";
  const auto placement = co_await ask(shop_, who_, message);
  if (placement.outcome != PlaceOutcome::key_reused)
    ledger_.surprises.push_back(message.key + " was used for two orders");
}

// An order buys the whole cart.
void Customer::took_away(const order::Order& bought) {
  Ledger::Quantities lines;
  for (const order::Line& line : bought.lines) lines[line.product_id] += line.quantity;
  auto& cart = ledger_.carts[who_.user];
  if (lines != cart) ledger_.surprises.push_back(name_ + " got another order than his cart was");
  cart.clear();
}

Task<> Customer::after_sale(order::Order bought) {
  if (one_in(4)) {
    kernel::Principal admin;
    admin.kind = kernel::Principal::Kind::user;
    admin.role = kernel::Role::admin;
    admin.authenticated_at = shop_.outside().now();
    const order::RefundOrder refund{bought.id, order::Money{draw(1, 90), bought.total.currency}};
    co_await ask(shop_, admin, refund);
    ledger_.refunded[bought.id] += refund.amount->amount;
  }
  if (one_in(2)) {
    const order::CancelOrder cancel{bought.id};
    const auto order = co_await ask(shop_, who_, cancel);
    if (order.status != order::Status::cancelled)
      ledger_.surprises.push_back(name_ + " cancelled, and it is not cancelled");
    ledger_.cancelled.insert(bought.id);
  }
}

}  // namespace sim
