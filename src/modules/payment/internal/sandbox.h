// payment: the embedded provider. It charges nobody, but keeps books of its own, in a database of
// its own, as a real one does: what it charged can be held against what the shop believes.
#pragma once

#include <string>

#include "internal/provider.h"
#include "kernel/storage.h"

namespace payment {

// Knows Stripe's names for its test cards, and three tokens of its own:
//
//   pm_card_visa, pm_card_mastercard               captured
//   pm_card_visa_chargeDeclined                    declined
//   pm_card_visa_chargeDeclinedInsufficientFunds   declined, for want of money
//   pm_sandbox_slow                                captured, answered after 2 s
//   pm_sandbox_lost                                captured, but the answer to charge() never comes
//   pm_sandbox_held                                captured; refunds are refused for ten minutes
//
// The books are written when the request comes, before any waiting: whoever asks meanwhile learns
// the outcome.
class Sandbox : public Provider {
 public:
  explicit Sandbox(kernel::Database& books) : runtime_(books.runtime()), books_(books) {}

  kernel::Task<bool> known(const std::string& method) override;
  kernel::Task<ChargeAnswer> charge(const ChargeRequest& request, kernel::Ticks deadline) override;
  kernel::Task<ChargeAnswer> find(PaymentId payment, kernel::Ticks deadline) override;
  kernel::Task<ChargeAnswer> call_off(PaymentId payment, kernel::Ticks deadline) override;
  kernel::Task<RefundAnswer> refund(const RefundRequest& request, kernel::Ticks deadline) override;

 private:
  // Lets `delay` pass; false when the deadline came first.
  kernel::Task<bool> answered_after(kernel::Ticks delay, kernel::Ticks deadline);

  kernel::Runtime& runtime_;
  kernel::Database& books_;
};

}  // namespace payment
