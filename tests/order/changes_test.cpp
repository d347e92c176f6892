// Waiting for an order to change.
#include "shop.h"

using namespace shop;
using Waiting = std::shared_ptr<test::Bench::Begun<WaitForChange>>;

namespace {

Heard hear(Shop& shop, const OrderId& order, std::optional<std::int64_t> after) {
  const WaitForChange wait{order, after};
  return shop.bench.ask(shop.bench.as_user(shop.alice), wait);
}

Waiting begin(Shop& shop, const OrderId& order, std::int64_t after,
              kernel::Ticks timeout = kernel::Ticks(30s)) {
  const auto context =
      shop.bench.as_user(shop.alice).with_deadline(shop.bench.runtime().ticks() + timeout);
  const WaitForChange wait{order, after};
  auto waiting = shop.bench.begin(context, wait);
  shop.bench.settle();
  return waiting;
}

// What the order has gone through so far.
std::vector<Status> history(Shop& shop, const OrderId& order) {
  std::vector<Status> statuses;
  const auto last = hear(shop, order, std::nullopt).change->number;
  for (std::int64_t after = 0; after < last; ++after) {
    const auto change = hear(shop, order, after).change;
    REQUIRE(change);
    CHECK(change->number == after + 1);
    CHECK((!change->settled || change->number == last));
    statuses.push_back(change->status);
  }
  return statuses;
}

using Statuses = std::vector<Status>;

}  // namespace

TEST_CASE_TRANSPORTS("an order's changes are told one after the other, without waiting") {
  Shop shop(wire);
  const auto sold = shop.confirmed_order();
  shop.fill_cart(shop.alice);
  const auto failed = shop.place("failed", "pm_card_declined").order;

  CHECK(history(shop, sold.id) ==
        Statuses{Status::pending, Status::reserved, Status::paid, Status::confirmed});
  CHECK(history(shop, failed.id) == Statuses{Status::pending, Status::reserved, Status::failed});
  shop.cancel(sold.id);
  CHECK(history(shop, sold.id) == Statuses{Status::pending, Status::reserved, Status::paid,
                                           Status::confirmed, Status::cancelling,
                                           Status::cancelled});
}

TEST_CASE_TRANSPORTS("who knows of no change, or of one that is none, hears of the latest") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();

  for (const std::optional<std::int64_t> after : {std::optional<std::int64_t>(), {5}, {1'000}}) {
    const auto change = hear(shop, order.id, after).change;
    REQUIRE(change);
    CHECK(change->number == 4);
    CHECK(change->status == Status::confirmed);
    CHECK(change->settled);
    CHECK(change->at.ms >= order.created_at.ms);
    CHECK(change->at.ms <= shop.bench.runtime().now().ms);
  }
  const WaitForChange negative{order.id, -1};
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), negative) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("who waits hears of each change once it has come, and not before") {
  Shop shop(wire);
  shop.at.outcome_unknown = true;
  const auto order = shop.place_within(1s, "slow").order;
  REQUIRE(order.status == Status::reserved);

  const auto waiting = begin(shop, order.id, 2);
  CHECK_FALSE(waiting->ended());
  shop.at.outcome_unknown = false;
  shop.bench.advance(1200ms);

  REQUIRE(waiting->reply);
  REQUIRE(waiting->reply->change);
  CHECK(waiting->reply->change->number == 3);
  CHECK(waiting->reply->change->status == Status::paid);
  CHECK_FALSE(waiting->reply->change->settled);
}

TEST_CASE_TRANSPORTS("several wait for one order, and none of them for another's") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.fill_cart(shop.alice);
  const auto other = shop.confirmed_order("other");
  const auto first = begin(shop, order.id, 4);
  const auto second = begin(shop, order.id, 4);
  const auto of_other = begin(shop, other.id, 4);

  shop.cancel(order.id);
  shop.bench.settle();

  for (const auto& waiting : {first, second}) {
    REQUIRE(waiting->reply);
    REQUIRE(waiting->reply->change);
    CHECK(waiting->reply->change->status == Status::cancelling);
  }
  CHECK_FALSE(of_other->ended());
}

