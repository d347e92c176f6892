// kernel: bugs made on purpose, by which the simulation shows that it finds such bugs, and students
// see what they cost (docs/labs). They exist only where CLEAVE_MUTATIONS is defined, in the copies
// of a few sources that tests/seeds builds; anywhere else `mutated` is false while compiling, and
// nothing of them is left.
#pragma once

namespace kernel {

enum class Mutation {
  none,
  skip_inbox,          // an event takes effect as often as it comes
  relay_gives_up,      // what could not be delivered counts as delivered
  count_outages,       // attempts that reached nobody make a dead letter, too
  relay_overtakes,     // an aggregate's next row does not wait for one that failed
  publish_outside,     // an order is confirmed in one transaction and announced in the next
  owe_nothing,         // cart is asked to forget what was sold, but only once
  forget_key,          // cart carries a command out however often it comes
  look_once,           // an order's key is not looked up again behind the cart
  charge_before_row,   // the provider is asked before the payment is written
  fresh_charge_key,    // each attempt at the provider has a key of its own
  unknown_is_refused,  // no answer of the provider counts as a refusal
  skip_void,           // a failed order does not take a charge back
  forget_owed,         // what the provider would not give back is not asked for again
  drop_release,        // nor gives its reservation back
  ignore_gone,         // an order whose reservation expired is confirmed all the same
  no_tombstone,        // a release that overtakes its reservation leaves no trace
  commit_twice,        // stock is sold again by a repeated commit
  restock_twice,       // and comes back again by a repeated restock
  ask_one_by_one,      // cart asks for one product after the other: right, but slow
};

#ifdef CLEAVE_MUTATIONS
inline Mutation mutation = Mutation::none;
inline bool mutated(Mutation which) noexcept { return which == mutation; }
#else
consteval bool mutated(Mutation) noexcept { return false; }
#endif

}  // namespace kernel
