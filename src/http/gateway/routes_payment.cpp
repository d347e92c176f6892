#include "call.h"
#include "payment/messages.h"
#include "routes.h"

namespace gateway {

std::vector<Row> payment_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/admin/payments",
       .who = Who::admin,
       .action = sends<payment::ListPayments>,
       .query = {"status", "limit", "cursor"},
       .reply = &public_payments,
       .text = "All payments, newest first",
       .part = "What was charged and given back"},
      {.method = "GET",
       .path = "/api/v1/admin/orders/{order_id}/payment",
       .who = Who::admin,
       .action = sends<payment::GetPayment>,
       .reply = &public_payment,
       .text = "The payment of an order; 404 for one that was never charged"},
  };
}

}  // namespace gateway
