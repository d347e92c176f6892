#include "shop.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "invariants.h"
#include "plans.h"

namespace {

constexpr int customers = 10;
constexpr int orders_each = 5;

std::vector<sim::Plan> fifty_orders() {
  std::vector<sim::Plan> plans;
  for (int i = 0; i < customers; ++i) {
    sim::Plan plan{fmt::format("customer{}", i), {}};
    for (int k = 0; k < orders_each; ++k)
      plan.orders.push_back(
          {{fmt::format("SKU{}", (i + k) % 7), 1 + k}, {fmt::format("SKU{}", (i * k) % 7 + 7), 2}});
    plans.push_back(plan);
  }
  return plans;
}

void stock_up(sim::Shop& shop) {
  for (int i = 0; i < 14; ++i) shop.stock_up(fmt::format("SKU{}", i), 100 + 50 * i, 1000);
}

struct Result {
  std::string trace;
  std::string books;
};

Result run(std::uint64_t seed) {
  sim::Ledger ledger;
  sim::Shop shop(seed);
  stock_up(shop);
  const bool served = sim::serve(shop, ledger, fifty_orders());
  REQUIRE(served);
  CHECK(sim::violations(shop, ledger) == std::vector<std::string>{});
  return {shop.trace(), sim::final_books(shop)};
}

}  // namespace

TEST_CASE("fifty orders from one seed give the same trace twice, byte for byte") {
  const Result first = run(7);
  const Result again = run(7);

  CHECK(first.trace == again.trace);
  CHECK(first.books == again.books);
  CHECK(first.trace.size() > 10'000);
}

TEST_CASE("another seed gives another trace and the same books") {
  const Result one = run(7);
  const Result other = run(8);

  CHECK(one.trace != other.trace);
  CHECK(one.books == other.books);
}

TEST_CASE("a process that is killed in the middle loses nothing and charges nobody twice") {
  for (const std::string module : {"order", "payment", "catalog", "cart", "notification"}) {
    CAPTURE(module);
    sim::Ledger ledger;
    sim::Shop shop(11);
    stock_up(shop);
    shop.crash_at(module, std::chrono::milliseconds(40));
    const bool served = sim::serve(shop, ledger, fifty_orders());

    CHECK(served);
    CHECK(sim::violations(shop, ledger) == std::vector<std::string>{});
  }
}
