#include "internal/rules.h"

#include "kernel/error.h"
#include "kernel/mutation.h"

namespace payment::rules {

using kernel::Code;
using kernel::Error;

void check_amount(const Money& amount) {
  if (amount.amount < 1)
    throw Error(Code::invalid_argument, "The amount must be positive.",
                {{"/amount", "must be at least 1 minor unit"}});
}

void check_same_charge(const Payment& payment, const Charge& message) {
  if (payment.status != Status::failed && payment.amount != message.amount)
    throw Error(Code::conflict, "This order was charged with another amount.");
}

std::optional<Outcome> outcome_of(const ChargeAnswer& answer) {
  switch (answer.state) {
    case ChargeState::captured:
      return Outcome{Status::captured, std::nullopt};
    case ChargeState::declined:
      return Outcome{Status::declined, answer.reason};
    case ChargeState::voided:
      return Outcome{Status::failed, std::string(given_up)};
    case ChargeState::unheard:
    case ChargeState::unknown:
      if (mutated(kernel::Mutation::unknown_is_refused)) return Outcome{Status::declined, "late"};
      break;
  }
  return std::nullopt;
}

store::StoredRefund draft_refund(const Payment& payment, const Money& left, const Refund& message) {
  if (payment.status != Status::captured)
    throw Error(Code::failed_precondition, "There is no captured money to give back.");
  if (left.amount == 0)
    throw Error(Code::unavailable, "All of it is on its way back already; ask again.");
  const Money amount = message.amount.value_or(left);
  check_amount(amount);
  if (amount.currency != left.currency)
    throw Error(Code::invalid_argument, "The payment was in another currency.",
                {{"/amount/currency", "must be " + std::string(left.currency.text())}});
  if (amount.amount > left.amount)
    throw Error(Code::invalid_argument, "That is more than is left of the payment.",
                {{"/amount", "at most " + to_display(left) + " is left"}});
  return {message.refund_id, payment.id, amount, store::RefundStatus::intended};
}

store::StoredRefund same_refund(const store::StoredRefund& known, const Payment& payment,
                                const Refund& message) {
  if (known.payment_id != payment.id)
    throw Error(Code::conflict, "This refund belongs to another payment.");
  if (message.amount && *message.amount != known.amount)
    throw Error(Code::failed_precondition, "This refund was asked for before, of another amount.");
  if (known.status == store::RefundStatus::refused)
    throw Error(Code::failed_precondition, "The provider refused this refund.");
  return known;
}

store::StoredRefund void_refund(const Payment& payment, const Money& left) {
  const auto name =
      "void " + std::to_string(left.amount) + " after " + std::to_string(payment.refunded.amount);
  return {RefundId{kernel::derived_uuid(payment.order_id, name)}, payment.id, left,
          store::RefundStatus::intended};
}

}  // namespace payment::rules
