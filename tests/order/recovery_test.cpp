#include "shop.h"

using namespace shop;

TEST_CASE_TRANSPORTS("after a crash before any step the order is finished within two seconds") {
  for (const auto* message : {"Reserve", "Charge", "Commit"}) {
    Shop shop(wire);
    shop.at.trouble[message].down = true;
    const auto pending = shop.place_within(1s, "a key");
    REQUIRE(pending.outcome == PlaceOutcome::pending);

    shop.bench.crash();
    shop.at.trouble[message].down = false;
    shop.bench.advance(2s);

    CHECK(shop.order(pending.order.id).status == Status::confirmed);
    CHECK(shop.confirmed.size() == 1);
    CHECK(shop.place("a key").order.id == pending.order.id);
    shop.check_books();
  }
}

TEST_CASE_TRANSPORTS(
    "after a crash between a neighbour's effect and its answer nothing "
    "happens twice") {
  for (const auto* message : {"Reserve", "Charge", "Commit"}) {
    Shop shop(wire);
    shop.at.trouble[message].lost = 1'000'000;
    const auto pending = shop.place_within(1s, "a key");
    REQUIRE(pending.outcome == PlaceOutcome::pending);

    shop.bench.crash();
    shop.at.trouble[message].lost = 0;
    shop.bench.advance(2s);

    CHECK(shop.order(pending.order.id).status == Status::confirmed);
    CHECK(shop.at.sold[shop.mug] == 2);
    CHECK(shop.at.kept(pending.order.id) == 4499);
    shop.check_books();
  }
}

TEST_CASE_TRANSPORTS("a refusal that a crash cut short is undone and keeps its reason") {
  Shop shop(wire);
  shop.at.on_hand[shop.lamp] = 0;
  shop.at.trouble["Release"].down = true;
  const auto pending = shop.place_within(1s, "a key");

  shop.bench.crash();
  shop.at.on_hand[shop.lamp] = 5;
  shop.at.trouble["Release"].down = false;
  shop.bench.advance(2s);

  const auto order = shop.order(pending.order.id);
  CHECK(order.status == Status::failed);
  CHECK(order.failure->code == FailureCode::out_of_stock);
  REQUIRE(order.failure->shortages.size() == 1);
  CHECK(order.failure->shortages[0].product_id == shop.lamp);
  CHECK(shop.at.payments.empty());
}

TEST_CASE_TRANSPORTS("a void that a crash cut short is finished") {
  Shop shop(wire);
  shop.at.trouble["Commit"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  shop.at.expire_all();
  shop.at.trouble["Commit"].down = false;
  shop.at.trouble["Void"].lost = 1'000'000;
  shop.bench.advance(5s);
  REQUIRE(shop.order(pending.order.id).status == Status::paid);

  shop.bench.crash();
  shop.at.trouble["Void"].lost = 0;
  shop.bench.advance(2s);

  CHECK(shop.order(pending.order.id).status == Status::failed);
  CHECK(shop.at.kept(pending.order.id) == 0);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a cancellation that a crash cut short is finished, once") {
  for (const bool lost : {false, true}) {
    Shop shop(wire);
    const auto order = shop.confirmed_order();
    auto& refund = shop.at.trouble["Refund"];
    refund.lost = lost ? 1'000'000 : 0;
    refund.down = !lost;
    shop.at.trouble["Restock"].down = true;
    const auto hasty =
        shop.bench.as_user(shop.alice).with_deadline(shop.bench.runtime().ticks() + 200ms);
    try {
      shop.bench.ask(hasty, CancelOrder{order.id});
    } catch (const Error&) {
    }

    shop.bench.crash();
    shop.at.trouble["Restock"].down = false;
    refund = {};
    shop.bench.advance(1min);

    CHECK(shop.order(order.id).status == Status::cancelled);
    CHECK(shop.at.refunds.size() == 1);
    CHECK(shop.at.restocks == 1);
    CHECK(shop.cancelled.size() == 1);
    shop.check_books();
  }
}

TEST_CASE_TRANSPORTS("what was owed to cart before a crash is delivered after it") {
  Shop shop(wire);
  shop.at.trouble["RemoveOrdered"].down = true;
  REQUIRE(shop.place("a key").outcome == PlaceOutcome::confirmed);

  shop.bench.crash();
  shop.at.trouble["RemoveOrdered"].down = false;
  shop.bench.advance(1min);

  CHECK(shop.at.carts[shop.alice].items.empty());
  CHECK(shop.confirmed.size() == 1);
}

namespace {

// As if the process had been down for so long.
kernel::Task<> age_orders(kernel::Database& database, kernel::Ticks by) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(by).count();
  co_await database.write([&](kernel::Transaction& tx) {
    tx.run("UPDATE orders SET created_at = created_at - ?", ms);
  });
}

}  // namespace

TEST_CASE_TRANSPORTS("an order found later than its stock is kept is given up, not charged") {
  Shop shop(wire);
  shop.at.trouble["Charge"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  REQUIRE(shop.order(pending.order.id).status == Status::reserved);
  kernel::Database database(shop.bench.runtime(),
                            shop.bench.store("order", OrderModule::migrations()));
  shop.bench.run(age_orders(database, 16min));

  shop.at.trouble["Charge"].down = false;
  shop.bench.advance(2s);

  CHECK(shop.order(pending.order.id).failure->code == FailureCode::abandoned);
  CHECK(shop.at.trouble["Charge"].asked == 0);
  CHECK(shop.at.kept(pending.order.id) == 0);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("an order ends though the provider refuses to give its money back") {
  Shop shop(wire);
  shop.at.trouble["Commit"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  shop.at.expire_all();
  shop.at.refuses_refunds = true;
  shop.at.trouble["Commit"].down = false;
  shop.bench.advance(5s);

  CHECK(shop.order(pending.order.id).status == Status::failed);
  CHECK(shop.at.payments.at(pending.order.id).status == payment::Status::owed);
}

TEST_CASE_TRANSPORTS("giving an order up outlives a crash and neighbours that are down") {
  Shop shop(wire);
  shop.at.trouble["Charge"].down = true;
  const auto pending = shop.place_within(1s, "a key");
  REQUIRE(shop.order(pending.order.id).status == Status::reserved);
  for (const auto* message : {"Void", "Release"}) shop.at.trouble[message].down = true;
  shop.bench.advance(16min);

  shop.bench.crash();
  shop.at.expire_all();
  for (const auto* message : {"Charge", "Void", "Release"}) shop.at.trouble[message].down = false;
  shop.bench.advance(2s);

  CHECK(shop.order(pending.order.id).failure->code == FailureCode::abandoned);
  CHECK(shop.at.kept(pending.order.id) == 0);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("options that free stock before the payment is known are refused") {
  Options options;
  options.reservation_lifetime = options.saga_deadline;

  CHECK_THROWS_AS(Shop(wire, options), Error);
}