TEST_CASE_TRANSPORTS("a cancellation that has to wait for its refund is told in both its steps") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  shop.at.trouble["Refund"].down = true;
  const auto hasty =
      shop.bench.as_user(shop.alice).with_deadline(shop.bench.runtime().ticks() + 300ms);
  CHECK(shop.bench.refused(hasty, CancelOrder{order.id}) == Code::unavailable);

  CHECK(hear(shop, order.id, 4).change->status == Status::cancelling);
  const auto waiting = begin(shop, order.id, 5);
  CHECK_FALSE(waiting->ended());
  shop.at.trouble["Refund"].down = false;
  shop.bench.advance(1200ms);

  REQUIRE(waiting->reply);
  REQUIRE(waiting->reply->change);
  CHECK(waiting->reply->change->status == Status::cancelled);
  CHECK(waiting->reply->change->settled);
}

TEST_CASE_TRANSPORTS("an order that is taken up after a crash is heard of too") {
  Shop shop(wire);
  shop.at.outcome_unknown = true;
  const auto order = shop.place_within(1s, "slow").order;

  shop.bench.crash();
  const auto waiting = begin(shop, order.id, 2);
  CHECK_FALSE(waiting->ended());
  shop.at.outcome_unknown = false;
  shop.bench.advance(1200ms);

  REQUIRE(waiting->reply);
  REQUIRE(waiting->reply->change);
  CHECK(waiting->reply->change->status == Status::paid);
}

TEST_CASE_TRANSPORTS("without a change the answer is none, shortly before the deadline") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();

  const auto waiting = begin(shop, order.id, 4, 1s);
  shop.bench.advance(600ms);
  CHECK_FALSE(waiting->ended());
  shop.bench.advance(190ms);

  REQUIRE(waiting->reply);
  CHECK_FALSE(waiting->reply->change);
}

TEST_CASE_TRANSPORTS("only its owner hears of an order") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const WaitForChange wait{order.id, std::nullopt};
  const WaitForChange none{OrderId::fresh(shop.bench.runtime()), std::nullopt};

  CHECK(shop.bench.refused(shop.bench.as_user(shop.bob), wait) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_admin(), wait) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), none) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), wait) == Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_service("cart"), wait) == Code::permission_denied);
}

TEST_CASE_TRANSPORTS("so many wait and no more; who has gone makes room") {
  Options options;
  options.watches_max = 2;
  Shop shop(wire, options);
  const auto order = shop.confirmed_order();
  const auto alice = shop.bench.as_user(shop.alice);
  const WaitForChange wait{order.id, 4};
  const auto short_one = begin(shop, order.id, 4, 1s);
  const auto long_one = begin(shop, order.id, 4);

  CHECK(shop.bench.refused(alice, wait) == Code::resource_exhausted);
  CHECK(hear(shop, order.id, 3).change->number == 4);
  shop.bench.advance(700ms);
  CHECK(short_one->ended());
  const auto next = begin(shop, order.id, 4);

  CHECK_FALSE(next->ended());
}

TEST_CASE_TRANSPORTS("a module that is told to stop lets nobody wait") {
  Shop shop(wire);
  const auto order = shop.confirmed_order();
  const auto waiting = begin(shop, order.id, 4);
  const WaitForChange wait{order.id, 4};

  shop.bench.module<OrderModule>().tell_to_stop();
  shop.bench.settle();

  CHECK(shop.bench.refused(*waiting) == Code::unavailable);
  CHECK(shop.bench.refused(shop.bench.as_user(shop.alice), wait) == Code::unavailable);
  CHECK(hear(shop, order.id, 3).change->number == 4);
}
