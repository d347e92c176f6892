#include "internal/steps.h"

#include <cassert>
#include <string>

#include "internal/rules.h"
#include "kernel/log.h"
#include "kernel/mutation.h"
#include "order/events.h"

namespace order {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::mutated;
using kernel::Mutation;
using kernel::Task;
using kernel::Transaction;

Steps::Steps(kernel::Runtime& runtime, kernel::Database& database, kernel::Bus& bus,
             Watchers& watchers, Options options)
    : runtime_(runtime), database_(database), bus_(bus), watchers_(watchers), options_(options) {}

template <class F>
Task<bool> Steps::write_change(const Context& context, const OrderId& order, F change) {
  const bool changed = co_await database_.write(context, change);
  if (changed) watchers_.changed(order);
  co_return changed;
}

Context Steps::context_of(const StoredOrder& stored, kernel::Ticks timeout) {
  Context context = kernel::service_context(runtime_, bus_.module(), timeout);
  if (const auto trace = kernel::parse_traceparent(stored.traceparent)) context.trace = *trace;
  return context;
}

Context in_trace_of(const store::StoredOrder& stored) {
  Context context;
  if (const auto trace = kernel::parse_traceparent(stored.traceparent)) context.trace = *trace;
  return context;
}

Task<bool> Steps::advance(const StoredOrder& stored) {
  const Context context = context_of(stored, options_.step_timeout);
  if (stored.order.failure) co_return co_await undo(context, stored);
  switch (stored.order.status) {
    case Status::pending:
      co_return co_await reserve(context, stored);
    case Status::reserved:
      co_return co_await charge(context, stored);
    case Status::paid:
      co_return co_await commit(context, stored);
    case Status::cancelling:
      co_return co_await cancel(context, stored);
    case Status::confirmed:
    case Status::failed:
    case Status::cancelled:
      break;
  }
  assert(rules::is_settled(stored.order.status));
  co_return true;
}

Task<bool> Steps::abandon(const StoredOrder& stored) {
  assert(rules::is_abandonable(stored.order.status));
  const Failure failure = rules::abandoned();
  const Context context = in_trace_of(stored);
  co_return co_await refuse(context, stored, failure);
}

Task<bool> Steps::reserve(const Context& context, const StoredOrder& stored) {
  const auto reserve = rules::reserve_of(stored);
  const auto reservation = co_await bus_.call(context, reserve);
  if (reservation.outcome == catalog::ReserveOutcome::reserved)
    co_return co_await move(context, stored, Status::reserved);
  const Failure failure = rules::out_of_stock(reservation);
  co_return co_await refuse(context, stored, failure);
}

Task<bool> Steps::charge(const Context& context, const StoredOrder& stored) {
  const auto charge = rules::charge_of(stored);
  const auto payment = co_await bus_.call(context, charge);
  if (payment.status == payment::Status::pending) co_return false;
  if (payment.status == payment::Status::captured) {
    const auto now = runtime_.now();
    const auto paid = [&](Transaction& tx) {
      return store::pay(tx, stored.order.id, payment.id, now);
    };
    co_return co_await write_change(context, stored.order.id, paid);
  }
  const Failure failure =
      payment.status == payment::Status::declined ? rules::declined(payment) : rules::abandoned();
  co_return co_await refuse(context, stored, failure);
}

Task<bool> Steps::commit(const Context& context, const StoredOrder& stored) {
  const catalog::Commit commit{stored.order.id};
  const auto commitment = co_await bus_.call(context, commit);
  if (commitment.outcome == catalog::CommitOutcome::committed || mutated(Mutation::ignore_gone))
    co_return co_await confirm(context, stored);
  const Failure failure = rules::reservation_gone();
  co_return co_await refuse(context, stored, failure);
}

// The cart is asked directly first, so that whoever hears of the sale finds it without the lines
// that were sold. What counts is the command that is owed: it stays until cart acknowledged it.
Task<bool> Steps::confirm(const Context& context, const StoredOrder& stored) {
  const bool cleared = co_await clear_cart(stored);
  const auto confirmed = rules::confirmed_of(stored);
  const auto removal = rules::removal_of(stored);
  const auto now = runtime_.now();
  const auto announce = [&](Transaction& tx) {
    tx.publish(context, confirmed);
    if (!mutated(Mutation::owe_nothing)) tx.owe(context, removal);
  };
  const auto confirm = [&](Transaction& tx) {
    if (!store::confirm(tx, stored.order.id, !cleared, now)) return false;
    if (!mutated(Mutation::publish_outside)) announce(tx);
    return true;
  };
  const bool moved = co_await write_change(context, stored.order.id, confirm);
  if (moved && mutated(Mutation::publish_outside)) co_await database_.write(announce);
  co_return moved;
}

Task<bool> Steps::clear_cart(const StoredOrder& stored) {
  const auto removal = rules::removal_of(stored);
  try {
    const Context context = context_of(stored, options_.courtesy_timeout);
    co_await bus_.call(context, removal);
    co_return true;
  } catch (const Error& error) {
    kernel::log_warning(in_trace_of(stored), "cart is not cleared yet",
                        {{"order", to_text(stored.order.id)}, {"error", error.message}});
  }
  co_return false;
}

// The order keeps no money: `all` once it is back. A refund is named by the cancellation, which may
// not be the first, and by what went back before: were another refund under way refused after this
// one, the next one is for its amount.
Task<Steps::GivenBack> Steps::give_back(const Context& context, const StoredOrder& stored) {
  const payment::GetPayment get_payment{stored.order.id};
  const auto before = co_await bus_.call(context, get_payment);
  if (before.status == payment::Status::refunded) co_return GivenBack::all;
  const payment::Refund refund{rules::cancellation_refund(stored, cancellation_of(stored), before),
                               stored.order.id, std::nullopt};
  try {
    const auto refunded = co_await bus_.call(context, refund);
    co_return refunded.status == payment::Status::refunded ? GivenBack::all : GivenBack::not_yet;
  } catch (const Error& error) {
    if (error.code != Code::failed_precondition) throw;
  }
  // By the provider; or an administrator gave the rest back a moment ago.
  const auto after = co_await bus_.call(context, get_payment);
  const bool same = after.status == before.status && after.refunded == before.refunded;
  co_return same ? GivenBack::refused : GivenBack::not_yet;
}

// The number of the latest change, which began it.
std::int64_t Steps::cancellation_of(const StoredOrder& stored) {
  auto reader = database_.read();
  return store::change_after(reader, stored.order.id, std::nullopt)->number;
}

Task<bool> Steps::cancel(const Context& context, const StoredOrder& stored) {
  const auto given_back = co_await give_back(context, stored);
  if (given_back == GivenBack::not_yet) co_return false;
  if (given_back == GivenBack::refused) {
    kernel::log_warning(in_trace_of(stored), "order is not cancelled: its refund was refused",
                        {{"order", to_text(stored.order.id)}});
    co_return co_await move(context, stored, Status::confirmed);
  }
  co_await restock(stored);
  const OrderCancelled cancelled{stored.order.id, stored.user, stored.order.total};
  const catalog::Restock restock{stored.order.id};
  const auto now = runtime_.now();
  const auto cancel = [&](Transaction& tx) {
    if (!store::advance(tx, stored.order.id, Status::cancelling, Status::cancelled, now))
      return false;
    tx.publish(context, cancelled);
    tx.owe(context, restock);
    return true;
  };
  co_return co_await write_change(context, stored.order.id, cancel);
}

// As clear_cart(): whoever hears that the order is cancelled finds the stock back already.
Task<> Steps::restock(const StoredOrder& stored) {
  const catalog::Restock restock{stored.order.id};
  try {
    const Context context = context_of(stored, options_.courtesy_timeout);
    co_await bus_.call(context, restock);
  } catch (const Error& error) {
    kernel::log_warning(in_trace_of(stored), "stock is not back yet",
                        {{"order", to_text(stored.order.id)}, {"error", error.message}});
  }
}

Task<bool> Steps::refuse(const Context& context, const StoredOrder& stored,
                         const Failure& failure) {
  const auto decide = [&](Transaction& tx) {
    return store::decide_failure(tx, stored.order.id, stored.order.status, failure);
  };
  co_return co_await database_.write(context, decide);
}

Task<bool> Steps::undo(const Context& context, const StoredOrder& stored) {
  if (rules::may_be_charged(stored) && !mutated(Mutation::skip_void)) {
    const payment::Void void_payment{stored.order.id, stored.user};
    const auto payment = co_await bus_.call(context, void_payment);  // owed: payment's business now
    const bool nothing_kept =
        payment.status != payment::Status::pending && payment.status != payment::Status::captured;
    if (!nothing_kept) co_return false;
  }
  const catalog::Release release{stored.order.id};
  if (!mutated(Mutation::drop_release)) co_await bus_.call(context, release);
  co_return co_await move(context, stored, Status::failed);
}

Task<bool> Steps::move(const Context& context, const StoredOrder& stored, Status to) {
  const auto now = runtime_.now();
  const auto advance = [&](Transaction& tx) {
    return store::advance(tx, stored.order.id, stored.order.status, to, now);
  };
  co_return co_await write_change(context, stored.order.id, advance);
}

}  // namespace order
