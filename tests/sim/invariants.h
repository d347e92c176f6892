// tests: what must hold in a shop at rest, whatever happened to it before.
#pragma once

#include <string>
#include <vector>

#include "ledger.h"
#include "shop.h"

namespace sim {

// What does not hold, a line for each; empty in a correct run. The shop is at rest.
//
// Money:  every charge at the provider belongs to one order and equals its total; a confirmed order
//         keeps it less what was refunded, a failed or cancelled one nothing; payment's books
//         agree.
// Stock:  on hand + reserved + sold is what it was; nothing is reserved, sold is what was
// confirmed. Mail:   one row for each order confirmed, each cancelled, each refund and each user;
// all sent. Carts:  hold what was put in and not bought. Keys:   every answer to one key was the
// same, and is what the order's row says. Outbox: all that was ever written was delivered, in order
// per aggregate.
//
// The ledger's surprises are not repeated.
std::vector<std::string> violations(Shop& shop, const Ledger& ledger);

}  // namespace sim
