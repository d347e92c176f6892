// payment: what it announces, per order and in order.
#pragma once

#include "kernel/message.h"
#include "kernel/money.h"

namespace payment {

// Money of an order went back to the customer.
struct PaymentRefunded {
  kernel::PaymentId payment_id;
  kernel::OrderId order_id;
  kernel::UserId user_id;
  kernel::Money amount;  // of this refund
  kernel::Money left;    // what the shop still holds of the payment
  const kernel::OrderId& aggregate() const noexcept { return order_id; }
};
BOOST_DESCRIBE_STRUCT(PaymentRefunded, (), (payment_id, order_id, user_id, amount, left))

}  // namespace payment
