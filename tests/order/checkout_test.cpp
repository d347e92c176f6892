#include "shop.h"

using namespace shop;

TEST_CASE_TRANSPORTS("a cart becomes a confirmed order, paid and sold") {
  Shop shop(wire);

  const auto placement = shop.place("a key");

  CHECK(placement.outcome == PlaceOutcome::confirmed);
  const Order& order = placement.order;
  CHECK(order.status == Status::confirmed);
  REQUIRE(order.lines.size() == 2);
  CHECK(order.lines[0].product_id == shop.mug);
  CHECK(order.lines[0].name == "Mug");
  CHECK(order.lines[0].quantity == 2);
  CHECK(order.lines[0].unit_price == gbp(250));
  CHECK(order.lines[0].line_total == gbp(500));
  CHECK(order.total == gbp(4499));
  CHECK(order.payment_id == shop.at.payments.at(order.id).id);
  CHECK(order.shipping_address == home());
  CHECK_FALSE(order.failure);
  CHECK(shop.at.sold[shop.mug] == 2);
  CHECK(shop.at.kept(order.id) == 4499);
}

TEST_CASE_TRANSPORTS("a confirmed order is announced once and its lines leave the cart") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();

  shop.bench.advance(10s);

  REQUIRE(shop.confirmed.size() == 1);
  CHECK(shop.confirmed[0].order_id == order.id);
  CHECK(shop.confirmed[0].user_id == shop.alice);
  CHECK(shop.confirmed[0].lines.size() == 2);
  CHECK(shop.confirmed[0].total == gbp(4499));
  CHECK(shop.confirmed[0].shipping_address == home());
  CHECK(shop.confirmed[0].created_at == order.created_at);
  CHECK(shop.at.carts[shop.alice].items.empty());
}

TEST_CASE_TRANSPORTS("the same key gets the same order") {
  Shop shop(wire);

  const auto first = shop.place("a key");
  const auto second = shop.place("a key");

  CHECK(second.outcome == PlaceOutcome::confirmed);
  CHECK(second.order.id == first.order.id);
  CHECK(shop.at.trouble["Charge"].asked == 1);
}

TEST_CASE_TRANSPORTS("a key belongs to one request") {
  Shop shop(wire);
  shop.place("a key");
  auto elsewhere = shop.order_of("a key");
  elsewhere.shipping_address.line1 = "2 Mill Lane";

  const auto reused = shop.place("a key", "pm_card_mastercard");
  const auto moved = shop.bench.ask(shop.bench.as_user(shop.alice), elsewhere);

  CHECK(reused.outcome == PlaceOutcome::key_reused);
  CHECK(reused.order.id.empty());
  CHECK(moved.outcome == PlaceOutcome::key_reused);
}

TEST_CASE_TRANSPORTS("a key belongs to one user") {
  Shop shop(wire);
  shop.fill_cart(shop.bob);

  const auto alices = shop.place("a key");
  const auto bobs = shop.bench.ask(shop.bench.as_user(shop.bob), shop.order_of("a key"));

  CHECK(bobs.outcome == PlaceOutcome::confirmed);
  CHECK(bobs.order.id != alices.order.id);
}

TEST_CASE_TRANSPORTS("a revision of a cart is bought once") {
  Shop shop(wire);
  shop.at.outcome_unknown = true;
  REQUIRE(shop.place_within(1s, "first").outcome == PlaceOutcome::pending);

  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), shop.order_of("second")) ==
        Code::conflict);
}

