// cart: each change of a cart, whole, inside one transaction. What catalog says was asked before;
// a command whose key was seen before changes nothing and answers with the cart as it is.
#pragma once

#include "internal/owner.h"
#include "internal/rules.h"
#include "kernel/storage.h"

namespace cart::changes {

// What every change needs; refers to what its handler holds.
struct Change {
  const Owner& owner;
  const Facts& facts;
  const kernel::Currency& currency;  // of an empty cart
  kernel::Key key;                   // scoped to the owner; may be empty
  kernel::WallTime now;
};

// The token of a new guest's cart: the one of `key` if there is one, else `fresh`.
TokenBytes new_guest(kernel::Transaction& tx, const kernel::Key& key, const TokenBytes& fresh,
                     kernel::WallTime now);

// The revision, and the lines into `lines`. Throws not_found for a guest without a cart.
std::int64_t current(kernel::Queries& queries, const Owner& owner, std::vector<Line>& lines);

// Throw as the messages do. `id`: of the line, should the product be new in the cart.
Cart add(kernel::Transaction& tx, const Change& change, const AddItem& message, const LineId& id);
Cart set(kernel::Transaction& tx, const Change& change, const SetItem& message, const LineId& id);
Cart remove(kernel::Transaction& tx, const Change& change, const ProductId& product);
Cart clear(kernel::Transaction& tx, const Change& change);
Cart merge(kernel::Transaction& tx, const Change& change, const Owner& guest);
void remove_ordered(kernel::Transaction& tx, const RemoveOrdered& message, kernel::WallTime now);

}  // namespace cart::changes
