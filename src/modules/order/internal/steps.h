// order: the steps of the saga. Each asks one neighbour, writes what came of it, and may be
// repeated: every question is idempotent by the order.
//
//   pending ──reserve──▶ reserved ──charge──▶ paid ──commit──▶ confirmed
//      └─────────────────────┴─────────────────┴─▶ refusal decided ──void, release──▶ failed
//   cancelling ──refund──▶ cancelled
//      └──────refused──────▶ confirmed, as it was
//
// A refusal is written before it is undone and becomes visible only after.
#pragma once

#include "internal/store.h"
#include "internal/watchers.h"
#include "kernel/bus.h"
#include "kernel/storage.h"
#include "order_options.h"

namespace order {

// Says in which trace the order came to be, and nothing else: for logs, and for what asks nobody.
kernel::Context in_trace_of(const store::StoredOrder& stored);

class Steps {
 public:
  Steps(kernel::Runtime& runtime, kernel::Database& database, kernel::Bus& bus, Watchers& watchers,
        Options options);

  // Takes the order one step on; false when the neighbour does not know yet. Throws when it cannot
  // be reached. Every step runs to the order module's own deadlines, in the order's own trace.
  kernel::Task<bool> advance(const store::StoredOrder& stored);

  // Decides that an order which is not paid yet will not be.
  kernel::Task<bool> abandon(const store::StoredOrder& stored);

  // Asks cart to take out what was sold; false when it cannot now.
  kernel::Task<bool> clear_cart(const store::StoredOrder& stored);

 private:
  using StoredOrder = store::StoredOrder;

  kernel::Task<bool> reserve(const kernel::Context& context, const StoredOrder& stored);
  kernel::Task<bool> charge(const kernel::Context& context, const StoredOrder& stored);
  kernel::Task<bool> commit(const kernel::Context& context, const StoredOrder& stored);
  kernel::Task<bool> confirm(const kernel::Context& context, const StoredOrder& stored);
  enum class GivenBack { all, not_yet, refused };
  kernel::Task<GivenBack> give_back(const kernel::Context& context, const StoredOrder& stored);
  std::int64_t cancellation_of(const StoredOrder& stored);
  kernel::Task<bool> cancel(const kernel::Context& context, const StoredOrder& stored);
  kernel::Task<> restock(const StoredOrder& stored);
  kernel::Task<bool> refuse(const kernel::Context& context, const StoredOrder& stored,
                            const Failure& failure);
  kernel::Task<bool> undo(const kernel::Context& context, const StoredOrder& stored);
  kernel::Task<bool> move(const kernel::Context& context, const StoredOrder& stored, Status to);
  // Writes a change of status, which is false when there was none, and tells who waits for it.
  template <class F>
  kernel::Task<bool> write_change(const kernel::Context& context, const OrderId& order, F change);
  kernel::Context context_of(const StoredOrder& stored, kernel::Ticks timeout);

  kernel::Runtime& runtime_;
  kernel::Database& database_;
  kernel::Bus& bus_;
  Watchers& watchers_;
  const Options options_;
};

}  // namespace order
