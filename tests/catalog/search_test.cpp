#include <set>

#include "shop.h"

namespace test {

using Skus = std::vector<std::string>;

namespace {

void fill(Shop& shop) {
  shop.with(a_product("MUG-1", "Blue mug", "Kitchen", 500));
  shop.with(a_product("MUG-2", "Red mug with saucer", "Kitchen", 700));
  shop.with(a_product("CAF-1", "Café crème cup", "Tea & Coffee", 900));
  auto lamp = a_product("LMP-1", "Desk lamp", "Office", 2500);
  lamp.description = "Shines on a mug, too";
  shop.with(lamp);
}

// Every page of a query, calling `between` after each.
template <class F>
Skus all_pages(Shop& shop, catalog::FindProducts query, const F& between) {
  Skus all;
  for (int pages = 0; pages < 100; ++pages) {
    const auto page = shop.find(query);
    const auto skus = Shop::skus_of(page);
    all.insert(all.end(), skus.begin(), skus.end());
    if (!page.next_cursor) return all;
    query.cursor = page.next_cursor;
    between();
  }
  FAIL("the pages do not end");
  return all;
}

Skus all_pages(Shop& shop, const catalog::FindProducts& query) {
  return all_pages(shop, query, [] {});
}

}  // namespace

TEST_CASE_TRANSPORTS("a search finds what contains all of its words, whatever their case") {
  Shop shop{wire};
  fill(shop);
  struct {
    std::string q;
    Skus found;
  } const cases[] = {
      {"blue", {"MUG-1"}},
      {"BLUE Mug", {"MUG-1"}},
      {"mug blue", {"MUG-1"}},
      {"blue red", {}},
      {"sauc", {"MUG-2"}},  // the last word is a prefix
      {"sauc red", {}},     // another one is not
      {"re", {"MUG-2"}},    // two letters are enough
      {"s", {}},            // one is not
      {"cafe", {"CAF-1"}},  // accents do not matter
      {"CRÈME", {"CAF-1"}},
      {"cre\xCC\x80me", {"CAF-1"}},  // nor how they are written
      {"mug-2", {"MUG-2"}},          // a sku
      {"coffee", {"CAF-1"}},         // a category
      {"shines", {"LMP-1"}},         // a description
      {"zebra", {}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.q);
    CHECK(shop.skus(find_words(row.q)) == row.found);
  }
}

TEST_CASE_TRANSPORTS("nothing that a customer types is syntax") {
  Shop shop{wire};
  fill(shop);
  struct {
    std::string q;
    Skus found;
  } const cases[] = {
      {"\"", {}},
      {"\"\"", {}},
      {"*", {}},
      {"-", {}},
      {"^ + ( ) : { }", {}},
      {"🍺", {}},
      {"🍺 blue", {"MUG-1"}},
      {"blue 🍺", {"MUG-1"}},
      {"blue -", {"MUG-1"}},
      {"\"blue", {"MUG-1"}},
      {"blue\" OR \"red", {}},
      {"blue OR red", {}},
      {"blue NOT red", {}},
      {"NEAR(blue red)", {}},
      {"name:blue", {}},
      {"{name} : blue", {}},
      {"^blue", {"MUG-1"}},
      {"blue*", {"MUG-1"}},
      {"'; DROP TABLE products; --", {}},
      {"blue\xE2\x80\x93", {"MUG-1"}},
      {"%", {}},
      {"–a", {"LMP-1"}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.q);
    CHECK(shop.skus(find_words(row.q)) == row.found);
  }
  CHECK(shop.find(find_all()).items.size() == 4);
}

TEST_CASE_TRANSPORTS("a blank search lists everything by name") {
  Shop shop{wire};
  fill(shop);

  for (const char* q : {"", "   "})
    CHECK(shop.skus(find_words(q)) == Skus{"MUG-1", "CAF-1", "LMP-1", "MUG-2"});
}

TEST_CASE_TRANSPORTS("a word in the name ranks above one in the description") {
  Shop shop{wire};
  fill(shop);

  const auto found = shop.skus(find_words("mug"));

  CHECK(found == Skus{"MUG-1", "MUG-2", "LMP-1"});
}

TEST_CASE_TRANSPORTS("a category limits listing and search to exactly it") {
  Shop shop{wire};
  fill(shop);
  shop.with(a_product("T-1", "Tea pot", "Tea"));
  auto query = find_all();

  query.category = "Tea";
  CHECK(shop.skus(query) == Skus{"T-1"});
  query.category = "Tea & Coffee";
  CHECK(shop.skus(query) == Skus{"CAF-1"});
  query.category = "tea";
  CHECK(shop.skus(query).empty());
  for (const auto sort : {catalog::Sort::relevance, catalog::Sort::name}) {
    query = find_words("tea");
    query.sort = sort;
    CHECK(shop.skus(query).size() == 2);
    query.category = "Tea";
    CHECK(shop.skus(query) == Skus{"T-1"});
    query.category = "\"";
    CHECK(shop.skus(query).empty());
  }
}

TEST_CASE_TRANSPORTS("products are listed by price up, price down, or name") {
  Shop shop{wire};
  fill(shop);

  CHECK(shop.skus(find_all(catalog::Sort::price_up)) == Skus{"MUG-1", "MUG-2", "CAF-1", "LMP-1"});
  CHECK(shop.skus(find_all(catalog::Sort::price_down)) == Skus{"LMP-1", "CAF-1", "MUG-2", "MUG-1"});
  CHECK(shop.skus(find_all(catalog::Sort::name)) == Skus{"MUG-1", "CAF-1", "LMP-1", "MUG-2"});
  CHECK(shop.skus(find_all(catalog::Sort::relevance)) == shop.skus(find_all()));
  auto mugs = find_words("mug");
  mugs.sort = catalog::Sort::price_down;
  CHECK(shop.skus(mugs) == Skus{"LMP-1", "MUG-2", "MUG-1"});
}

TEST_CASE_TRANSPORTS("pages hold every product once, ties included, in every order") {
  Shop shop{wire};
  for (int i = 0; i < 10; ++i)
    shop.with(a_product("S" + std::to_string(i), i < 5 ? "Mug" : "mug", "Kitchen", 100 + i / 3));

  for (const auto sort : {catalog::Sort::relevance, catalog::Sort::name, catalog::Sort::price_up,
                          catalog::Sort::price_down})
    for (const char* q : {"", "mug"})
      for (const char* category : {"", "Kitchen"}) {
        auto query = find_words(q);
        query.sort = sort;
        query.limit = 3;
        if (*category != '\0') query.category = category;
        const auto all = all_pages(shop, query);
        CHECK(all.size() == 10);
        CHECK(std::set(all.begin(), all.end()).size() == 10);
      }
}

TEST_CASE_TRANSPORTS("products that come between two pages shift nothing") {
  for (const auto sort : {catalog::Sort::relevance, catalog::Sort::name, catalog::Sort::price_up,
                          catalog::Sort::price_down})
    for (const char* q : {"", "mug"}) {
      Shop shop{wire};
      Skus old;
      for (int i = 0; i < 9; ++i) {
        old.push_back("S" + std::to_string(i));
        shop.with(a_product(old.back(), "Mug " + std::string(1, static_cast<char>('b' + i)),
                            "Kitchen", 100 + 10 * i));
      }
      auto query = find_words(q);
      query.sort = sort;
      query.limit = 2;
      int added = 0;
      const auto all = all_pages(shop, query, [&] {
        if (added == 4) return;
        const auto n = std::to_string(added++);
        shop.with(a_product("NEW-A" + n, "Mug a " + n, "Kitchen", 1));
        shop.with(a_product("NEW-Z" + n, "Mug z " + n, "Kitchen", 9000));
      });

      for (const auto& sku : old) CHECK(std::count(all.begin(), all.end(), sku) == 1);
      CHECK(std::set(all.begin(), all.end()).size() == all.size());
    }
}

TEST_CASE_TRANSPORTS("a better match that comes between two pages makes no product come twice") {
  Shop shop{wire};
  for (int i = 0; i < 4; ++i) shop.with(a_product("S" + std::to_string(i), "Mug with a saucer"));
  auto query = find_words("mug");
  query.limit = 2;
  query.cursor = shop.find(query).next_cursor;
  shop.with(a_product("BEST", "Mug"));

  CHECK(shop.skus(query) == Skus{"S2", "S3"});
  query.cursor.reset();
  CHECK(shop.skus(query) == Skus{"BEST", "S0"});
}

TEST_CASE_TRANSPORTS("a ranking goes on where it stood when its last product is gone") {
  Shop shop{wire};
  for (int i = 0; i < 4; ++i) shop.with(a_product("S" + std::to_string(i), "Mug"));
  auto query = find_words("mug");
  query.limit = 2;
  const auto page = shop.find(query);
  query.cursor = page.next_cursor;
  REQUIRE(query.cursor.has_value());

  shop.retire(page.items.back());

  CHECK(shop.skus(query) == Skus{"S3"});
}

TEST_CASE_TRANSPORTS("the last page has no cursor, a full last page neither") {
  Shop shop{wire};
  fill(shop);
  for (const char* q : {"", "mug"}) {
    auto query = find_words(q);
    query.limit = *q == '\0' ? 4 : 3;
    CHECK_FALSE(shop.find(query).next_cursor.has_value());
    query.limit -= 1;
    CHECK(shop.find(query).next_cursor.has_value());
  }
}

TEST_CASE_TRANSPORTS("a cursor of another query, or none at all, is refused with its pointer") {
  Shop shop{wire};
  fill(shop);
  auto query = find_words("mug");
  query.limit = 1;
  const auto cursor = shop.find(query).next_cursor;
  REQUIRE(cursor.has_value());

  const auto refused_at = [&](const catalog::FindProducts& other) {
    try {
      shop.find(other);
    } catch (const kernel::Error& error) {
      CHECK(error.code == Code::invalid_argument);
      return error.details.empty() ? std::string() : error.details[0].pointer;
    }
    return std::string("answered");
  };
  query.cursor = cursor;
  CHECK(refused_at(query) == "answered");
  query.limit = 2;  // a page may have another length
  CHECK(refused_at(query) == "answered");
  query.q = "blue";
  CHECK(refused_at(query) == "/cursor");
  query.q = "mug";
  query.sort = catalog::Sort::name;
  CHECK(refused_at(query) == "/cursor");
  query.sort = catalog::Sort::relevance;
  query.category = "Kitchen";
  CHECK(refused_at(query) == "/cursor");
  query.category.reset();
  for (const std::string bad : {"x", "====", "AAAA", "not a cursor", "é"}) {
    query.cursor = bad;
    CHECK(refused_at(query) == "/cursor");
  }
  query.cursor = cursor->substr(0, cursor->size() - 4);
  CHECK(refused_at(query) == "/cursor");
}

TEST_CASE_TRANSPORTS("a query keeps its bounds") {
  Shop shop{wire};
  const auto refused = [&](auto change) {
    catalog::FindProducts query;
    change(query);
    return shop.bench.refused(shop.bench.as_nobody(), query);
  };
  CHECK(refused([](auto& q) { q.q = std::string(201, 'x'); }) == Code::invalid_argument);
  CHECK(refused([](auto& q) { q.limit = 0; }) == Code::invalid_argument);
  CHECK(refused([](auto& q) { q.limit = 101; }) == Code::invalid_argument);
  CHECK(refused([](auto& q) { q.category = ""; }) == Code::invalid_argument);
  CHECK(refused([](auto& q) { q.cursor = std::string(501, 'x'); }) == Code::invalid_argument);
}

TEST_CASE_TRANSPORTS("a search considers a limited number of products, the oldest") {
  Shop shop{wire};
  catalog::ImportProducts import;
  for (int i = 0; i < 1000; ++i) {
    import.rows.emplace_back();
    import.rows.back().name = "Mug";
    import.rows.back().category = "Kitchen";
    import.rows.back().price = gbp(1000 + i);
  }
  for (int batch = 0; batch < 2; ++batch) {
    for (int i = 0; i < 1000; ++i)
      import.rows[static_cast<std::size_t>(i)].sku = std::to_string(batch * 1000 + i);
    shop.bench.ask(shop.bench.as_admin(), import);
  }

  for (const auto sort : {catalog::Sort::relevance, catalog::Sort::price_up}) {
    auto query = find_words("mug");
    query.sort = sort;
    query.limit = 100;
    CHECK(all_pages(shop, query).size() == static_cast<std::size_t>(catalog::candidates_max));
  }
}

}  // namespace test
