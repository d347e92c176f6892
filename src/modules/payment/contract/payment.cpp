#include "kernel/contract_impl.h"
#include "payment/events.h"
#include "payment/messages.h"

KERNEL_MESSAGE(payment::CheckMethod)
KERNEL_MESSAGE(payment::Charge)
KERNEL_MESSAGE(payment::GetPayment)
KERNEL_MESSAGE(payment::Void)
KERNEL_MESSAGE(payment::Refund)
KERNEL_MESSAGE(payment::ListPayments)
KERNEL_EVENT(payment::PaymentRefunded)

namespace payment {

const kernel::Contract& contract() {
  static const auto all = kernel::make_contract<CheckMethod, Charge, GetPayment, Void, Refund,
                                                ListPayments, PaymentRefunded>("payment");
  return all;
}

}  // namespace payment
