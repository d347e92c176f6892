#include "internal/cashier.h"

#include <algorithm>

#include "internal/rules.h"
#include "kernel/log.h"
#include "kernel/mutation.h"
#include "payment/events.h"

namespace payment {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;
using kernel::Transaction;
using store::RefundStatus;

namespace {

constexpr int reconciled_at_once = 100;

[[noreturn]] void throw_busy() {
  throw Error(Code::unavailable, "The payment provider has not answered yet; ask again.");
}

void log_open(const Context& context, std::string_view what, const OrderId& order,
              const Error& error) {
  kernel::log_warning(context, what, {{"order", to_text(order)}, {"error", error.message}});
}

}  // namespace

Cashier::Cashier(kernel::Runtime& runtime, kernel::Database& database, Provider& provider,
                 Options options)
    : runtime_(runtime),
      database_(database),
      provider_(provider),
      options_(options),
      turns_(runtime) {}

Ticks Cashier::answer_by(const Context& context) const {
  return context.deadline - options_.answer_margin;
}

Ticks Cashier::provider_deadline(const Context& context) const {
  return std::min(answer_by(context), runtime_.ticks() + options_.provider_timeout);
}

std::optional<store::StoredPayment> Cashier::find(const OrderId& order) {
  auto reader = database_.read();
  return store::find_by_order(reader, order);
}

store::StoredPayment Cashier::must_find(const OrderId& order) {
  if (auto stored = find(order)) return std::move(*stored);
  throw Error(Code::not_found, "This order has no payment.");
}

Task<Payment> Cashier::charge(const Context& context, const Charge& message) {
  const auto turn = co_await turns_.take(message.order_id, answer_by(context));
  const bool first = !find(message.order_id);
  if (first && !turn) throw_busy();
  if (first) co_await open(context, message);
  const StoredPayment stored = must_find(message.order_id);
  rules::check_same_charge(stored.payment, message);
  if (stored.payment.status != Status::pending || !turn) co_return stored.payment;

  bool known = false;
  if (!first) known = co_await ask_outcome(context, stored.payment.id);
  if (!known) co_await ask_to_charge(context, stored);
  co_return must_find(message.order_id).payment;
}

Task<Payment> Cashier::look_up(const Context& context, OrderId order) {
  if (must_find(order).payment.status == Status::pending) {
    const auto turn = co_await turns_.take(order, answer_by(context));
    const auto payment = must_find(order).payment;
    if (turn && payment.status == Status::pending) co_await ask_outcome(context, payment.id);
  }
  co_return must_find(order).payment;
}

Task<Payment> Cashier::leave_no_charge(const Context& context, const Void& message) {
  const auto turn = co_await turns_.take(message.order_id, answer_by(context));
  if (!turn) throw_busy();
  if (!find(message.order_id)) co_await bury(context, message);
  auto stored = must_find(message.order_id);
  if (stored.payment.status == Status::pending) {
    const auto answer = co_await provider_.call_off(stored.payment.id, provider_deadline(context));
    co_await record(context, stored.payment.id, answer);
    stored = must_find(message.order_id);
  }
  if (stored.payment.status == Status::captured) {
    const bool back = co_await pay_back_all(context, stored);
    if (!back) co_await owe(context, stored.payment.id);
  }
  co_return must_find(message.order_id).payment;
}

Task<Payment> Cashier::refund(const Context& context, const Refund& message) {
  const auto turn = co_await turns_.take(message.order_id, answer_by(context));
  if (!turn) throw_busy();
  auto stored = must_find(message.order_id);
  if (stored.payment.status == Status::pending) {
    co_await ask_outcome(context, stored.payment.id);
    stored = must_find(message.order_id);
  }
  StoredRefund refund;
  {
    auto reader = database_.read();
    const auto known = store::find_refund(reader, message.refund_id);
    refund = known ? rules::same_refund(*known, stored.payment, message)
                   : rules::draft_refund(stored.payment,
                                         store::left_to_refund(reader, stored.payment), message);
  }
  if (refund.status == RefundStatus::done) co_return stored.payment;
  co_await intend(context, refund);
  const auto answer = co_await pay_back(context, stored, refund);
  if (answer.state == RefundState::refused) throw Error(Code::failed_precondition, answer.reason);
  co_return must_find(message.order_id).payment;
}

// The payment is there before the provider is asked: a charge without it could never be found
// again.
Task<> Cashier::open(const Context& context, const Charge& message) {
  const StoredPayment stored{{.id = PaymentId::fresh(runtime_),
                              .order_id = message.order_id,
                              .status = Status::pending,
                              .amount = message.amount,
                              .refunded = {0, message.amount.currency},
                              .reason = std::nullopt,
                              .created_at = runtime_.now()},
                             message.user_id,
                             message.payment_method.reveal()};
  if (mutated(kernel::Mutation::charge_before_row)) {
    const ChargeRequest early{stored.payment.id, message.order_id, message.amount, stored.method};
    co_await provider_.charge(early, runtime_.ticks() + options_.provider_timeout);
  }
  co_await database_.write(context, [&](Transaction& tx) { store::insert(tx, stored); });
}

// A failed payment in place of none, so that a charge that arrives late finds it.
Task<> Cashier::bury(const Context& context, const Void& message) {
  const StoredPayment stored{{.id = PaymentId::fresh(runtime_),
                              .order_id = message.order_id,
                              .status = Status::failed,
                              .amount = {},
                              .refunded = {},
                              .reason = std::string(rules::given_up),
                              .created_at = runtime_.now()},
                             message.user_id,
                             ""};
  co_await database_.write(context, [&](Transaction& tx) { store::insert(tx, stored); });
}

Task<> Cashier::ask_to_charge(const Context& context, const StoredPayment& stored) {
  ChargeRequest request{stored.payment.id, stored.payment.order_id, stored.payment.amount,
                        stored.method};
  if (mutated(kernel::Mutation::fresh_charge_key)) request.payment_id = PaymentId::fresh(runtime_);
  const auto answer = co_await provider_.charge(request, provider_deadline(context));
  const bool known = co_await record(context, stored.payment.id, answer);
  if (known || runtime_.ticks() >= answer_by(context)) co_return;
  co_await ask_outcome(context, stored.payment.id);
}

Task<bool> Cashier::ask_outcome(const Context& context, PaymentId id) {
  const auto answer = co_await provider_.find(id, provider_deadline(context));
  co_return co_await record(context, id, answer);
}

Task<bool> Cashier::record(const Context& context, PaymentId id, const ChargeAnswer& answer) {
  const auto outcome = rules::outcome_of(answer);
  if (!outcome) co_return false;
  co_await database_.write(
      context, [&](Transaction& tx) { store::settle(tx, id, outcome->status, outcome->reason); });
  co_return true;
}

Task<> Cashier::intend(const Context& context, const StoredRefund& refund) {
  const auto now = runtime_.now();
  co_await database_.write(context,
                           [&](Transaction& tx) { store::intend_refund(tx, refund, now); });
}

// Asks for a refund that was written before, and books that it is done, or refused. Throws
// unavailable while neither is known.
Task<RefundAnswer> Cashier::pay_back(const Context& context, const StoredPayment& stored,
                                     const StoredRefund& refund) {
  const RefundRequest request{refund.payment_id, refund.id, refund.amount};
  const auto answer = co_await provider_.refund(request, provider_deadline(context));
  if (answer.state == RefundState::unknown) throw_busy();
  if (answer.state == RefundState::refused) {
    co_await database_.write(context,
                             [&](Transaction& tx) { store::refuse_refund(tx, refund.id); });
    kernel::log_warning(context, "refund refused by the provider",
                        {{"order", to_text(stored.payment.order_id)}, {"reason", answer.reason}});
    co_return answer;
  }
  co_await database_.write(context, [&](Transaction& tx) {
    if (!store::finish_refund(tx, refund)) return;
    const auto payment = store::find_by_order(tx, stored.payment.order_id)->payment;
    const PaymentRefunded refunded{payment.id, payment.order_id, stored.user, refund.amount,
                                   payment.amount - payment.refunded};
    tx.publish(context, refunded);
  });
  co_return answer;
}

Task<> Cashier::owe(const Context& context, PaymentId id) {
  co_await database_.write(context, [&](Transaction& tx) { store::owe(tx, id); });
}

// False when the provider refused any of it.
Task<bool> Cashier::pay_back_all(const Context& context, const StoredPayment& stored) {
  std::vector<StoredRefund> refunds;
  std::optional<StoredRefund> rest;
  {
    auto reader = database_.read();
    refunds = store::intended_refunds(reader, stored.payment);
    const Money left = store::left_to_refund(reader, stored.payment);
    if (left.amount > 0) rest = rules::void_refund(stored.payment, left);
  }
  if (rest) {
    co_await intend(context, *rest);
    refunds.push_back(*rest);
  }
  bool back = true;
  for (const auto& refund : refunds) {
    const auto answer = co_await pay_back(context, stored, refund);
    if (answer.state == RefundState::refused) back = false;
  }
  co_return back;
}

Task<> Cashier::finish(const Context& context, OrderId order, RefundId id) {
  const auto turn = co_await turns_.take(order, answer_by(context));
  if (!turn) co_return;
  const auto stored = must_find(order);
  std::optional<StoredRefund> refund;
  {
    auto reader = database_.read();
    refund = store::find_refund(reader, id);
  }
  if (refund->status == RefundStatus::intended) co_await pay_back(context, stored, *refund);
}

Task<> Cashier::pay_debt(const Context& context, OrderId order) {
  const auto turn = co_await turns_.take(order, answer_by(context));
  if (!turn) co_return;
  const auto stored = must_find(order);
  if (stored.payment.status == Status::owed) co_await pay_back_all(context, stored);
}

Task<> Cashier::reconcile(const Context& context) {
  const WallTime now = runtime_.now();
  co_await learn_outcomes(context, now - options_.reconcile_after);
  co_await finish_refunds(context, now - options_.reconcile_after);
  if (!mutated(kernel::Mutation::forget_owed))
    co_await pay_debts(context, now - options_.owed_every);
}

Task<> Cashier::learn_outcomes(const Context& context, WallTime before) {
  std::vector<OrderId> pending;
  {
    auto reader = database_.read();
    pending = store::pending_orders(reader, before, reconciled_at_once);
  }
  for (const OrderId& order : pending) {
    try {
      co_await look_up(context, order);
    } catch (const Error& error) {
      log_open(context, "payment still open", order, error);
    }
  }
}

Task<> Cashier::finish_refunds(const Context& context, WallTime before) {
  std::vector<store::OpenRefund> refunds;
  {
    auto reader = database_.read();
    refunds = store::open_refunds(reader, before, reconciled_at_once);
  }
  for (const auto& open : refunds) {
    try {
      co_await finish(context, open.order_id, open.refund_id);
    } catch (const Error& error) {
      log_open(context, "refund still open", open.order_id, error);
    }
  }
}

Task<> Cashier::pay_debts(const Context& context, WallTime before) {
  std::vector<OrderId> owed;
  {
    auto reader = database_.read();
    owed = store::owed_orders(reader, before, reconciled_at_once);
  }
  for (const OrderId& order : owed) {
    try {
      co_await pay_debt(context, order);
    } catch (const Error& error) {
      log_open(context, "payment still owed", order, error);
    }
  }
}

}  // namespace payment
