#include "shop.h"

namespace test {

using Skus = std::vector<std::string>;

TEST_CASE_TRANSPORTS("a created product is shown as it was given") {
  Shop shop{wire};
  auto create = a_product("MUG-1", "Blue mug", "Tea & Coffee", 799);
  create.description = "Holds half a pint";
  create.stock = 7;

  const auto made = shop.with(create);
  const auto product = shop.get(made.id);

  CHECK(product.sku == "MUG-1");
  CHECK(product.name == "Blue mug");
  CHECK(product.description == "Holds half a pint");
  CHECK(product.category == "Tea & Coffee");
  CHECK(product.price == gbp(799));
  CHECK(product.stock == 7);
  CHECK(product.active);
}

TEST_CASE_TRANSPORTS("an unknown product is not found") {
  Shop shop{wire};
  const auto nowhere = ProductId::fresh(shop.bench.runtime());

  CHECK(shop.bench.refused(shop.bench.as_nobody(), catalog::GetProduct{nowhere}) ==
        Code::not_found);
  catalog::UpdateProduct update = Shop::update_of(shop.with(a_product("A")));
  update.id = nowhere;
  CHECK(shop.bench.refused(shop.bench.as_admin(), update) == Code::not_found);
  CHECK(shop.bench.refused(shop.bench.as_admin(), catalog::SetStock{nowhere, 1}) ==
        Code::not_found);
}

TEST_CASE_TRANSPORTS("a change that does not mention it leaves a product as active as it was") {
  Shop shop{wire};
  const auto product = shop.with(a_product("A"));
  auto update = Shop::update_of(product, false);
  shop.bench.ask(shop.bench.as_admin(), update);

  update.active.reset();
  update.name = "Another";
  const auto changed = shop.bench.ask(shop.bench.as_admin(), update);

  CHECK_FALSE(changed.active);
  CHECK(changed.name == "Another");
}

TEST_CASE_TRANSPORTS("a sku belongs to one product") {
  Shop shop{wire};
  shop.with(a_product("MUG"));

  CHECK(shop.bench.refused(shop.bench.as_admin(), a_product("MUG", "Another")) ==
        Code::already_exists);
}

TEST_CASE_TRANSPORTS("the same creation, repeated, makes one product") {
  Shop shop{wire};
  const auto admin = shop.bench.as_admin();

  const auto first = shop.bench.ask(admin, a_product("MUG"));
  const auto second = shop.bench.ask(admin, a_product("MUG"));

  CHECK(first.id == second.id);
}

TEST_CASE_TRANSPORTS("only administrators keep the catalogue") {
  Shop shop{wire};
  const auto product = shop.with(a_product("MUG"));
  catalog::ImportProducts import;
  import.rows.resize(1);
  import.rows[0].sku = import.rows[0].name = import.rows[0].category = "x";
  import.rows[0].price = gbp(1);

  const auto customer = shop.bench.as_user(kernel::UserId::fresh(shop.bench.runtime()));
  const auto nobody = shop.bench.as_nobody();
  CHECK(shop.bench.refused(customer, a_product("CUP")) == Code::permission_denied);
  CHECK(shop.bench.refused(customer, Shop::update_of(product)) == Code::permission_denied);
  CHECK(shop.bench.refused(customer, catalog::SetStock{product.id, 1}) == Code::permission_denied);
  CHECK(shop.bench.refused(customer, import) == Code::permission_denied);
  CHECK(shop.bench.refused(nobody, a_product("CUP")) == Code::unauthenticated);
  CHECK(shop.bench.refused(nobody, Shop::update_of(product)) == Code::unauthenticated);
  CHECK(shop.bench.refused(nobody, catalog::SetStock{product.id, 1}) == Code::unauthenticated);
  CHECK(shop.bench.refused(nobody, import) == Code::unauthenticated);
}

TEST_CASE_TRANSPORTS("what cannot be sold is refused with a pointer to each fault") {
  Shop shop{wire};
  auto create = a_product("MUG");
  create.name = " \t";
  create.price.amount = 0;
  create.price.currency = *kernel::Currency::parse("USD");

  std::vector<std::string> pointers;
  try {
    shop.with(create);
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::invalid_argument);
    for (const auto& fault : error.details) pointers.push_back(fault.pointer);
  }

  CHECK(pointers == Skus{"/name", "/price/amount", "/price/currency"});
}