TEST_CASE_TRANSPORTS("a failed order frees the revision of its cart") {
  Shop shop(wire);
  REQUIRE(shop.place("first", "pm_card_declined").outcome == PlaceOutcome::declined);

  CHECK(shop.place("second").outcome == PlaceOutcome::confirmed);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a declined payment releases the stock before the answer goes out") {
  Shop shop(wire);

  const auto placement = shop.place("a key", "pm_card_declined");

  CHECK(shop.at.on_hand[shop.mug] == 10);
  CHECK(placement.outcome == PlaceOutcome::declined);
  CHECK(placement.order.status == Status::failed);
  REQUIRE(placement.order.failure);
  CHECK(placement.order.failure->code == FailureCode::declined);
  CHECK(placement.order.failure->detail == "Your card was declined.");
  CHECK(shop.place("a key", "pm_card_declined").outcome == PlaceOutcome::declined);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("an order that is out of stock names the products and takes no money") {
  Shop shop(wire);
  shop.at.on_hand[shop.lamp] = 0;

  const auto placement = shop.place("a key");

  CHECK(placement.outcome == PlaceOutcome::out_of_stock);
  REQUIRE(placement.order.failure);
  REQUIRE(placement.order.failure->shortages.size() == 1);
  CHECK(placement.order.failure->shortages[0].product_id == shop.lamp);
  CHECK(placement.order.failure->shortages[0].wanted == 1);
  CHECK(placement.order.failure->shortages[0].available == 0);
  CHECK(shop.at.payments.empty());
  CHECK(shop.at.on_hand[shop.mug] == 10);
}

TEST_CASE_TRANSPORTS("out of stock stays the key's answer when the stock is back") {
  Shop shop(wire);
  shop.at.on_hand[shop.lamp] = 0;
  shop.place("a key");
  shop.at.on_hand[shop.lamp] = 5;

  const auto again = shop.place("a key");

  CHECK(again.outcome == PlaceOutcome::out_of_stock);
  CHECK(again.order.failure->shortages.size() == 1);
  CHECK(shop.place("another").outcome == PlaceOutcome::confirmed);
}

TEST_CASE_TRANSPORTS("what is refused before the order exists does not bind the key") {
  Shop shop(wire);
  const auto alice = shop.bench.as_user(shop.alice);
  auto abroad = shop.order_of("a key");
  abroad.shipping_address.country = "XX";
  auto nameless = shop.order_of("a key");
  nameless.shipping_address.name = "  ";
  auto short_country = shop.order_of("a key");
  short_country.shipping_address.country = "G";

  CHECK(shop.bench.refused(alice, abroad) == Code::invalid_argument);
  CHECK(shop.bench.refused(alice, nameless) == Code::invalid_argument);
  CHECK(shop.bench.refused(alice, short_country) == Code::invalid_argument);
  CHECK(shop.bench.refused(alice, shop.order_of("a key", "pm_none")) == Code::invalid_argument);
  CHECK(shop.bench.refused(alice, shop.order_of("")) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), shop.order_of("a key")) ==
        Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_service("cart"), shop.order_of("a key")) ==
        Code::permission_denied);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.bob), shop.order_of("a key")) ==
        Code::failed_precondition);

  CHECK(shop.place("a key").outcome == PlaceOutcome::confirmed);
}

TEST_CASE_TRANSPORTS("what comes to another total than the customer was shown is not bought") {
  Shop shop(wire);
  auto order = shop.order_of("a key");
  order.expected_total = shop.at.carts[shop.alice].total + gbp(1);
  const auto alice = shop.bench.as_user(shop.alice);

  const auto error = shop.bench.refusal(alice, order);
  CHECK(error.code == Code::conflict);
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].pointer == "/expected_total");
  CHECK(shop.at.trouble["Charge"].asked == 0);

  order.expected_total = shop.at.carts[shop.alice].total;
  CHECK(shop.bench.ask(alice, order).outcome == PlaceOutcome::confirmed);  // the key was not bound
  order.expected_total = gbp(1);
  CHECK(shop.bench.ask(alice, order).outcome == PlaceOutcome::confirmed);  // bought is bought
}

