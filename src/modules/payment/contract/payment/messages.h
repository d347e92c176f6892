// payment: takes an order's money through a provider, and gives it back.
//
// A payment is written before the provider is asked, and has one per order. An answer that was lost
// leaves it pending; its outcome is learnt by asking the provider again.
//
//   pending ──charged──▶ captured ──all of it back──▶ refunded
//      ├──refused by the provider──▶ declined
//      └──abandoned before the provider knew of it──▶ failed
//   captured ──its order failed, and the provider refuses to give it back──▶ owed ──▶ refunded
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/secret.h"
#include "kernel/time.h"

namespace payment {

using kernel::Kind;
using kernel::Limit;
using kernel::Money;
using kernel::OrderId;
using kernel::PaymentId;
using kernel::RefundId;
using kernel::SecretText;
using kernel::UserId;
using kernel::WallTime;

enum class Status { pending, captured, declined, failed, refunded, owed };

struct Payment {
  PaymentId id;
  OrderId order_id;
  Status status = Status::pending;
  Money amount;
  Money refunded;                     // what went back so far
  std::optional<std::string> reason;  // declined, failed: for the customer
  WallTime created_at;
};

struct MethodCheck {
  bool known = false;
};

// Tells whether the provider knows the token, so that order can refuse an unknown method before it
// writes anything.
struct CheckMethod {
  using Reply = MethodCheck;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"payment_method", 1, 200}};
  SecretText payment_method;
};

// Charges the order's total once, however often it is asked. Answers with the payment as it stands
// when the provider answered or the deadline's time ran short: `pending` means unknown, ask again.
// Services only. Fails: invalid_argument (unknown method; amount below 1), conflict (the order was
// charged with another amount).
struct Charge {
  using Reply = Payment;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"payment_method", 1, 200}};
  OrderId order_id;
  UserId user_id;
  Money amount;
  SecretText payment_method;  // a token, never a card number
};

// The order's payment; a pending one is asked for at the provider first. Administrators and
// services. Fails: not_found.
struct GetPayment {
  using Reply = Payment;
  static constexpr auto kind = Kind::query;
  OrderId order_id;
};

// Makes sure that the order keeps no charge: a payment that the provider never heard of becomes
// `failed`, now and for a Charge that arrives late; a captured one is refunded, or becomes `owed`
// when the provider refuses that: from then on payment asks for it now and then until it is back.
// Answers with the payment; `pending` means that the provider could not be asked. Services only.
// Fails: unavailable (the refund is not through yet; ask again).
struct Void {
  using Reply = Payment;
  static constexpr auto kind = Kind::command;
  OrderId order_id;
  UserId user_id;
};

// Gives `amount` (default: the rest) of the order's money back, once per `refund_id`. Services
// only. Fails: not_found, failed_precondition (not captured, or all of it back; the id was used for
// another amount; the provider refuses), invalid_argument (below 1, another currency, more than is
// left), conflict (the id was used for another payment), unavailable (the provider has not answered
// yet, or all that is left is on its way back: the same id asks again).
struct Refund {
  using Reply = Payment;
  static constexpr auto kind = Kind::command;
  RefundId refund_id;
  OrderId order_id;
  std::optional<Money> amount;
};

struct PaymentPage {
  std::vector<Payment> items;
  std::optional<std::string> next_cursor;
};

// Newest first. Administrators. Fails: invalid_argument (cursor).
struct ListPayments {
  using Reply = PaymentPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<Status> status;
  int limit = 20;
  std::optional<std::string> cursor;
};

BOOST_DESCRIBE_ENUM(Status, pending, captured, declined, failed, refunded, owed)
BOOST_DESCRIBE_STRUCT(Payment, (), (id, order_id, status, amount, refunded, reason, created_at))
BOOST_DESCRIBE_STRUCT(MethodCheck, (), (known))
BOOST_DESCRIBE_STRUCT(CheckMethod, (), (payment_method))
BOOST_DESCRIBE_STRUCT(Charge, (), (order_id, user_id, amount, payment_method))
BOOST_DESCRIBE_STRUCT(GetPayment, (), (order_id))
BOOST_DESCRIBE_STRUCT(Void, (), (order_id, user_id))
BOOST_DESCRIBE_STRUCT(Refund, (), (refund_id, order_id, amount))
BOOST_DESCRIBE_STRUCT(PaymentPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListPayments, (), (status, limit, cursor))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace payment
