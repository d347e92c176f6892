#include "shop.h"

namespace test {

using catalog::CommitOutcome;
using catalog::ReserveOutcome;

TEST_CASE_TRANSPORTS("reserving takes from what is on hand, committing sells it") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();

  CHECK(shop.reserve(order, {{mug, 3}}).outcome == ReserveOutcome::reserved);
  CHECK(shop.stock_of(mug) == Stock{7, 3, 0});
  CHECK(shop.get(mug).stock == 7);

  CHECK(shop.commit(order) == CommitOutcome::committed);
  CHECK(shop.stock_of(mug) == Stock{7, 0, 3});
}

TEST_CASE_TRANSPORTS("every step of an order happens once") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();

  for (int i = 0; i < 2; ++i)
    CHECK(shop.reserve(order, {{mug, 3}}).outcome == ReserveOutcome::reserved);
  CHECK(shop.stock_of(mug) == Stock{7, 3, 0});
  for (int i = 0; i < 2; ++i) CHECK(shop.commit(order) == CommitOutcome::committed);
  shop.release(order);
  CHECK(shop.reserve(order, {{mug, 3}}).outcome == ReserveOutcome::reserved);
  CHECK(shop.stock_of(mug) == Stock{7, 0, 3});
  for (int i = 0; i < 2; ++i) shop.restock(order);
  CHECK(shop.commit(order) == CommitOutcome::committed);
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("an order gets all that it wants or nothing, and hears of each shortage") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto cup = shop.with_stock("CUP", 2);
  const auto retired = shop.with(a_product("OLD"));
  shop.retire(retired);
  const auto nowhere = ProductId::fresh(shop.bench.runtime());

  const auto answer =
      shop.reserve(shop.new_order(), {{mug, 1}, {cup, 3}, {retired.id, 1}, {nowhere, 4}});

  CHECK(answer.outcome == ReserveOutcome::out_of_stock);
  REQUIRE(answer.shortages.size() == 3);
  CHECK(answer.shortages[0].product_id == cup);
  CHECK(answer.shortages[0].name == "CUP");
  CHECK(answer.shortages[0].wanted == 3);
  CHECK(answer.shortages[0].available == 2);
  CHECK(answer.shortages[1].product_id == retired.id);
  CHECK(answer.shortages[1].available == 0);
  CHECK(answer.shortages[2].product_id == nowhere);
  CHECK(answer.shortages[2].available == 0);
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("a product that is wanted twice is wanted in sum") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 5);

  const auto short_of = shop.reserve(shop.new_order(), {{mug, 3}, {mug, 3}});
  REQUIRE(short_of.shortages.size() == 1);
  CHECK(short_of.shortages[0].wanted == 6);

  shop.reserve(shop.new_order(), {{mug, 2}, {mug, 3}});
  CHECK(shop.stock_of(mug) == Stock{0, 5, 0});
}

TEST_CASE_TRANSPORTS("what was out of stock can be reserved once it is there") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 0);
  const auto order = shop.new_order();

  CHECK(shop.reserve(order, {{mug, 1}}).outcome == ReserveOutcome::out_of_stock);
  shop.set_stock(mug, 1);

  CHECK(shop.reserve(order, {{mug, 1}}).outcome == ReserveOutcome::reserved);
}

TEST_CASE_TRANSPORTS("a released reservation is on hand again, and gone for its order") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();
  shop.reserve(order, {{mug, 3}});

  for (int i = 0; i < 2; ++i) shop.release(order);

  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
  CHECK(shop.commit(order) == CommitOutcome::gone);
  const auto again = shop.reserve(order, {{mug, 3}});
  CHECK(again.outcome == ReserveOutcome::out_of_stock);
  CHECK(again.shortages.empty());
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("a reservation that arrives after its release gets nothing") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();

  shop.release(order);

  CHECK(shop.reserve(order, {{mug, 3}}).outcome == ReserveOutcome::out_of_stock);
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("an order that reserved nothing has nothing to commit, and never will") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();

  CHECK(shop.commit(order) == CommitOutcome::gone);

  CHECK(shop.reserve(order, {{mug, 3}}).outcome == ReserveOutcome::out_of_stock);
  CHECK(shop.commit(order) == CommitOutcome::gone);
}

