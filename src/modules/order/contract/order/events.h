// order: what it announces, per order and in order.
#pragma once

#include <string>
#include <vector>

#include "kernel/address.h"
#include "kernel/message.h"
#include "kernel/money.h"
#include "order/messages.h"

namespace order {

// Stock is sold and money taken.
struct OrderConfirmed {
  OrderId order_id;
  UserId user_id;
  std::vector<Line> lines;
  Money total;
  Address shipping_address;
  WallTime created_at;
  const OrderId& aggregate() const noexcept { return order_id; }
};

// The customer cancelled; the money is back and the stock too.
struct OrderCancelled {
  OrderId order_id;
  UserId user_id;
  Money total;
  const OrderId& aggregate() const noexcept { return order_id; }
};

BOOST_DESCRIBE_STRUCT(OrderConfirmed, (),
                      (order_id, user_id, lines, total, shipping_address, created_at))
BOOST_DESCRIBE_STRUCT(OrderCancelled, (), (order_id, user_id, total))

}  // namespace order
