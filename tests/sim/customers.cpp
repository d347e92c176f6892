#include "customers.h"

#include <fmt/format.h>

#include "customer.h"

namespace sim {

using kernel::Task;

Customers::Customers(Shop& shop, Ledger& ledger) : shop_(shop), ledger_(ledger) {}

Customers::~Customers() = default;

void Customers::come(int count) {
  kernel::sim::Host& host = shop_.outside();
  host.enter([&] {
    for (int i = 0; i < count; ++i) {
      all_.push_back(std::make_unique<Customer>(shop_, ledger_, busy_, fmt::format("customer{}", i),
                                                shop_.world().random().next()));
      ++busy_;
      host.spawn(visit(*all_.back()));
    }
  });
}

Task<> Customers::visit(Customer& customer) {
  try {
    co_await customer.live();
  } catch (const kernel::Error& error) {
    ledger_.surprises.emplace_back(error.message);
  }
  --busy_;
}

void Customers::ask_again() {
  kernel::sim::Host& host = shop_.outside();
  host.enter([&] {
    for (const auto& [key, placed] : ledger_.placed) {
      ++busy_;
      host.spawn(repeat(key));
    }
  });
}

Task<> Customers::repeat(std::string key) {
  const auto& placed = ledger_.placed.at(key);
  kernel::Principal who;
  who.kind = kernel::Principal::Kind::user;
  who.user = placed.user;
  try {
    co_await Customer::place(shop_, ledger_, who, placed.message);
  } catch (const kernel::Error& error) {
    ledger_.surprises.push_back(key + " asked again: " + error.message);
  }
  --busy_;
}

}  // namespace sim
