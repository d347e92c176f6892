// payment: the steps between the shop's books and the provider's. Each writes down what it is about
// to ask, asks, and writes down the answer; what was lost in between is picked up by asking again.
#pragma once

#include <optional>

#include "internal/provider.h"
#include "internal/store.h"
#include "internal/turns.h"
#include "kernel/storage.h"
#include "payment/messages.h"
#include "payment_options.h"

namespace payment {

class Cashier {
 public:
  Cashier(kernel::Runtime& runtime, kernel::Database& database, Provider& provider,
          Options options);

  // As the messages promise.
  kernel::Task<Payment> charge(const kernel::Context& context, const Charge& message);
  kernel::Task<Payment> look_up(const kernel::Context& context, OrderId order);
  kernel::Task<Payment> leave_no_charge(const kernel::Context& context, const Void& message);
  kernel::Task<Payment> refund(const kernel::Context& context, const Refund& message);

  // Asks the provider about everything that has been open for longer than reconcile_after, and for
  // the refunds that it refused longer than owed_every ago.
  kernel::Task<> reconcile(const kernel::Context& context);

 private:
  using StoredPayment = store::StoredPayment;
  using StoredRefund = store::StoredRefund;

  std::optional<StoredPayment> find(const OrderId& order);
  StoredPayment must_find(const OrderId& order);  // throws not_found
  kernel::Task<> open(const kernel::Context& context, const Charge& message);
  kernel::Task<> bury(const kernel::Context& context, const Void& message);
  kernel::Task<> ask_to_charge(const kernel::Context& context, const StoredPayment& stored);
  kernel::Task<bool> ask_outcome(const kernel::Context& context, PaymentId id);
  kernel::Task<bool> record(const kernel::Context& context, PaymentId id,
                            const ChargeAnswer& answer);
  kernel::Task<> intend(const kernel::Context& context, const StoredRefund& refund);
  kernel::Task<RefundAnswer> pay_back(const kernel::Context& context, const StoredPayment& stored,
                                      const StoredRefund& refund);
  kernel::Task<bool> pay_back_all(const kernel::Context& context, const StoredPayment& stored);
  kernel::Task<> owe(const kernel::Context& context, PaymentId id);
  kernel::Task<> learn_outcomes(const kernel::Context& context, WallTime before);
  kernel::Task<> finish_refunds(const kernel::Context& context, WallTime before);
  kernel::Task<> pay_debts(const kernel::Context& context, WallTime before);
  kernel::Task<> pay_debt(const kernel::Context& context, OrderId order);
  kernel::Task<> finish(const kernel::Context& context, OrderId order, RefundId refund);
  kernel::Ticks answer_by(const kernel::Context& context) const;
  kernel::Ticks provider_deadline(const kernel::Context& context) const;

  kernel::Runtime& runtime_;
  kernel::Database& database_;
  Provider& provider_;
  const Options options_;
  Turns turns_;
};

}  // namespace payment