TEST_CASE_TRANSPORTS(
    "a reservation that is not committed in time is given back in the background") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  shop.reserve(shop.new_order(), {{mug, 3}});

  shop.bench.advance(std::chrono::minutes(14));
  CHECK(shop.stock_of(mug) == Stock{7, 3, 0});

  shop.bench.advance(std::chrono::minutes(1) + std::chrono::seconds(6));
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("an expired reservation is gone even before the sweep comes") {
  catalog::Options options;
  options.sweep_interval = std::chrono::hours(24);
  Shop shop{wire, options};
  const auto mug = shop.with_stock("MUG", 10);
  const auto committed = shop.new_order();
  const auto asked_again = shop.new_order();
  shop.reserve(committed, {{mug, 3}});
  shop.reserve(asked_again, {{mug, 4}});
  shop.bench.advance(std::chrono::minutes(16));

  CHECK(shop.stock_of(mug) == Stock{3, 7, 0});
  CHECK(shop.commit(committed) == CommitOutcome::gone);
  CHECK(shop.reserve(asked_again, {{mug, 4}}).outcome == ReserveOutcome::out_of_stock);

  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

TEST_CASE_TRANSPORTS("only what was sold can be restocked") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();

  CHECK(shop.bench.refused(shop.service(), catalog::Restock{order}) == Code::failed_precondition);
  shop.reserve(order, {{mug, 3}});
  CHECK(shop.bench.refused(shop.service(), catalog::Restock{order}) == Code::failed_precondition);
  CHECK(shop.stock_of(mug) == Stock{7, 3, 0});
}

TEST_CASE_TRANSPORTS("setting the stock leaves what is reserved or sold alone") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto sold = shop.new_order();
  shop.reserve(sold, {{mug, 2}});
  shop.commit(sold);
  shop.reserve(shop.new_order(), {{mug, 3}});

  shop.set_stock(mug, 50);

  CHECK(shop.stock_of(mug) == Stock{50, 3, 2});
}

TEST_CASE_TRANSPORTS("only modules move stock") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();
  catalog::Reserve reserve;
  reserve.order_id = order;
  reserve.lines = {{mug, 1}};

  for (const auto& who :
       {shop.bench.as_admin(), shop.bench.as_user(kernel::UserId::fresh(shop.bench.runtime())),
        shop.bench.as_nobody()}) {
    CHECK(shop.bench.refused(who, reserve) == Code::permission_denied);
    CHECK(shop.bench.refused(who, catalog::Release{order}) == Code::permission_denied);
    CHECK(shop.bench.refused(who, catalog::Commit{order}) == Code::permission_denied);
    CHECK(shop.bench.refused(who, catalog::Restock{order}) == Code::permission_denied);
  }
}

TEST_CASE_TRANSPORTS("a reservation has lines, each of 1 to 100,000") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  catalog::Reserve reserve;
  reserve.order_id = shop.new_order();

  CHECK(shop.bench.refused(shop.service(), reserve) == Code::invalid_argument);
  reserve.lines = {{mug, 0}};
  CHECK(shop.bench.refused(shop.service(), reserve) == Code::invalid_argument);
  reserve.lines = {{mug, 100'001}};
  CHECK(shop.bench.refused(shop.service(), reserve) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("reservations outlive a crash, and so does their end") {
  Shop shop{wire};
  const auto mug = shop.with_stock("MUG", 10);
  const auto order = shop.new_order();
  shop.reserve(order, {{mug, 3}});

  shop.bench.crash();

  CHECK(shop.stock_of(mug) == Stock{7, 3, 0});
  shop.bench.advance(std::chrono::minutes(16));
  CHECK(shop.stock_of(mug) == Stock{10, 0, 0});
}

}  // namespace test
