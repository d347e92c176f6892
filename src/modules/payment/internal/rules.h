// payment: its rules; pure functions over values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "internal/provider.h"
#include "internal/store.h"
#include "payment/messages.h"

namespace payment::rules {

inline constexpr std::string_view given_up = "The order was given up before it was paid.";

// Throws invalid_argument for an amount below 1.
void check_amount(const Money& amount);

// Throws conflict when the order's payment has another amount. A failed one fits every charge.
void check_same_charge(const Payment& payment, const Charge& message);

// What the provider's answer makes of a pending payment; nothing when that is not known yet.
struct Outcome {
  Status status;
  std::optional<std::string> reason;
};
std::optional<Outcome> outcome_of(const ChargeAnswer& answer);

// The refund that `message` asks for while `left` is neither back nor about to go back. Throws as
// the message promises.
store::StoredRefund draft_refund(const Payment& payment, const Money& left, const Refund& message);

// A refund asked for again. Throws failed_precondition when the provider refused it, conflict when
// its id belongs to another payment.
store::StoredRefund same_refund(const store::StoredRefund& known, const Payment& payment,
                                const Refund& message);

// The refund with which a void gives back what is left; the same one for the same amounts.
store::StoredRefund void_refund(const Payment& payment, const Money& left);

}  // namespace payment::rules
