// order: its rules; pure functions over values.
#pragma once

#include <optional>
#include <string>

#include "cart/messages.h"
#include "catalog/messages.h"
#include "internal/store.h"
#include "order/events.h"
#include "order/messages.h"
#include "order_options.h"
#include "payment/messages.h"

namespace order::rules {

using store::StoredOrder;

// The same for two requests exactly when they ask for the same: method and address, not the cart.
kernel::Uuid fingerprint(const PlaceOrder& message);

// Throws invalid_argument with a pointer per fault: a blank field, a country that is none.
void check_address(const Address& address);

// The order that the cart makes, at the prices it shows; its id, time and trace are the caller's to
// set. Throws failed_precondition when the cart is empty.
StoredOrder draft(const cart::Cart& cart, const PlaceOrder& message, const UserId& user);

// What the neighbours are asked, by an order.
catalog::Reserve reserve_of(const StoredOrder& stored);
payment::Charge charge_of(const StoredOrder& stored);
cart::RemoveOrdered removal_of(const StoredOrder& stored);
OrderConfirmed confirmed_of(const StoredOrder& stored);
// The refund that cancellation number `cancellation` asks for when so much of the payment went back
// before.
RefundId cancellation_refund(const StoredOrder& stored, std::int64_t cancellation,
                             const payment::Payment& payment);

// Why orders fail, as the customer reads it.
Failure declined(const payment::Payment& payment);
Failure out_of_stock(const catalog::Reservation& reservation);
Failure reservation_gone();
Failure abandoned();

// True once nothing will change any more unless somebody asks for it.
bool is_settled(Status status);

// True for an order that is not paid yet: it may still be given up.
bool is_abandonable(Status status);

// Whether undoing must take money back: a charge may have been asked for.
bool may_be_charged(const StoredOrder& stored);

// The order as its owner sees it: a failure only once it is final.
Order reply_of(const StoredOrder& stored);
Placement placement_of(const StoredOrder& stored);

// An entry of the history as the order's owner sees it.
Change change_of(const OrderId& order, const store::RecordedChange& recorded);

// The bytes that a whole id or the digits of an order's number stand for; none for nothing. Throws
// invalid_argument for anything else.
std::string id_ending_of(const std::optional<std::string>& reference);

// What a wish to cancel means for an order.
enum class Cancelling { begin, under_way, done, refused };
Cancelling cancelling_of(Status status);

// The longest time for which a payment may stay unknown while its order can still become a sale.
kernel::Ticks payment_unknown_max(const Options& options);
// Throws failed_precondition unless reservations outlive that.
void check_options(const Options& options);

}  // namespace order::rules
