// tests of order: its neighbours, as their contracts promise them, with a switch for every failure.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cart/messages.h"
#include "catalog/messages.h"
#include "payment/messages.h"
#include "support/bench.h"

namespace shop {

using namespace std::chrono_literals;
using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Money;
using kernel::OrderId;
using kernel::ProductId;
using kernel::UserId;

inline Money gbp(std::int64_t amount) { return {amount, {}}; }

// What stands in the way of one message.
struct Trouble {
  bool down = false;  // it never arrives
  int lost = 0;       // so many of the next replies are lost, after the effect
  int asked = 0;      // how often it arrived
};

struct Neighbours {
  std::map<std::string, Trouble> trouble;  // by name, "Charge"

  // Runs `effect` unless the message is in trouble.
  template <class F>
  auto serve(const std::string& name, F effect) {
    Trouble& here = trouble[name];
    if (here.down) throw Error(Code::unavailable, "nobody answers");
    ++here.asked;
    auto reply = effect();
    if (here.lost > 0) {
      --here.lost;
      throw Error(Code::unavailable, "the answer was lost");
    }
    return reply;
  }

  // cart: one user's
  std::map<UserId, cart::Cart> carts;
  std::set<OrderId> removed;

  cart::Cart get_cart(const Context& context, const cart::GetCart& message) {
    if (!context.is_user(*message.owner.user))
      throw Error(Code::permission_denied, "another's cart");
    return serve("GetCart", [&] { return carts[*message.owner.user]; });
  }
  kernel::Done remove_ordered(const Context& context, const cart::RemoveOrdered& message) {
    context.require_service();
    return serve("RemoveOrdered", [&] {
      if (!removed.insert(message.order_id).second) return kernel::Done{};
      cart::Cart& cart = carts[message.user];
      for (const auto& ordered : message.lines)
        for (auto& line : cart.items)
          if (line.id == ordered.id) line.quantity -= ordered.quantity;
      std::erase_if(cart.items, [](const cart::Line& line) { return line.quantity <= 0; });
      ++cart.revision;
      return kernel::Done{};
    });
  }

  // catalog
  struct Held {
    std::map<ProductId, std::int64_t> lines;
    bool released = false;
    bool committed = false;
    bool restocked = false;
  };
  std::map<ProductId, std::int64_t> on_hand;
  std::map<ProductId, std::int64_t> sold;
  std::map<OrderId, Held> held;
  int restocks = 0;  // that had an effect

  catalog::Reservation reserve(const Context& context, const catalog::Reserve& message) {
    context.require_service();
    return serve("Reserve", [&]() -> catalog::Reservation {
      if (const auto known = held.find(message.order_id); known != held.end())
        return {known->second.released ? catalog::ReserveOutcome::out_of_stock
                                       : catalog::ReserveOutcome::reserved,
                {}};
      catalog::Reservation reservation;
      for (const auto& line : message.lines)
        if (on_hand[line.product_id] < line.quantity)
          reservation.shortages.push_back(
              {line.product_id, "a product", line.quantity, on_hand[line.product_id]});
      if (!reservation.shortages.empty()) {
        reservation.outcome = catalog::ReserveOutcome::out_of_stock;
        return reservation;
      }
      for (const auto& line : message.lines) {
        on_hand[line.product_id] -= line.quantity;
        held[message.order_id].lines[line.product_id] += line.quantity;
      }
      return reservation;
    });
  }
  void give_back(Held& reservation) {
    for (const auto& [product, quantity] : reservation.lines) on_hand[product] += quantity;
    reservation.released = true;
  }
  void expire_all() {
    for (auto& [order, reservation] : held)
      if (!reservation.released && !reservation.committed) give_back(reservation);
  }
  kernel::Done release(const Context& context, const catalog::Release& message) {
    context.require_service();
    return serve("Release", [&] {
      Held& reservation = held[message.order_id];
      if (!reservation.released && !reservation.committed) give_back(reservation);
      return kernel::Done{};
    });
  }
  catalog::Commitment commit(const Context& context, const catalog::Commit& message) {
    context.require_service();
    return serve("Commit", [&]() -> catalog::Commitment {
      Held& reservation = held[message.order_id];
      if (reservation.released) return {catalog::CommitOutcome::gone};
      if (!reservation.committed)
        for (const auto& [product, quantity] : reservation.lines) sold[product] += quantity;
      reservation.committed = true;
      return {};
    });
  }
  kernel::Done restock(const Context& context, const catalog::Restock& message) {
    context.require_service();
    return serve("Restock", [&] {
      Held& reservation = held[message.order_id];
      if (!reservation.committed) throw Error(Code::failed_precondition, "never sold");
      if (reservation.restocked) return kernel::Done{};
      reservation.restocked = true;
      ++restocks;
      for (const auto& [product, quantity] : reservation.lines) {
        sold[product] -= quantity;
        on_hand[product] += quantity;
      }
      return kernel::Done{};
    });
  }

