#include "kernel/audit.h"
#include "shop.h"

using namespace shop;

TEST_CASE_TRANSPORTS("cancelling gives money and stock back, once") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();

  const auto first = shop.cancel(order.id);
  const auto second = shop.cancel(order.id);

  CHECK(first.status == Status::cancelled);
  CHECK(second.status == Status::cancelled);
  CHECK(shop.at.on_hand[shop.mug] == 10);
  CHECK(shop.at.kept(order.id) == 0);
  CHECK(shop.at.refunds.size() == 1);
  shop.bench.advance(10s);
  CHECK(shop.at.restocks == 1);
  REQUIRE(shop.cancelled.size() == 1);
  CHECK(shop.cancelled[0].order_id == order.id);
  CHECK(shop.cancelled[0].user_id == shop.alice);
  CHECK(shop.cancelled[0].total == gbp(4499));
  shop.check_books();
}

TEST_CASE_TRANSPORTS("stock that cannot be given back now is given back later") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.trouble["Restock"].down = true;

  CHECK(shop.cancel(order.id).status == Status::cancelled);
  CHECK(shop.at.restocks == 0);
  shop.at.trouble["Restock"].down = false;
  shop.bench.advance(1min);

  CHECK(shop.at.restocks == 1);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a cancellation waits for the refund and is finished without the caller") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.trouble["Refund"].down = true;
  const auto hasty =
      shop.bench.as_user(shop.alice).with_deadline(shop.bench.runtime().ticks() + 1s);

  CHECK(shop.bench.refused(hasty, CancelOrder{order.id}) == Code::unavailable);
  CHECK(shop.order(order.id).status == Status::cancelling);
  shop.at.trouble["Refund"].down = false;
  shop.bench.advance(3s);

  CHECK(shop.order(order.id).status == Status::cancelled);
  CHECK(shop.cancel(order.id).status == Status::cancelled);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a refund whose answer was lost is not made twice") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.trouble["Refund"].lost = 1;

  CHECK(shop.cancel(order.id).status == Status::cancelled);
  CHECK(shop.at.refunds.size() == 1);
  shop.check_books();
}

TEST_CASE_TRANSPORTS(
    "an order whose refund is refused is confirmed again, until it is cancelled anew") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.refuses_refunds = true;

  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), CancelOrder{order.id}) ==
        Code::conflict);
  CHECK(shop.order(order.id).status == Status::confirmed);
  CHECK(shop.at.kept(order.id) == 4499);
  shop.bench.advance(1min);
  CHECK(shop.at.restocks == 0);
  CHECK(shop.cancelled.empty());
  shop.check_books();
  shop.at.refuses_refunds = false;

  CHECK(shop.cancel(order.id).status == Status::cancelled);
  CHECK(shop.at.kept(order.id) == 0);
  CHECK(shop.at.restocks == 1);
  shop.check_books();
}

TEST_CASE_TRANSPORTS(
    "money that an administrator gave back meanwhile does not stop a cancellation") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.overtakes_refund = true;

  CHECK(shop.cancel(order.id).status == Status::cancelled);

  CHECK(shop.at.kept(order.id) == 0);
  CHECK(shop.at.restocks == 1);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a cancelled order frees the revision and remains its key's answer") {
  Shop shop(wire);
  const auto order = shop.confirmed_order("a key");
  shop.cancel(order.id);
  shop.fill_cart(shop.alice);

  const auto again = shop.place("a key");

  CHECK(again.outcome == PlaceOutcome::confirmed);
  CHECK(again.order.status == Status::cancelled);
  CHECK(shop.place("another").outcome == PlaceOutcome::confirmed);
}

TEST_CASE_TRANSPORTS("an order on its way or failed cannot be cancelled") {
  Shop shop(wire);
  const auto failed = shop.place("first", "pm_card_declined").order;
  shop.at.outcome_unknown = true;
  const auto pending = shop.place_within(1s, "second").order;
  const auto alice = shop.bench.as_user(shop.alice);

  CHECK(shop.bench.refused(alice, CancelOrder{failed.id}) == Code::conflict);
  CHECK(shop.bench.refused(alice, CancelOrder{pending.id}) == Code::conflict);
}