TEST_CASE_TRANSPORTS("what is wrong with a request is said with a pointer") {
  Shop shop(wire);
  const auto pointer_of = [&](const PlaceOrder& message) -> std::string {
    try {
      shop.bench.ask(shop.bench.as_user(shop.alice), message);
    } catch (const Error& error) {
      return error.details.empty() ? "" : error.details.front().pointer;
    }
    return "accepted";
  };
  auto abroad = shop.order_of("a key");
  abroad.shipping_address.country = "XX";

  CHECK(pointer_of(abroad) == "/shipping_address/country");
  CHECK(pointer_of(shop.order_of("a key", "pm_none")) == "/payment_method");
}

TEST_CASE_TRANSPORTS("a neighbour that is down before the order exists makes it unavailable") {
  for (const auto* message : {"CheckMethod", "GetCart"}) {
    Shop shop(wire);
    shop.at.trouble[message].down = true;

    CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), shop.order_of("a key")) ==
          Code::unavailable);
    shop.at.trouble[message].down = false;
    CHECK(shop.place("a key").outcome == PlaceOutcome::confirmed);
  }
}

TEST_CASE_TRANSPORTS(
    "a caller whose time is up hears pending, and the key gives the answer later") {
  Shop shop(wire);
  shop.at.outcome_unknown = true;

  const auto pending = shop.place_within(1s, "a key");
  CHECK(pending.outcome == PlaceOutcome::pending);
  CHECK_FALSE(pending.order.id.empty());
  shop.at.outcome_unknown = false;
  const auto settled = shop.place("a key");

  CHECK(settled.outcome == PlaceOutcome::confirmed);
  CHECK(settled.order.id == pending.order.id);
  CHECK(shop.at.kept(settled.order.id) == 4499);
}

TEST_CASE_TRANSPORTS("the saga goes on when its caller is gone") {
  Shop shop(wire);
  shop.at.trouble["Reserve"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  REQUIRE(pending.outcome == PlaceOutcome::pending);

  shop.at.trouble["Reserve"].down = false;
  shop.bench.advance(3s);

  CHECK(shop.order(pending.order.id).status == Status::confirmed);
}

TEST_CASE_TRANSPORTS("an answer that was lost is asked for again and nothing happens twice") {
  for (const auto* message : {"Reserve", "Charge", "Commit", "RemoveOrdered"}) {
    Shop shop(wire);
    shop.at.trouble[message].lost = 1;

    CHECK(shop.place("a key").outcome == PlaceOutcome::confirmed);
    shop.bench.advance(3s);
    CHECK(shop.at.sold[shop.mug] == 2);
    CHECK(shop.at.carts[shop.alice].items.empty());
    CHECK(shop.confirmed.size() == 1);
    shop.check_books();
  }
}

TEST_CASE_TRANSPORTS("a reservation that ran out means the money back, never stock sold twice") {
  Shop shop(wire);
  shop.at.trouble["Commit"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  REQUIRE(shop.order(pending.order.id).status == Status::paid);

  shop.at.expire_all();
  shop.at.trouble["Commit"].down = false;
  const auto placement = shop.place("a key");

  CHECK(placement.outcome == PlaceOutcome::failed);
  CHECK(placement.order.failure->code == FailureCode::reservation_gone);
  CHECK(shop.at.kept(placement.order.id) == 0);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a failure is not shown before it is undone") {
  Shop shop(wire);
  shop.at.trouble["Release"].down = true;
  const auto alice =
      shop.bench.as_user(shop.alice).with_deadline(shop.bench.runtime().ticks() + 1s);

  const auto pending = shop.bench.ask(alice, shop.order_of("a key", "pm_card_declined"));
  CHECK(pending.outcome == PlaceOutcome::pending);
  CHECK_FALSE(pending.order.failure);
  shop.at.trouble["Release"].down = false;

  CHECK(shop.place("a key", "pm_card_declined").outcome == PlaceOutcome::declined);
  shop.check_books();
}

TEST_CASE_TRANSPORTS(
    "an order that cannot go on is abandoned after its deadline and keeps nothing") {
  for (const auto* message : {"Reserve", "Charge"}) {
    Shop shop(wire);
    shop.at.trouble[message].down = true;
    const auto pending = shop.place_within(1s, "a key");
    REQUIRE(pending.outcome == PlaceOutcome::pending);

    shop.bench.advance(6min);

    const auto order = shop.order(pending.order.id);
    CHECK(order.status == Status::failed);
    CHECK(order.failure->code == FailureCode::abandoned);
    shop.at.trouble[message].down = false;
    CHECK(shop.place("a key").outcome == PlaceOutcome::failed);
    shop.check_books();
  }
}

TEST_CASE_TRANSPORTS("a payment that stays unknown is voided when the order is abandoned") {
  Shop shop(wire);
  shop.at.outcome_unknown = true;
  const auto pending = shop.place_within(1s, "a key");
  shop.bench.advance(6min);
  CHECK(shop.order(pending.order.id).status == Status::reserved);

  shop.at.outcome_unknown = false;
  shop.bench.advance(3s);

  CHECK(shop.order(pending.order.id).status == Status::failed);
  CHECK(shop.at.kept(pending.order.id) == 0);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("what an order bought is not bought again while cart is behind") {
  Shop shop(wire);
  shop.at.trouble["RemoveOrdered"].down = true;
  REQUIRE(shop.place("first").outcome == PlaceOutcome::confirmed);
  shop.put(shop.alice, shop.mug, "Mug", 1, 250);

  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), shop.order_of("second")) ==
        Code::unavailable);
  shop.at.trouble["RemoveOrdered"].down = false;
  const auto second = shop.place("second");

  CHECK(second.outcome == PlaceOutcome::confirmed);
  CHECK(second.order.total == gbp(250));
  CHECK(shop.at.sold[shop.mug] == 3);
}

