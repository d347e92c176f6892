#include "commands/backup_order.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

std::ptrdiff_t place_of(const std::vector<std::string>& order, const std::string& database) {
  const auto found = std::ranges::find(order, database);
  REQUIRE(found != order.end());
  return found - order.begin();
}

}  // namespace

TEST_CASE("a backup holds senders before receivers, and the provider's books last") {
  const commands::Assembly assembly;
  const auto order = commands::backup_order(assembly);

  CHECK(order.size() == assembly.schema_versions().size());
  CHECK(place_of(order, "order") < place_of(order, "payment"));
  CHECK(place_of(order, "order") < place_of(order, "cart"));
  CHECK(place_of(order, "auth") < place_of(order, "notification"));
  CHECK(order.back() == "sandbox");
}