TEST_CASE_TRANSPORTS("only its owner cancels an order") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();

  CHECK(shop.bench.refused(shop.bench.as_user(shop.bob), CancelOrder{order.id}) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_admin(), CancelOrder{order.id}) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), CancelOrder{order.id}) == Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_service("cart"), CancelOrder{order.id}) ==
        Code::permission_denied);
  CHECK(shop.order(order.id).status == Status::confirmed);
  const CancelOrder none{OrderId::fresh(shop.bench.runtime())};
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), none) == Code::not_found);
}

TEST_CASE_TRANSPORTS("an administrator's refund leaves the order confirmed and the stock alone") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder part{order.id, gbp(1000)};
  const RefundOrder rest{order.id, std::nullopt};
  const auto once = shop.bench.as_admin();

  CHECK(shop.bench.ask(once, part).status == Status::confirmed);
  CHECK(shop.bench.ask(once, part).status == Status::confirmed);
  CHECK(shop.at.kept(order.id) == 3499);
  shop.bench.ask(shop.bench.as_admin(), rest);

  CHECK(shop.at.kept(order.id) == 0);
  CHECK(shop.order(order.id).status == Status::confirmed);
  CHECK(shop.at.sold[shop.mug] == 2);
  CHECK(shop.bench.refused(shop.bench.as_admin(), rest) == Code::failed_precondition);
}

TEST_CASE_TRANSPORTS("an order whose money went back already can still be cancelled") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder part{order.id, gbp(1000)};
  shop.bench.ask(shop.bench.as_admin(), part);

  CHECK(shop.cancel(order.id).status == Status::cancelled);
  CHECK(shop.at.kept(order.id) == 0);

  shop.fill_cart(shop.alice);
  const auto second = shop.confirmed_order("second");
  const RefundOrder whole{second.id, std::nullopt};
  shop.bench.ask(shop.bench.as_admin(), whole);
  CHECK(shop.cancel(second.id).status == Status::cancelled);
  shop.check_books();
}

TEST_CASE_TRANSPORTS("a refund that cannot be made is refused") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.fill_cart(shop.alice);
  const auto failed = shop.place("failed", "pm_card_declined").order;
  const RefundOrder too_much{order.id, gbp(5000)};
  const RefundOrder of_failed{failed.id, std::nullopt};
  const RefundOrder of_none{OrderId::fresh(shop.bench.runtime()), std::nullopt};
  const RefundOrder fine{order.id, gbp(1)};

  CHECK(shop.bench.refused(shop.bench.as_admin(), too_much) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_admin(), of_failed) == Code::failed_precondition);
  CHECK(shop.bench.refused(shop.bench.as_admin(), of_none) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), fine) == Code::permission_denied);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), fine) == Code::unauthenticated);
  CHECK(shop.at.kept(order.id) == 4499);
}

TEST_CASE_TRANSPORTS("a refund needs a recent login") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder rest{order.id, std::nullopt};

  CHECK(shop.bench.refused(shop.bench.as_admin({}, 13h), rest) == Code::unauthenticated);

  CHECK(shop.at.kept(order.id) == 4499);
}

TEST_CASE_TRANSPORTS("a refund is written down with how it ended") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder rest{order.id, std::nullopt};

  shop.bench.ask(shop.bench.as_admin(), rest);
  CHECK(shop.bench.refused(shop.bench.as_admin(), rest) == Code::failed_precondition);

  const audit::List list{"order"};
  const auto records = shop.bench.ask(shop.bench.as_admin(), list).items;
  REQUIRE(records.size() == 2);
  CHECK(records[0].message == "order.RefundOrder");
  CHECK(records[0].target == to_text(order.id));
  CHECK(records[0].outcome == "done");
  CHECK(records[1].outcome == "failed_precondition");
}

TEST_CASE_TRANSPORTS("a refund's key stands for one amount") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder ten{order.id, gbp(10)};
  const RefundOrder twenty{order.id, gbp(20)};
  const auto admin = shop.bench.as_admin();
  shop.bench.ask(admin, ten);

  CHECK(shop.bench.refused(admin, twenty) == Code::failed_precondition);
  CHECK(shop.at.kept(order.id) == 4489);
}

TEST_CASE_TRANSPORTS("a refund that payment cannot make now is made when its key asks again") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const RefundOrder ten{order.id, gbp(10)};
  const auto admin = shop.bench.as_admin();

  shop.at.trouble["Refund"].lost = 1;
  CHECK(shop.bench.refused(admin, ten) == Code::unavailable);
  CHECK(shop.bench.ask(admin, ten).status == Status::confirmed);

  CHECK(shop.at.kept(order.id) == 4489);
}