namespace {

kernel::Task<> place_into(OrderModule& module, const Context& context, const PlaceOrder& message,
                          std::vector<Placement>& answers) {
  answers.push_back(co_await module.place_order(context, message));
}

kernel::Task<> place_twice(kernel::Runtime& runtime, OrderModule& module, const Context& context,
                           const PlaceOrder& first, const PlaceOrder& second,
                           std::vector<Placement>& answers) {
  runtime.spawn(place_into(module, context, first, answers));
  co_await place_into(module, context, second, answers);
}

}  // namespace

TEST_CASE_TRANSPORTS("two requests with one key at once get one order") {
  Shop shop(wire);
  const auto alice = shop.bench.as_user(shop.alice);
  const auto message = shop.order_of("a key");
  std::vector<Placement> answers;

  shop.bench.run(place_twice(shop.bench.runtime(), shop.bench.module<OrderModule>(), alice, message,
                             message, answers));
  shop.bench.settle();

  REQUIRE(answers.size() == 2);
  CHECK(answers[0].outcome == PlaceOutcome::confirmed);
  CHECK(answers[1].outcome == PlaceOutcome::confirmed);
  CHECK(answers[0].order.id == answers[1].order.id);
  CHECK(shop.at.payments.size() == 1);
}

TEST_CASE_TRANSPORTS("two requests with one key but two bodies at once buy once") {
  Shop shop(wire);
  const auto alice = shop.bench.as_user(shop.alice);
  const auto visa = shop.order_of("a key");
  const auto mastercard = shop.order_of("a key", "pm_card_mastercard");
  std::vector<Placement> answers;

  shop.bench.run(place_twice(shop.bench.runtime(), shop.bench.module<OrderModule>(), alice, visa,
                             mastercard, answers));
  shop.bench.settle();

  REQUIRE(answers.size() == 2);
  const auto reused = std::ranges::count(answers, PlaceOutcome::key_reused, &Placement::outcome);
  CHECK(reused == 1);
  CHECK(shop.at.payments.size() == 1);
}
