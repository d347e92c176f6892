#include "kernel/contract_impl.h"
#include "order/events.h"
#include "order/messages.h"

KERNEL_MESSAGE(order::PlaceOrder)
KERNEL_MESSAGE(order::ListOrders)
KERNEL_MESSAGE(order::GetOrder)
KERNEL_MESSAGE(order::WaitForChange)
KERNEL_MESSAGE(order::CancelOrder)
KERNEL_MESSAGE(order::ListAllOrders)
KERNEL_MESSAGE(order::RefundOrder)
KERNEL_EVENT(order::OrderConfirmed)
KERNEL_EVENT(order::OrderCancelled)

namespace order {

const kernel::Contract& contract() {
  static const auto all =
      kernel::make_contract<PlaceOrder, ListOrders, GetOrder, WaitForChange, CancelOrder,
                            ListAllOrders, RefundOrder, OrderConfirmed, OrderCancelled>("order");
  return all;
}

}  // namespace order
