#include "till.h"

namespace test {

TEST_CASE_TRANSPORTS("a user who put nothing in has an empty cart") {
  Till till{wire};

  const auto cart = till.get(owned_by(till.alice));

  CHECK(cart.items.empty());
  CHECK(cart.total == money(0));
  CHECK(cart.revision == 0);
}

TEST_CASE_TRANSPORTS("products stand in the order in which they entered, with their sums") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto cup = till.product("Cup", money(100));

  till.add(alice, mug, 2);
  till.add(alice, cup, 3);
  const auto cart = till.add(alice, mug, 1);

  CHECK(quantities(cart) == Quantities{{"Mug", 3}, {"Cup", 3}});
  CHECK(cart.items[0].unit_price == money(255));
  CHECK(cart.items[0].line_total == money(765));
  CHECK(cart.total == money(1065));
  CHECK(quantities(till.get(alice)) == quantities(cart));
}

TEST_CASE_TRANSPORTS("the prices and names shown are today's") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  till.add(alice, mug, 2);

  till.products[mug].price = money(300);
  till.products[mug].name = "Big mug";

  const auto cart = till.get(alice);
  CHECK(quantities(cart) == Quantities{{"Big mug", 2}});
  CHECK(cart.total == money(600));
}

TEST_CASE_TRANSPORTS("setting a quantity replaces it, adding the product if need be") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));

  CHECK(quantities(till.set(alice, mug, 5)) == Quantities{{"Mug", 5}});
  const auto line = till.get(alice).items[0].id;
  CHECK(quantities(till.set(alice, mug, 2)) == Quantities{{"Mug", 2}});
  CHECK(till.get(alice).items[0].id == line);
}

TEST_CASE_TRANSPORTS("a product that is not for sale cannot enter") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto old = till.product("Old", money(255));
  till.products[old].active = false;

  for (const auto& product : {old, ProductId::fresh(till.bench.runtime())}) {
    CHECK(till.refused(cart::AddItem{alice, product, 1}) == Code::not_found);
    CHECK(till.refused(cart::SetItem{alice, product, 1}) == Code::not_found);
  }
}

TEST_CASE_TRANSPORTS("a product that was retired meanwhile stays listed and can be taken out") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto lost = till.product("Lost", money(100));
  till.add(alice, mug, 2);
  till.add(alice, lost, 1);

  till.products[mug].active = false;
  till.products.erase(lost);

  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 2}, {"Lost", 1}});
  CHECK(till.get(alice).total == money(610));
  CHECK(quantities(till.remove(alice, mug)) == Quantities{{"Lost", 1}});
}

TEST_CASE_TRANSPORTS("a line holds 1 to 100,000 of its product") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));

  for (const std::int64_t bad : {std::int64_t{0}, std::int64_t{-1}, cart::quantity_max + 1}) {
    CHECK(till.refused(cart::AddItem{alice, mug, bad}) == Code::invalid_argument);
    CHECK(till.refused(cart::SetItem{alice, mug, bad}) == Code::invalid_argument);
  }
  till.set(alice, mug, cart::quantity_max - 1);
  till.add(alice, mug, 1);
  CHECK(till.refused(cart::AddItem{alice, mug, 1}) == Code::invalid_argument);
  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", cart::quantity_max}});
}

TEST_CASE_TRANSPORTS("a sum beyond what money can express is refused, and nothing stored") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto palace = till.product("Palace", money(catalog::price_max));
  const auto castle = till.product("Castle", money(catalog::price_max));

  const auto token = till.guest();
  till.add(holder_of(token), castle, 1);
  till.set(alice, palace, cart::quantity_max);

  CHECK(till.refused(cart::AddItem{alice, castle, 1}) == Code::invalid_argument);
  CHECK(till.refused(cart::SetItem{alice, castle, 1}) == Code::invalid_argument);
  CHECK(till.bench.refused(till.bench.as_user(till.alice), cart::MergeCart{token}) ==
        Code::invalid_argument);
  CHECK(quantities(till.get(alice)) == Quantities{{"Palace", cart::quantity_max}});
  CHECK(quantities(till.get(holder_of(token))) == Quantities{{"Castle", 1}});
}

TEST_CASE_TRANSPORTS("a cart has one currency") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto tasse = till.product("Tasse", money(255, "EUR"));
  till.add(alice, mug);

  CHECK(till.refused(cart::AddItem{alice, tasse, 1}) == Code::failed_precondition);
  CHECK(till.refused(cart::SetItem{alice, tasse, 1}) == Code::failed_precondition);

  till.clear(alice);
  CHECK(till.add(alice, tasse).total == money(255, "EUR"));
}

TEST_CASE_TRANSPORTS("taking out what is not in the cart changes nothing; no product is refused") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  till.add(alice, mug);
  const auto without = till.remove(alice, mug);

  CHECK(till.remove(alice, mug).revision == without.revision);
  const auto nothing = ProductId::fresh(till.bench.runtime());
  CHECK(till.refused(cart::RemoveItem{alice, nothing}) == Code::not_found);
}

