// cart: the SQL of carts and lines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cart/messages.h"
#include "internal/owner.h"
#include "kernel/storage.h"

namespace cart::store {

// A cart's row.
struct Stored {
  std::int64_t number = 0;
  std::int64_t revision = 0;
};

std::optional<Stored> find(kernel::Queries& queries, const Owner& owner);
// Throws not_found for a guest without one; a user's is made.
Stored open(kernel::Transaction& tx, const Owner& owner, kernel::WallTime now);
// Nothing happens if it exists.
void create_guest(kernel::Transaction& tx, const Owner& owner, kernel::WallTime now);
// With its lines.
void erase(kernel::Transaction& tx, const Stored& cart);

// In the order in which the products entered; names and prices as they were then, no totals.
std::vector<Line> lines(kernel::Queries& queries, const Stored& cart);
void append(kernel::Transaction& tx, const Stored& cart, const Line& line);
void set_quantity(kernel::Transaction& tx, const Stored& cart, const Line& line);
void remove(kernel::Transaction& tx, const Stored& cart, const Line& line);
void clear(kernel::Transaction& tx, const Stored& cart);
// The cart has changed: the next revision.
void changed(kernel::Transaction& tx, Stored& cart, kernel::WallTime now);

// True the first time a key comes, and for the empty key.
bool first_time(kernel::Transaction& tx, const kernel::Key& key, kernel::WallTime now);
// True the first time an order's lines are taken out.
bool first_removal(kernel::Transaction& tx, const OrderId& order);

// What tokens are derived from; the first call stores `fresh`.
std::string token_seed(kernel::Transaction& tx, std::string_view fresh);

// Whether there is anything of before `guests` or `keys`; forgets a bounded part of it.
bool any_due(kernel::Queries& queries, kernel::WallTime guests, kernel::WallTime keys);
void forget(kernel::Transaction& tx, kernel::WallTime guests, kernel::WallTime keys);

}  // namespace cart::store