TEST_CASE_TRANSPORTS("fields outside their bounds are refused") {
  Shop shop{wire};
  const auto admin = shop.bench.as_admin();
  const auto product = shop.with(a_product("MUG"));

  const auto refused = [&](auto change) {
    auto create = a_product("CUP");
    change(create);
    return shop.bench.refused(admin, create);
  };
  CHECK(refused([](auto& c) { c.sku = ""; }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.sku = std::string(65, 'x'); }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.name = std::string(201, 'x'); }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.description = std::string(4001, 'x'); }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.stock = -1; }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.price.amount = -1; }) == Code::invalid_argument);
  CHECK(refused([](auto& c) { c.price.amount = catalog::price_max + 1; }) ==
        Code::invalid_argument);
  CHECK(shop.bench.refused(admin, catalog::SetStock{product.id, -1}) == Code::invalid_argument);
  auto update = Shop::update_of(product);
  update.price.amount = 0;
  CHECK(shop.bench.refused(admin, update) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("an update replaces everything but sku and stock") {
  Shop shop{wire};
  const auto product = shop.with(a_product("MUG", "Mug", "Kitchen", 100));
  auto update = Shop::update_of(product);
  update.name = "Cup";
  update.category = "Garden";
  update.price = gbp(200);

  shop.bench.ask(shop.bench.as_admin(), update);

  const auto now = shop.get(product.id);
  CHECK(now.sku == "MUG");
  CHECK(now.name == "Cup");
  CHECK(now.category == "Garden");
  CHECK(now.price == gbp(200));
  CHECK(now.stock == product.stock);
  CHECK(shop.skus(find_words("cup")) == Skus{"MUG"});
  CHECK(shop.skus(find_words("mug")) == Skus{"MUG"});  // by its sku
  CHECK(shop.skus(find_words("kitchen")).empty());
}

TEST_CASE_TRANSPORTS("an inactive product is neither listed nor found, yet can be looked up") {
  Shop shop{wire};
  const auto product = shop.with(a_product("MUG"));
  shop.with(a_product("CUP"));

  shop.retire(product);

  CHECK(shop.skus(find_all()) == Skus{"CUP"});
  CHECK(shop.skus(find_words("mug")).empty());
  CHECK_FALSE(shop.get(product.id).active);
  const auto categories = shop.bench.ask(shop.bench.as_nobody(), catalog::ListCategories{});
  REQUIRE(categories.items.size() == 1);
  CHECK(categories.items[0].products == 1);
}

TEST_CASE_TRANSPORTS("categories are listed by name with the number of their active products") {
  Shop shop{wire};
  shop.with(a_product("A", "a", "Kitchen"));
  const auto moved = shop.with(a_product("B", "b", "Garden"));
  shop.with(a_product("C", "c", "Kitchen"));
  shop.with(a_product("D", "d", "Attic"));
  auto update = Shop::update_of(moved);
  update.category = "Kitchen";
  shop.bench.ask(shop.bench.as_admin(), update);

  const auto categories = shop.bench.ask(shop.bench.as_nobody(), catalog::ListCategories{});

  REQUIRE(categories.items.size() == 2);
  CHECK(categories.items[0].name == "Attic");
  CHECK(categories.items[0].products == 1);
  CHECK(categories.items[1].name == "Kitchen");
  CHECK(categories.items[1].products == 3);
}

TEST_CASE_TRANSPORTS(
    "many products are asked for at once, each answered once, unknown ones left out") {
  Shop shop{wire};
  catalog::ImportProducts import;
  for (int i = 0; i < 300; ++i) {
    import.rows.emplace_back();
    import.rows.back().sku = "S" + std::to_string(i);
    import.rows.back().name = import.rows.back().category = "x";
    import.rows.back().price = gbp(1 + i);
  }
  shop.bench.ask(shop.bench.as_admin(), import);
  catalog::GetProducts get;
  auto page = find_all();
  page.limit = 100;
  while (true) {
    const auto found = shop.find(page);
    for (const auto& product : found.items) get.ids.insert(get.ids.end(), 2, product.id);
    if (!found.next_cursor) break;
    page.cursor = found.next_cursor;
  }
  get.ids.push_back(ProductId::fresh(shop.bench.runtime()));

  CHECK(get.ids.size() == 601);
  CHECK(shop.bench.ask(shop.bench.as_nobody(), get).items.size() == 300);
  get.ids.resize(3);
  CHECK(shop.bench.ask(shop.bench.as_nobody(), get).items.size() == 2);
}

}  // namespace test
