// tests of payment: the words they are written in.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "internal/sandbox.h"
#include "payment/events.h"
#include "payment/messages.h"
#include "payment_module.h"
#include "support/bench.h"

namespace till {

using namespace std::chrono_literals;
using namespace payment;
using kernel::Code;
using kernel::Context;
using test::Wire;

inline Money gbp(std::int64_t amount) { return {amount, {}}; }

// The sandbox behind a bad line: what is asked arrives, but answers can be lost. Counts the calls.
struct Line {
  int lost_charges = 0;  // so many of the next answers are lost
  int lost_finds = 0;
  int lost_voids = 0;
  int lost_refunds = 0;
  int lost_refund_requests = 0;  // and so many never arrive
  bool refuse_refunds = false;
  int refunds = 0;  // asked so far
  int charges = 0;  // asked so far
  int at_once = 0;
  int at_once_max = 0;
};

class BadLine final : public Provider {
 public:
  BadLine(kernel::Runtime& runtime, std::shared_ptr<kernel::Store> books, Line& line)
      : runtime_(runtime), books_(runtime, std::move(books)), sandbox_(books_), line_(line) {}

  kernel::Task<bool> known(const std::string& method) override { return sandbox_.known(method); }
  kernel::Task<ChargeAnswer> charge(const ChargeRequest& request, kernel::Ticks deadline) override {
    ++line_.charges;
    line_.at_once_max = std::max(line_.at_once_max, ++line_.at_once);
    co_await runtime_.sleep(10ms);
    auto answer = co_await sandbox_.charge(request, deadline);
    --line_.at_once;
    co_return drop(line_.lost_charges) ? ChargeAnswer{} : answer;
  }
  kernel::Task<ChargeAnswer> find(PaymentId id, kernel::Ticks deadline) override {
    auto answer = co_await sandbox_.find(id, deadline);
    co_return drop(line_.lost_finds) ? ChargeAnswer{} : answer;
  }
  kernel::Task<ChargeAnswer> call_off(PaymentId id, kernel::Ticks deadline) override {
    auto answer = co_await sandbox_.call_off(id, deadline);
    co_return drop(line_.lost_voids) ? ChargeAnswer{} : answer;
  }
  kernel::Task<RefundAnswer> refund(const RefundRequest& request, kernel::Ticks deadline) override {
    ++line_.refunds;
    if (drop(line_.lost_refund_requests)) co_return RefundAnswer{};
    if (line_.refuse_refunds) co_return RefundAnswer{RefundState::refused, "Too late."};
    auto answer = co_await sandbox_.refund(request, deadline);
    co_return drop(line_.lost_refunds) ? RefundAnswer{} : answer;
  }

 private:
  static bool drop(int& lost) { return lost > 0 && lost-- > 0; }

  kernel::Runtime& runtime_;
  kernel::Database books_;
  Sandbox sandbox_;
  Line& line_;
};

class BadLineModule final : public PaymentModule {
 public:
  BadLineModule(kernel::ModuleParts parts, std::shared_ptr<kernel::Store> books, Line* line,
                Options options)
      : PaymentModule(parts,
                      std::make_unique<BadLine>(parts.exchange.runtime(), std::move(books), *line),
                      options) {}
};

// The module with the sandbox, or with the sandbox behind `line`.
class Till {
 public:
  explicit Till(Wire wire, Line* line = nullptr) : bench(wire, {"payment"}) {
    bench.listen<PaymentRefunded>([&](const PaymentRefunded& event) { refunds.push_back(event); });
    const auto books = bench.store("sandbox", PaymentModule::sandbox_migrations());
    if (line != nullptr) {
      bench.host<BadLineModule>(books, line, Options{});
    } else {
      bench.host<PaymentModule>(books, Options{});
    }
  }

  Context order() { return bench.as_service("order"); }
  Context order_within(kernel::Ticks timeout) {
    return order().with_deadline(bench.runtime().ticks() + timeout);
  }
  OrderId new_order() { return OrderId::fresh(bench.runtime()); }

  Charge charge_of(const OrderId& order, std::int64_t amount,
                   const std::string& method = "pm_card_visa") const {
    return {order, user, gbp(amount), kernel::SecretText(method)};
  }
  Payment charge(const OrderId& order_id, std::int64_t amount,
                 const std::string& method = "pm_card_visa") {
    return bench.ask(order(), charge_of(order_id, amount, method));
  }
  Payment payment_of(const OrderId& order_id) { return bench.ask(order(), GetPayment{order_id}); }
  Payment void_order(const OrderId& order_id) { return bench.ask(order(), Void{order_id, user}); }
  Payment refund(const OrderId& order_id, const RefundId& id,
                 std::optional<std::int64_t> amount = std::nullopt) {
    Refund refund{id, order_id, std::nullopt};
    if (amount) refund.amount = gbp(*amount);
    return bench.ask(order(), refund);
  }
  RefundId new_refund() { return RefundId::fresh(bench.runtime()); }

  // What the provider's own books say.
  std::int64_t charges_of(const OrderId& order_id) {
    return book_sum("SELECT count(*) FROM charges WHERE order_id = ? AND status = 'captured'",
                    order_id);
  }
  std::int64_t kept_of(const OrderId& order_id) {
    return book_sum(
        "SELECT coalesce(sum(charges.amount - (SELECT coalesce(sum(refunds.amount), 0) FROM refunds"
        " WHERE refunds.payment_id = charges.payment_id)), 0) FROM charges"
        " WHERE order_id = ? AND status = 'captured'",
        order_id);
  }

  test::Bench bench;
  const UserId user = UserId::fresh(bench.runtime());
  std::vector<PaymentRefunded> refunds;  // heard by subscribers

 private:
  std::int64_t book_sum(std::string_view sql, const OrderId& order_id) {
    const auto store = bench.store("sandbox", PaymentModule::sandbox_migrations());
    kernel::Queries books(store->writer());
    return books.one(sql, order_id)->get<std::int64_t>(0);
  }
};

}  // namespace till
