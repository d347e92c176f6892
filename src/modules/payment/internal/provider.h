// payment: whoever really takes the money. Asked only through this interface, and only after the
// payment was written, because an answer can be lost: then the outcome is `unknown` until asked
// again.
#pragma once

#include <string>

#include "kernel/money.h"
#include "kernel/task.h"
#include "payment/messages.h"

namespace payment {

struct ChargeRequest {
  PaymentId payment_id;  // the provider's idempotency key: the same id is charged once
  OrderId order_id;      // noted in the provider's books
  Money amount;
  std::string method;
};

enum class ChargeState {
  captured,
  declined,  // `reason` says why, for the customer
  voided,    // called off before it came; a charge with this id is refused for ever
  unheard,   // find() only: the provider knows no such payment (yet)
  unknown,   // no answer in time
};
struct ChargeAnswer {
  ChargeState state = ChargeState::unknown;
  std::string reason;
};

struct RefundRequest {
  PaymentId payment_id;
  RefundId refund_id;  // the idempotency key
  Money amount;
};
enum class RefundState { refunded, refused, unknown };
struct RefundAnswer {
  RefundState state = RefundState::unknown;
  std::string reason;  // refused; asked again, the provider looks again
};

// Every call ends by `deadline` (on Runtime::ticks()); no answer by then is `unknown`. What is
// passed by reference outlives the call.
class Provider {
 public:
  virtual ~Provider() = default;

  // Whether this provider takes the method token.
  virtual kernel::Task<bool> known(const std::string& method) = 0;

  virtual kernel::Task<ChargeAnswer> charge(const ChargeRequest& request,
                                            kernel::Ticks deadline) = 0;

  // What became of a payment.
  virtual kernel::Task<ChargeAnswer> find(PaymentId payment, kernel::Ticks deadline) = 0;

  // Calls a payment off unless it was charged or declined already; answers with what holds.
  virtual kernel::Task<ChargeAnswer> call_off(PaymentId payment, kernel::Ticks deadline) = 0;

  virtual kernel::Task<RefundAnswer> refund(const RefundRequest& request,
                                            kernel::Ticks deadline) = 0;
};

}  // namespace payment
