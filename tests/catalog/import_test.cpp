#include "shop.h"

namespace test {

namespace {

catalog::ImportRow row(std::string sku, std::string name, std::int64_t pence, std::int64_t stock) {
  catalog::ImportRow row;
  row.sku = std::move(sku);
  row.name = std::move(name);
  row.category = "Kitchen";
  row.price = gbp(pence);
  row.stock = stock;
  return row;
}

catalog::ImportProducts import_of(std::vector<catalog::ImportRow> rows) {
  catalog::ImportProducts import;
  import.rows = std::move(rows);
  return import;
}

}  // namespace

TEST_CASE_TRANSPORTS("importing twice changes nothing") {
  Shop shop{wire};
  const auto import = import_of({row("A", "Mug", 100, 5), row("B", "Cup", 200, 6)});

  const auto first = shop.bench.ask(shop.bench.as_admin(), import);
  const auto second = shop.bench.ask(shop.bench.as_admin(), import);

  CHECK(first.created == 2);
  CHECK(second.created == 0);
  CHECK(second.updated == 0);
  CHECK(second.unchanged == 2);
}

TEST_CASE_TRANSPORTS("an import updates the facts of known products, never their stock") {
  Shop shop{wire};
  const auto mug = shop.with(a_product("A", "Mug", "Kitchen", 100));
  shop.retire(mug);

  const auto result =
      shop.bench.ask(shop.bench.as_service("import"), import_of({row("A", "Big mug", 150, 99)}));

  CHECK(result.updated == 1);
  const auto now = shop.get(mug.id);
  CHECK(now.name == "Big mug");
  CHECK(now.price == gbp(150));
  CHECK(now.stock == mug.stock);
  CHECK_FALSE(now.active);
}

TEST_CASE_TRANSPORTS("one bad row refuses the import, named by its place") {
  Shop shop{wire};
  auto bad = row("B", "Cup", 200, 6);
  bad.price.amount = 0;

  std::vector<kernel::Fault> faults;
  try {
    shop.bench.ask(shop.bench.as_admin(), import_of({row("A", "Mug", 100, 5), bad}));
  } catch (const kernel::Error& error) {
    CHECK(error.code == Code::invalid_argument);
    faults = error.details;
  }

  REQUIRE(faults.size() == 1);
  CHECK(faults[0].pointer == "/rows/1/price/amount");
  CHECK(shop.find(find_all()).items.empty());
}

TEST_CASE_TRANSPORTS("a check says what an import would do, and changes nothing") {
  using enum catalog::RowOutcome;
  Shop shop{wire};
  shop.with(a_product("A", "Mug", "Kitchen", 100));
  shop.with(a_product("B", "Cup", "Kitchen", 200));
  const std::vector rows = {row("A", "Mug", 100, 99), row("B", "Big cup", 200, 6),
                            row("C", "Jug", 300, 1), row("C", "Jug", 300, 1),
                            row("C", "Tall jug", 300, 1)};
  const catalog::CheckImport check{rows};

  const auto said = shop.bench.ask(shop.bench.as_admin(), check);

  CHECK(said.rows == std::vector{unchanged, updated, created, unchanged, updated});
  CHECK(shop.skus(find_all()) == std::vector<std::string>{"B", "A"});
  const auto result = shop.bench.ask(shop.bench.as_admin(), import_of(rows));
  CHECK(result.created == 1);
  CHECK(result.updated == 2);
  CHECK(result.unchanged == 2);
}

TEST_CASE_TRANSPORTS("a check refuses what the import would refuse, to whom it would") {
  Shop shop{wire};
  auto bad = row("B", "Cup", 200, 6);
  bad.price.amount = 0;
  const catalog::CheckImport check{{row("A", "Mug", 100, 5), bad}};
  const catalog::CheckImport fine{{row("A", "Mug", 100, 5)}};

  CHECK(shop.bench.refused(shop.bench.as_admin(), check) == Code::invalid_argument);
  CHECK(shop.bench.refused(shop.bench.as_nobody(), fine) == Code::unauthenticated);
  CHECK(shop.bench.refused(shop.bench.as_user({{{1}}}), fine) == Code::permission_denied);
  const auto yesterday = shop.bench.as_admin({}, std::chrono::hours(13));
  CHECK(shop.bench.refused(yesterday, fine) == Code::unauthenticated);
}

TEST_CASE_TRANSPORTS("an import has 1 to 1000 rows") {
  Shop shop{wire};
  const auto admin = shop.bench.as_admin();

  CHECK(shop.bench.refused(admin, import_of({})) == Code::invalid_argument);
  CHECK(shop.bench.refused(admin, import_of(std::vector(1001, row("A", "Mug", 1, 1)))) ==
        Code::invalid_argument);
}

}  // namespace test
