// Who keeps the catalogue logged in lately.
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

}  // namespace test
