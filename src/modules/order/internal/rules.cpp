#include "internal/rules.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace order::rules {

using kernel::Code;
using kernel::Error;
using kernel::Fault;

namespace {

// Length before content, so that no two requests write the same.
void append_part(std::string& out, std::string_view part) {
  out += std::to_string(part.size());
  out += ':';
  out += part;
}

// Prices may change between a look at the cart and its order.
void require_expected(const PlaceOrder& message, const Money& total) {
  if (!message.expected_total || *message.expected_total == total) return;
  const auto text = [](const Money& money) {
    return std::to_string(money.amount) + " " + std::string(money.currency.text());
  };
  throw Error(Code::conflict, "Prices have changed: the cart comes to another total now.",
              {{"/expected_total",
                "found " + text(*message.expected_total) + ", the total is " + text(total)}});
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

kernel::Uuid fingerprint(const PlaceOrder& message) {
  const Address& address = message.shipping_address;
  std::string canonical;
  append_part(canonical, message.payment_method.reveal());
  append_part(canonical, address.name);
  append_part(canonical, address.line1);
  if (address.line2) append_part(canonical, *address.line2);
  canonical += '/';
  append_part(canonical, address.city);
  append_part(canonical, address.postal_code);
  append_part(canonical, address.country);
  return kernel::derived_uuid({}, canonical);
}

void check_address(const Address& address) {
  std::vector<Fault> faults;
  const auto must_say = [&](std::string_view field, std::string_view value) {
    if (is_blank(value))
      faults.push_back({"/shipping_address/" + std::string(field), "must not be blank"});
  };
  must_say("name", address.name);
  must_say("line1", address.line1);
  must_say("city", address.city);
  must_say("postal_code", address.postal_code);
  if (!kernel::is_country(address.country))
    faults.push_back({"/shipping_address/country", "must be a country code of ISO 3166-1 alpha-2"});
  if (!faults.empty())
    throw Error(Code::invalid_argument, "The shipping address is not valid.", std::move(faults));
}

StoredOrder draft(const cart::Cart& cart, const PlaceOrder& message, const UserId& user) {
  if (cart.items.empty()) throw Error(Code::failed_precondition, "The cart is empty.");
  StoredOrder stored;
  stored.user = user;
  stored.key = message.key;
  stored.fingerprint = fingerprint(message);
  stored.cart_revision = cart.revision;
  stored.payment_method = message.payment_method.reveal();
  stored.order.shipping_address = message.shipping_address;
  stored.order.total = {0, cart.items.front().unit_price.currency};
  for (const cart::Line& line : cart.items) {
    const Money line_total = line.unit_price * line.quantity;
    stored.order.lines.push_back(
        {line.product_id, line.name, line.quantity, line.unit_price, line_total});
    stored.cart_lines.push_back(line.id);
    stored.order.total = stored.order.total + line_total;
  }
  require_expected(message, stored.order.total);
  return stored;
}

catalog::Reserve reserve_of(const StoredOrder& stored) {
  catalog::Reserve reserve{stored.order.id, {}};
  for (const Line& line : stored.order.lines)
    reserve.lines.push_back({line.product_id, line.quantity});
  return reserve;
}

payment::Charge charge_of(const StoredOrder& stored) {
  return {stored.order.id, stored.user, stored.order.total,
          kernel::SecretText(stored.payment_method)};
}

cart::RemoveOrdered removal_of(const StoredOrder& stored) {
  cart::RemoveOrdered removal{stored.order.id, stored.user, {}};
  for (std::size_t i = 0; i < stored.cart_lines.size(); ++i)
    removal.lines.push_back({stored.cart_lines[i], stored.order.lines[i].quantity});
  return removal;
}

OrderConfirmed confirmed_of(const StoredOrder& stored) {
  const Order& order = stored.order;
  return {order.id,        stored.user, order.lines, order.total, order.shipping_address,
          order.created_at};
}

RefundId cancellation_refund(const StoredOrder& stored, std::int64_t cancellation,
                             const payment::Payment& payment) {
  const auto name = "cancellation " + std::to_string(cancellation) + " after " +
                    std::to_string(payment.refunded.amount);
  return RefundId{kernel::derived_uuid(stored.order.id, name)};
}

Failure declined(const payment::Payment& payment) {
  return {FailureCode::declined, payment.reason.value_or("The payment was declined."), {}};
}

Failure out_of_stock(const catalog::Reservation& reservation) {
  Failure failure{
      FailureCode::out_of_stock, "Some products are not in stock in that quantity.", {}};
  for (const catalog::Shortage& shortage : reservation.shortages)
    failure.shortages.push_back(
        {shortage.product_id, shortage.name, shortage.wanted, shortage.available});
  return failure;
}

Failure reservation_gone() {
  return {FailureCode::reservation_gone,
          "The payment took longer than the products could be kept; the money goes back.",
          {}};
}

Failure abandoned() {
  return {
      FailureCode::abandoned, "The order could not be completed in time; nothing is charged.", {}};
}

bool is_settled(Status status) {
  return status == Status::confirmed || status == Status::failed || status == Status::cancelled;
}

Change change_of(const OrderId& order, const store::RecordedChange& recorded) {
  return {order, recorded.number, recorded.status, recorded.at,
          recorded.latest && is_settled(recorded.status)};
}

bool is_abandonable(Status status) {
  return status == Status::pending || status == Status::reserved;
}

bool may_be_charged(const StoredOrder& stored) {
  return stored.order.status != Status::pending &&
         stored.order.failure->code != FailureCode::declined;
}

Order reply_of(const StoredOrder& stored) {
  Order order = stored.order;
  if (order.status != Status::failed) order.failure.reset();
  return order;
}

Placement placement_of(const StoredOrder& stored) {
  const auto outcome = [&] {
    switch (stored.order.status) {
      case Status::confirmed:
      case Status::cancelling:
      case Status::cancelled:
        return PlaceOutcome::confirmed;
      case Status::failed:
        break;
      case Status::pending:
      case Status::reserved:
      case Status::paid:
        return PlaceOutcome::pending;
    }
    switch (stored.order.failure->code) {
      case FailureCode::declined:
        return PlaceOutcome::declined;
      case FailureCode::out_of_stock:
        return PlaceOutcome::out_of_stock;
      case FailureCode::reservation_gone:
      case FailureCode::abandoned:
        break;
    }
    return PlaceOutcome::failed;
  };
  return {outcome(), reply_of(stored)};
}

std::string id_ending_of(const std::optional<std::string>& reference) {
  if (!reference) return {};
  constexpr std::size_t digits = 2 * store::number_bytes;
  // A number is read as the end of an id whose other digits are 0.
  std::string text = *reference;
  if (text.size() == digits) text.insert(0, "00000000-0000-0000-0000-000000");
  const auto id = kernel::parse_uuid(text);
  if (!id)
    throw Error(Code::invalid_argument, "This is no reference of an order.",
                {{"/reference", "must be an order's id or the last six digits of it"}});
  const std::string bytes(id->bytes.begin(), id->bytes.end());
  return reference->size() == digits ? bytes.substr(bytes.size() - store::number_bytes) : bytes;
}

Cancelling cancelling_of(Status status) {
  switch (status) {
    case Status::confirmed:
      return Cancelling::begin;
    case Status::cancelling:
      return Cancelling::under_way;
    case Status::cancelled:
      return Cancelling::done;
    case Status::pending:
    case Status::reserved:
    case Status::paid:
    case Status::failed:
      break;
  }
  return Cancelling::refused;
}

kernel::Ticks payment_unknown_max(const Options& options) {
  return options.saga_deadline + options.step_timeout + options.backoff_max;
}

void check_options(const Options& options) {
  if (options.reservation_lifetime > payment_unknown_max(options)) return;
  throw Error(Code::failed_precondition,
              "Stock must stay reserved for longer than a payment may stay unknown: "
              "the reservation lifetime must exceed saga deadline + step timeout + back-off.");
}

}  // namespace order::rules