TEST_CASE_TRANSPORTS("a cleared cart is empty, and the shop's money counts it") {
  cart::Options options;
  options.currency = *kernel::Currency::parse("EUR");
  Till till{wire, options};
  const auto alice = owned_by(till.alice);
  till.add(alice, till.product("Mug", money(255, "EUR")));

  const auto cart = till.clear(alice);

  CHECK(cart.items.empty());
  CHECK(cart.total == money(0, "EUR"));
}

TEST_CASE_TRANSPORTS("the revision grows with every change and never comes again") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  std::vector<std::int64_t> revisions;
  const auto note = [&](const Cart& cart) { revisions.push_back(cart.revision); };

  note(till.get(alice));
  note(till.add(alice, mug, 2));
  note(till.set(alice, mug, 3));
  note(till.remove(alice, mug));
  note(till.add(alice, mug, 2));
  note(till.clear(alice));
  note(till.add(alice, mug, 2));
  till.sold(till.sale_of(till.alice, till.get(alice)));
  note(till.get(alice));
  const auto token = till.guest();
  till.add(holder_of(token), mug, 1);
  note(till.merge(till.alice, token));

  for (std::size_t i = 1; i < revisions.size(); ++i) CHECK(revisions[i] > revisions[i - 1]);
}

TEST_CASE_TRANSPORTS("what changes nothing keeps the revision") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto revision = till.set(alice, mug, 3).revision;

  CHECK(till.set(alice, mug, 3).revision == revision);
  CHECK(till.get(alice).revision == revision);
  CHECK(till.clear(alice).revision == revision + 1);
  CHECK(till.clear(alice).revision == revision + 1);
}

TEST_CASE_TRANSPORTS("a product that enters again has a new line") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto first = till.add(alice, mug).items[0].id;
  till.remove(alice, mug);

  CHECK(till.add(alice, mug).items[0].id != first);
}

TEST_CASE_TRANSPORTS("the same command, repeated, is carried out once") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto twice = [&](const auto& message) {
    const auto context = till.bench.as_user(till.alice);
    const auto first = till.bench.ask(context, message);
    const auto second = till.bench.ask(context, message);
    CHECK(quantities(first) == quantities(second));
    CHECK(first.revision == second.revision);
  };

  twice(cart::AddItem{alice, mug, 2});
  CHECK(quantities(till.get(alice)) == Quantities{{"Mug", 2}});
  twice(cart::SetItem{alice, mug, 5});
  twice(cart::RemoveItem{alice, mug});
  till.add(alice, mug);
  twice(cart::ClearCart{alice});
  const auto token = till.guest();
  till.add(holder_of(token), mug, 3);
  twice(cart::MergeCart{token});
}

TEST_CASE_TRANSPORTS("one key means nothing for another customer or another command") {
  Till till{wire};
  const auto mug = till.product("Mug", money(255));
  const auto alice = till.bench.as_user(till.alice);
  const auto bob = till.bench.as_user(till.bob).with_key(alice.key);

  till.bench.ask(alice, cart::AddItem{owned_by(till.alice), mug, 2});
  till.bench.ask(bob, cart::AddItem{owned_by(till.bob), mug, 3});
  till.bench.ask(alice, cart::SetItem{owned_by(till.alice), mug, 7});

  CHECK(quantities(till.get(owned_by(till.bob))) == Quantities{{"Mug", 3}});
  CHECK(quantities(till.get(owned_by(till.alice))) == Quantities{{"Mug", 7}});
}

TEST_CASE_TRANSPORTS("a key is forgotten in time") {
  cart::Options options;
  options.key_lifetime = std::chrono::minutes(10);
  options.sweep_interval = std::chrono::minutes(1);
  Till till{wire, options};
  const auto alice = owned_by(till.alice);
  const auto mug = till.product("Mug", money(255));
  const auto key = till.bench.as_user(till.alice).key;
  const cart::AddItem add{alice, mug, 1};
  till.bench.ask(till.bench.as_user(till.alice).with_key(key), add);

  till.bench.advance(std::chrono::minutes(12));

  const auto cart = till.bench.ask(till.bench.as_user(till.alice).with_key(key), add);
  CHECK(quantities(cart) == Quantities{{"Mug", 2}});
}

TEST_CASE_TRANSPORTS("a cart holds a limited number of products") {
  Till till{wire};
  const auto alice = owned_by(till.alice);
  const auto first = till.product("First", money(1));
  till.add(alice, first);
  till.fill(till.alice, cart::lines_max - 1);
  const auto one_more = till.product("One more", money(1));

  CHECK(till.refused(cart::AddItem{alice, one_more, 1}) == Code::failed_precondition);
  CHECK(till.refused(cart::SetItem{alice, one_more, 1}) == Code::failed_precondition);
  CHECK(till.add(alice, first).items[0].quantity == 2);
  const auto token = till.guest();
  till.add(holder_of(token), one_more);
  CHECK(till.bench.refused(till.bench.as_user(till.alice), cart::MergeCart{token}) ==
        Code::failed_precondition);
  CHECK(till.get(holder_of(token)).items.size() == 1);
  CHECK(till.get(alice).items.size() == cart::lines_max);
}

}  // namespace test
