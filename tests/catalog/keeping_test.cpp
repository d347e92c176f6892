// What those who keep the catalogue find: everything, on sale or not.
#include "shop.h"

namespace test {

namespace {

catalog::ListAllProducts all_of(std::string q = {}) {
  catalog::ListAllProducts list;
  if (!q.empty()) list.q = std::move(q);
  return list;
}

std::vector<std::string> listed(Shop& shop, const catalog::ListAllProducts& list) {
  return Shop::skus_of(shop.bench.ask(shop.bench.as_admin(), list));
}

using Skus = std::vector<std::string>;

}  // namespace

TEST_CASE_TRANSPORTS("administrators list all products by name, on sale or not") {
  Shop shop{wire};
  shop.with(a_product("B", "Bowl"));
  shop.retire(shop.with(a_product("A", "Amphora")));
  shop.with(a_product("C", "cup"));
  auto sold = all_of();
  sold.active = true;
  auto hidden = all_of();
  hidden.active = false;

  CHECK(listed(shop, all_of()) == Skus{"A", "B", "C"});
  CHECK(listed(shop, sold) == Skus{"B", "C"});
  CHECK(listed(shop, hidden) == Skus{"A"});
}

TEST_CASE_TRANSPORTS("what is nearly gone is listed by how much is left") {
  Shop shop{wire};
  shop.with_stock("MANY", 100);
  shop.with_stock("FEW", 5);
  shop.with_stock("NONE", 0);
  auto few = all_of();
  few.stock_up_to = 5;
  auto none = all_of();
  none.stock_up_to = 0;

  CHECK(listed(shop, few) == Skus{"FEW", "NONE"});
  CHECK(listed(shop, none) == Skus{"NONE"});
}

TEST_CASE_TRANSPORTS("a product is found by its words, its sku, and inside its name when hidden") {
  Shop shop{wire};
  shop.with(a_product("LMP-1", "Brass desk lamp"));
  shop.retire(shop.with(a_product("LMP-2", "Old lampshade")));
  shop.with(a_product("MUG-%", "Mug"));

  CHECK(listed(shop, all_of("desk")) == Skus{"LMP-1"});
  CHECK(listed(shop, all_of("lamp")) == Skus{"LMP-1", "LMP-2"});
  CHECK(listed(shop, all_of("SHADE")) == Skus{"LMP-2"});
  CHECK(listed(shop, all_of("LMP-2")) == Skus{"LMP-2"});
  CHECK(listed(shop, all_of("MUG-%")) == Skus{"MUG-%"});
  CHECK(listed(shop, all_of("%")).empty());
  CHECK(listed(shop, all_of("chair")).empty());
}

TEST_CASE_TRANSPORTS("all products come page by page, each once") {
  Shop shop{wire};
  for (int i = 0; i < 7; ++i) shop.with(a_product("P" + std::to_string(i), "Same name"));
  auto list = all_of("same");
  list.limit = 3;

  Skus seen;
  do {
    const auto page = shop.bench.ask(shop.bench.as_admin(), list);
    for (const auto& product : page.items) seen.push_back(product.sku);
    list.cursor = page.next_cursor;
  } while (list.cursor);

  CHECK(seen == Skus{"P0", "P1", "P2", "P3", "P4", "P5", "P6"});
}

TEST_CASE_TRANSPORTS("the whole list is for administrators, and its cursors for its queries") {
  Shop shop{wire};
  shop.with(a_product("A"));
  shop.with(a_product("B"));
  auto first = all_of();
  first.limit = 1;
  auto other = all_of("B");
  other.cursor = shop.bench.ask(shop.bench.as_admin(), first).next_cursor;

  REQUIRE(other.cursor);
  CHECK(shop.bench.refused(shop.bench.as_admin(), other) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), first) == Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_user({{{1}}}), first) == Code::permission_denied);
}

}  // namespace test
