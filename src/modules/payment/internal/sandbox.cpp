#include "internal/sandbox.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string_view>

namespace payment {

using kernel::Task;
using kernel::Ticks;
using kernel::Transaction;

namespace {

struct Token {
  std::string_view name;
  std::string_view refusal;  // empty: it is captured
  Ticks answer_after{};
  Ticks held{};  // so long refunds are refused
};

constexpr Ticks never = Ticks::max();

constexpr Token tokens[] = {
    {"pm_card_visa", "", {}},
    {"pm_card_mastercard", "", {}},
    {"pm_card_visa_chargeDeclined", "Your card was declined.", {}},
    {"pm_card_visa_chargeDeclinedInsufficientFunds", "Your card has insufficient funds.", {}},
    {"pm_sandbox_slow", "", std::chrono::seconds(2)},
    {"pm_sandbox_lost", "", never},
    {"pm_sandbox_held", "", {}, std::chrono::minutes(10)},
};

const Token* find_token(std::string_view method) {
  const auto* const found = std::ranges::find(tokens, method, &Token::name);
  return found == std::end(tokens) ? nullptr : found;
}

std::optional<ChargeAnswer> read_charge(kernel::Queries& books, const PaymentId& payment) {
  const auto row = books.one("SELECT status, reason FROM charges WHERE payment_id = ?", payment);
  if (!row) return std::nullopt;
  const auto status = row->get<std::string>(0);
  if (status == "captured") return ChargeAnswer{ChargeState::captured, {}};
  if (status == "declined") return ChargeAnswer{ChargeState::declined, row->get<std::string>(1)};
  assert(status == "void");
  return ChargeAnswer{ChargeState::voided, {}};
}

ChargeAnswer book_charge(Transaction& tx, const ChargeRequest& request, const Token* token,
                         kernel::WallTime now) {
  if (auto known = read_charge(tx, request.payment_id)) return *known;
  const bool captured = token != nullptr && token->refusal.empty();
  const std::string_view refusal = token != nullptr ? token->refusal : "Unknown payment method.";
  tx.run(
      "INSERT INTO charges (payment_id, order_id, method, amount, currency, status, reason,"
      " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      request.payment_id, request.order_id, request.method, request.amount.amount,
      request.amount.currency.text(), captured ? "captured" : "declined", refusal, now);
  return {captured ? ChargeState::captured : ChargeState::declined, std::string(refusal)};
}

ChargeAnswer book_void(Transaction& tx, const PaymentId& payment, kernel::WallTime now) {
  if (auto known = read_charge(tx, payment)) return *known;
  tx.run("INSERT INTO charges (payment_id, status, created_at) VALUES (?, 'void', ?)", payment,
         now);
  return {ChargeState::voided, {}};
}

RefundAnswer book_refund(Transaction& tx, const RefundRequest& request, kernel::WallTime now) {
  if (tx.one("SELECT 1 FROM refunds WHERE refund_id = ?", request.refund_id))
    return {RefundState::refunded, {}};
  const auto left = tx.one(
      "SELECT amount - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = ?1),"
      " currency, method, created_at FROM charges WHERE payment_id = ?1 AND status = 'captured'",
      request.payment_id);
  if (!left) return {RefundState::refused, "There is no such charge."};
  if (request.amount.amount > left->get<std::int64_t>(0) ||
      request.amount.currency.text() != left->get<std::string>(1))
    return {RefundState::refused, "That is more than is left of the charge."};
  const Token* const token = find_token(left->get<std::string>(2));
  const Ticks held = token != nullptr ? token->held : Ticks::zero();
  if (held > Ticks::zero() && now < left->get<kernel::WallTime>(3) + held)
    return {RefundState::refused, "The bank holds the money for ten minutes."};
  tx.run("INSERT INTO refunds (refund_id, payment_id, amount, created_at) VALUES (?, ?, ?, ?)",
         request.refund_id, request.payment_id, request.amount.amount, now);
  return {RefundState::refunded, {}};
}

}  // namespace

Task<bool> Sandbox::answered_after(Ticks delay, Ticks deadline) {
  const Ticks left = std::max(deadline - runtime_.ticks(), Ticks::zero());
  const Ticks wait = std::min(delay, left);
  if (wait > Ticks::zero()) co_await runtime_.sleep(wait);
  co_return delay <= left;
}

Task<bool> Sandbox::known(const std::string& method) { co_return find_token(method) != nullptr; }

Task<ChargeAnswer> Sandbox::charge(const ChargeRequest& request, Ticks deadline) {
  const Token* token = find_token(request.method);
  const auto now = runtime_.now();
  const auto booked =
      co_await books_.write([&](Transaction& tx) { return book_charge(tx, request, token, now); });
  const Ticks delay = token != nullptr ? token->answer_after : Ticks::zero();
  const bool in_time = co_await answered_after(delay, deadline);
  if (!in_time) co_return ChargeAnswer{};
  co_return booked;
}

Task<ChargeAnswer> Sandbox::find(PaymentId payment, Ticks) {
  auto books = books_.read();
  const auto known = read_charge(books, payment);
  co_return known ? *known : ChargeAnswer{ChargeState::unheard, {}};
}

Task<ChargeAnswer> Sandbox::call_off(PaymentId payment, Ticks) {
  const auto now = runtime_.now();
  co_return co_await books_.write([&](Transaction& tx) { return book_void(tx, payment, now); });
}

Task<RefundAnswer> Sandbox::refund(const RefundRequest& request, Ticks) {
  const auto now = runtime_.now();
  co_return co_await books_.write([&](Transaction& tx) { return book_refund(tx, request, now); });
}

}  // namespace payment