  // payment
  std::map<OrderId, payment::Payment> payments;
  std::map<kernel::RefundId, Money> refunds;
  bool outcome_unknown = false;  // of charges, while it is set
  bool refuses_refunds = false;  // the provider, for good
  std::set<kernel::RefundId> refused;
  bool overtakes_refund = false;  // the next refund finds that another one came first

  payment::MethodCheck check_method(const payment::CheckMethod& message) {
    return serve("CheckMethod", [&] {
      return payment::MethodCheck{message.payment_method.reveal().starts_with("pm_card")};
    });
  }
  payment::Payment answer(const payment::Payment& stored) const {
    payment::Payment seen = stored;
    if (outcome_unknown) seen.status = payment::Status::pending;
    return seen;
  }
  payment::Payment charge(const Context& context, const payment::Charge& message) {
    context.require_service();
    return serve("Charge", [&] {
      auto [at, first] = payments.try_emplace(message.order_id);
      payment::Payment& payment = at->second;
      if (first) {
        payment.id = {{kernel::derived_uuid(message.order_id, "payment")}};
        payment.order_id = message.order_id;
        payment.amount = message.amount;
        payment.status = payment::Status::captured;
        if (message.payment_method.reveal() == "pm_card_declined") {
          payment.status = payment::Status::declined;
          payment.reason = "Your card was declined.";
        }
      }
      return answer(payment);
    });
  }
  payment::Payment get_payment(const payment::GetPayment& message) {
    return serve("GetPayment", [&] { return answer(payments.at(message.order_id)); });
  }
  payment::Payment void_payment(const Context& context, const payment::Void& message) {
    context.require_service();
    return serve("Void", [&] {
      auto [at, first] = payments.try_emplace(message.order_id);
      payment::Payment& payment = at->second;
      if (first) payment.status = payment::Status::failed;
      if (payment.status != payment::Status::captured) return answer(payment);
      payment.status = refuses_refunds ? payment::Status::owed : payment::Status::refunded;
      if (!refuses_refunds) payment.refunded = payment.amount;
      return answer(payment);
    });
  }
  payment::Payment refund(const Context& context, const payment::Refund& message) {
    context.require_service();
    return serve("Refund", [&] {
      payment::Payment& payment = payments.at(message.order_id);
      if (const auto known = refunds.find(message.refund_id); known != refunds.end()) {
        if (message.amount && *message.amount != known->second)
          throw Error(Code::failed_precondition, "asked for before, of another amount");
        return payment;
      }
      if (std::exchange(overtakes_refund, false)) {
        payment.refunded = payment.amount;
        payment.status = payment::Status::refunded;
      }
      if (payment.status != payment::Status::captured)
        throw Error(Code::failed_precondition, "not captured");
      if (refuses_refunds) refused.insert(message.refund_id);
      if (refused.contains(message.refund_id))
        throw Error(Code::failed_precondition, "the provider refuses");
      const Money left = payment.amount - payment.refunded;
      const Money amount = message.amount.value_or(left);
      if (amount.amount > left.amount)
        throw Error(Code::invalid_argument, "more than is left", {{"/amount", "too much"}});
      refunds.emplace(message.refund_id, amount);
      payment.refunded = payment.refunded + amount;
      if (payment.refunded == payment.amount) payment.status = payment::Status::refunded;
      return payment;
    });
  }
  // What the shop holds of an order's money.
  std::int64_t kept(const OrderId& order) const {
    const auto found = payments.find(order);
    if (found == payments.end()) return 0;
    const auto status = found->second.status;
    const bool charged = status == payment::Status::captured ||
                         status == payment::Status::refunded || status == payment::Status::owed;
    return charged ? (found->second.amount - found->second.refunded).amount : 0;
  }

  void serve_on(test::Bench& bench) {
    bench.fake<cart::GetCart>([&](auto& c, auto& m) { return get_cart(c, m); });
    bench.fake<cart::RemoveOrdered>([&](auto& c, auto& m) { return remove_ordered(c, m); });
    bench.fake<catalog::Reserve>([&](auto& c, auto& m) { return reserve(c, m); });
    bench.fake<catalog::Release>([&](auto& c, auto& m) { return release(c, m); });
    bench.fake<catalog::Commit>([&](auto& c, auto& m) { return commit(c, m); });
    bench.fake<catalog::Restock>([&](auto& c, auto& m) { return restock(c, m); });
    bench.fake<payment::CheckMethod>([&](auto&, auto& m) { return check_method(m); });
    bench.fake<payment::Charge>([&](auto& c, auto& m) { return charge(c, m); });
    bench.fake<payment::GetPayment>([&](auto&, auto& m) { return get_payment(m); });
    bench.fake<payment::Void>([&](auto& c, auto& m) { return void_payment(c, m); });
    bench.fake<payment::Refund>([&](auto& c, auto& m) { return refund(c, m); });
  }
};

}  // namespace shop
