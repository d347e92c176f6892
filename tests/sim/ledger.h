// tests: what customers did and were told, to be held against the shop's books.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "order/messages.h"

namespace sim {

struct Ledger {
  // A placed order, by its key: who asked for what, and each final answer in the order of arrival.
  struct Placed {
    kernel::UserId user;
    order::PlaceOrder message;
    std::vector<order::Placement> answers;
  };
  using Quantities = std::map<kernel::ProductId, std::int64_t>;

  std::map<std::string, Placed> placed;
  std::map<kernel::UserId, Quantities> carts;  // as they should be; one for each who registered
  std::set<kernel::OrderId> cancelled;
  std::map<kernel::OrderId, std::int64_t> refunded;  // by an administrator
  std::vector<std::string> surprises;                // answers that nobody should get
};

}  // namespace sim
