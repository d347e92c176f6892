#include "till.h"

namespace test {

TEST_CASE_TRANSPORTS("what was sold leaves the cart, once however often it is told") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto cup = till.product("Cup", money(100));
  till.add(alice, mug, 2);
  till.add(alice, cup, 1);
  const auto sale = till.sale_of(till.alice, till.get(alice));
  till.add(alice, mug, 5);

  till.sold(sale);
  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 5}});
  const auto revision = till.get(alice).revision;

  till.sold(sale);
  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 5}});
  CHECK(till.get(alice).revision == revision);
}

TEST_CASE_TRANSPORTS("what was deleted and added again stays") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto sale = till.sale_of(till.alice, till.add(alice, mug, 2));
  till.remove(alice, mug);
  till.add(alice, mug, 2);

  till.sold(sale);

  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 2}});
}

TEST_CASE_TRANSPORTS("a line of which fewer are left than were sold goes away") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto sale = till.sale_of(till.alice, till.add(alice, mug, 5));
  till.set(alice, mug, 2);

  till.sold(sale);

  CHECK(till.get(alice).items.empty());
}

TEST_CASE_TRANSPORTS("a sale to somebody without a cart is nothing to do") {
  Till till{wire};
  cart::RemoveOrdered sale;
  sale.order_id = OrderId::fresh(till.bench.runtime());
  sale.user = till.bob;
  sale.lines = {{LineId::fresh(till.bench.runtime()), 1}};

  till.sold(sale);

  CHECK(till.get(owned_by(till.bob)).revision == 0);
}

TEST_CASE_TRANSPORTS("another's line is not touched by a sale") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const auto cart = till.add(owned_by(till.alice), mug, 5);
  till.add(owned_by(till.bob), mug, 5);

  till.sold(till.sale_of(till.bob, cart));

  CHECK(quantities(till.get(owned_by(till.alice))) == Quantities{{"Mug", 5}});
  CHECK(quantities(till.get(owned_by(till.bob))) == Quantities{{"Mug", 5}});
}

TEST_CASE_TRANSPORTS("only modules tell of a sale, of whole quantities") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  auto sale = till.sale_of(till.alice, till.add(owned_by(till.alice), mug, 5));

  for (const auto& who :
       {till.bench.as_user(till.alice), till.bench.as_admin(till.alice), till.bench.as_nobody()})
    CHECK(till.bench.refused(who, sale) == Code::permission_denied);
  sale.lines[0].quantity = 0;
  CHECK(till.bench.refused(till.bench.as_service("order"), sale) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a sale is remembered over a crash") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto sale = till.sale_of(till.alice, till.add(alice, mug, 2));
  till.add(alice, mug, 2);
  till.sold(sale);

  till.bench.crash();
  till.sold(sale);

  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 2}});
}

TEST_CASE_TRANSPORTS("without catalog nothing is changed, and the failure is its own") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  till.add(alice, mug, 2);

  till.catalog_is_down = true;
  CHECK(till.refused(cart::GetCart{alice}) == Code::unavailable);
  CHECK(till.refused(cart::AddItem{alice, mug, 1}) == Code::unavailable);
  CHECK(till.refused(cart::RemoveItem{alice, mug}) == Code::unavailable);
  till.catalog_is_down = false;

  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 2}});
}

}  // namespace test
