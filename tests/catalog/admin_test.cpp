// Who keeps the catalogue logged in lately, and leaves a record.
#include "kernel/audit.h"
#include "shop.h"

namespace test {

namespace {

catalog::ImportProducts import_of_a_cup() {
  catalog::ImportProducts import;
  import.rows.push_back({"CUP", "Cup", "", "Kitchen", gbp(100), 5});
  return import;
}

}  // namespace

TEST_CASE_TRANSPORTS("changing the catalogue needs a recent login") {
  Shop shop{wire};
  const auto product = shop.with(a_product("MUG"));
  const auto check = [&](const auto& message) {
    const auto yesterday = shop.bench.as_admin({}, std::chrono::hours(13));
    CHECK(shop.bench.refused(yesterday, message) == Code::unauthenticated);
  };

  check(a_product("CUP"));
  check(Shop::update_of(product));
  check(catalog::SetStock{product.id, 5});
  check(import_of_a_cup());

  CHECK(shop.get(product.id).stock == product.stock);
}

TEST_CASE_TRANSPORTS("every change of the catalogue is written down, and so is one that failed") {
  Shop shop{wire};
  const auto product = shop.with(a_product("MUG"));
  const auto absent = ProductId::fresh(shop.bench.runtime());
  const auto import = import_of_a_cup();

  CHECK(shop.bench.refused(shop.bench.as_admin(), a_product("MUG")) == Code::already_exists);
  shop.bench.ask(shop.bench.as_admin(), Shop::update_of(product));
  shop.set_stock(product.id, 7);
  CHECK(shop.bench.refused(shop.bench.as_admin(), catalog::SetStock{absent, 7}) == Code::not_found);
  shop.bench.ask(shop.bench.as_service("import"), import);
  shop.bench.ask(shop.bench.as_admin(), catalog::RemovePicture{product.id});

  std::vector<std::string> seen;
  const audit::List list{"catalog"};
  for (const auto& record : shop.bench.ask(shop.bench.as_admin(), list).items)
    seen.push_back(record.message + " " + record.target + " " + record.outcome);
  CHECK(seen == std::vector<std::string>{"catalog.CreateProduct MUG done",
                                         "catalog.CreateProduct MUG already_exists",
                                         "catalog.UpdateProduct " + to_text(product.id) + " done",
                                         "catalog.SetStock " + to_text(product.id) + " done",
                                         "catalog.SetStock " + to_text(absent) + " not_found",
                                         "catalog.ImportProducts 1 rows done",
                                         "catalog.RemovePicture " + to_text(product.id) + " done"});
}

}  // namespace test
