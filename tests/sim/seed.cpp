#include "seed.h"

#include <fmt/format.h>

#include "customers.h"
#include "invariants.h"
#include "weather.h"

namespace sim {

namespace {

using namespace std::chrono_literals;

constexpr int products = 5;
constexpr kernel::Ticks service_max = 2h;  // virtual: for all customers
constexpr kernel::Ticks rest_max = 1h;     // and then until nothing is under way
constexpr kernel::Ticks aftermath = 45s;   // longer than any message is late

void open(Shop& shop) {
  auto& random = shop.world().random();
  for (int i = 0; i < products; ++i)
    shop.stock_up(fmt::format("SKU{}", i), 100 + static_cast<std::int64_t>(random.below(900)),
                  1 + static_cast<std::int64_t>(random.below(8)));
}

// What keeps the shop from its rest, if something does.
std::vector<std::string> quiet(Shop& shop) {
  if (!shop.settles(rest_max)) return shop.unrest();
  shop.world().run_for(aftermath);
  if (!shop.settles(rest_max)) return shop.unrest();
  return {};
}

std::vector<std::string> live_through(Shop& shop, Ledger& ledger) {
  Customers customers(shop, ledger);
  suffer(shop, draw_weather(shop.world().random()));
  customers.come(1 + static_cast<int>(shop.world().random().below(5)));
  const auto done = [&] { return customers.done(); };
  if (!shop.world().run_until(done, service_max)) {
    auto found = shop.unrest();
    found.emplace_back("customers wait for an answer for ever");
    return found;
  }
  shop.world().set_faults({});
  auto found = quiet(shop);
  if (!found.empty()) return found;
  customers.ask_again();
  if (!shop.world().run_until(done, service_max)) return {"keys get no answer any more"};
  found = quiet(shop);
  if (!found.empty()) return found;
  return violations(shop, ledger);
}

}  // namespace

Outcome run_seed(std::uint64_t seed) {
  Ledger ledger;
  Shop shop(seed);
  open(shop);
  Outcome outcome;
  outcome.violations = live_through(shop, ledger);
  outcome.violations.insert(outcome.violations.end(), ledger.surprises.begin(),
                            ledger.surprises.end());
  outcome.trace = shop.trace();
  outcome.orders = static_cast<int>(ledger.placed.size());
  return outcome;
}

}  // namespace sim
