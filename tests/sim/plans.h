// tests: customers whose purchases are fixed beforehand: what is bought does not depend on the
// seed, when things happen does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger.h"
#include "shop.h"

namespace sim {

struct Purchase {
  std::string sku;
  std::int64_t quantity = 1;
};

// One customer, who places these orders one after the other.
struct Plan {
  std::string name;
  std::vector<std::vector<Purchase>> orders;
};

// All customers at once; true when every one got an answer to every order and the shop has come to
// rest.
bool serve(Shop& shop, Ledger& ledger, const std::vector<Plan>& plans);

// What the shop's databases hold in the end, ids and times aside, in a fixed order.
std::string final_books(Shop& shop);

}  // namespace sim
