#include "internal/rules.h"

#include "shop.h"

using namespace shop;

TEST_CASE("two requests share a fingerprint exactly when they ask for the same") {
  const PlaceOrder base{"a key", kernel::SecretText("pm_card_visa"), home()};
  const auto changed = [&](auto change) {
    PlaceOrder other = base;
    change(other);
    return rules::fingerprint(other) != rules::fingerprint(base);
  };

  CHECK_FALSE(changed([](PlaceOrder& m) { m.key = "another"; }));
  CHECK(
      changed([](PlaceOrder& m) { m.payment_method = kernel::SecretText("pm_card_mastercard"); }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.name = "Alice"; }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.line1 += " "; }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.line2 = ""; }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.city = "Ox"; }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.postal_code = "OX1"; }));
  CHECK(changed([](PlaceOrder& m) { m.shipping_address.country = "FR"; }));
  CHECK(
      changed([](PlaceOrder& m) { std::swap(m.shipping_address.name, m.shipping_address.line1); }));
}

TEST_CASE("the answer to a key follows from the order alone") {
  struct Row {
    Status status;
    std::optional<FailureCode> failure;
    PlaceOutcome outcome;
  };
  const Row rows[] = {
      {Status::pending, std::nullopt, PlaceOutcome::pending},
      {Status::reserved, std::nullopt, PlaceOutcome::pending},
      {Status::reserved, FailureCode::declined, PlaceOutcome::pending},
      {Status::paid, std::nullopt, PlaceOutcome::pending},
      {Status::confirmed, std::nullopt, PlaceOutcome::confirmed},
      {Status::cancelling, std::nullopt, PlaceOutcome::confirmed},
      {Status::cancelled, std::nullopt, PlaceOutcome::confirmed},
      {Status::failed, FailureCode::declined, PlaceOutcome::declined},
      {Status::failed, FailureCode::out_of_stock, PlaceOutcome::out_of_stock},
      {Status::failed, FailureCode::reservation_gone, PlaceOutcome::failed},
      {Status::failed, FailureCode::abandoned, PlaceOutcome::failed},
  };
  for (const auto& row : rows) {
    store::StoredOrder stored;
    stored.order.status = row.status;
    if (row.failure) stored.order.failure = Failure{*row.failure, "", {}};

    const auto placement = rules::placement_of(stored);

    CHECK(placement.outcome == row.outcome);
    CHECK(placement.order.failure.has_value() == (row.status == Status::failed));
  }
}

TEST_CASE("only a confirmed order begins to be cancelled") {
  using rules::Cancelling;
  CHECK(rules::cancelling_of(Status::confirmed) == Cancelling::begin);
  CHECK(rules::cancelling_of(Status::cancelling) == Cancelling::under_way);
  CHECK(rules::cancelling_of(Status::cancelled) == Cancelling::done);
  for (const auto status : {Status::pending, Status::reserved, Status::paid, Status::failed})
    CHECK(rules::cancelling_of(status) == Cancelling::refused);
}

TEST_CASE_TRANSPORTS("an order is drawn up from the cart at the cart's prices") {
  Shop shop(wire);
  const PlaceOrder message{"a key", kernel::SecretText("pm_card_visa"), home()};

  const auto stored = rules::draft(shop.at.carts[shop.alice], message, shop.alice);

  CHECK(stored.order.total == gbp(4499));
  CHECK(stored.cart_lines.size() == stored.order.lines.size());
  CHECK(stored.cart_revision == shop.at.carts[shop.alice].revision);
  CHECK_THROWS_AS(rules::draft({}, message, shop.alice), Error);
}
