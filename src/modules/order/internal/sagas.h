// order: runs sagas to their end, one per order at a time, whoever waits for them or not.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "internal/steps.h"
#include "kernel/signal.h"
#include "kernel/task_group.h"

namespace order {

// Two problems live here. A saga outlives the request that began it: it is a task of the module,
// and requests wait for its end with a deadline of their own. And several may want the same order
// to go on (the request, the same request again, recovery): whoever comes while it runs joins.
class Sagas {
 public:
  Sagas(kernel::Runtime& runtime, kernel::TaskGroup& tasks, kernel::Database& database,
        Steps& steps, Options options);

  // Takes the order on until it is settled; does nothing when that is under way already.
  void start(OrderId order);

  // Returns when nobody works on the order any more, or at `until`.
  kernel::Task<> wait(OrderId order, kernel::Ticks until);

  // Starts every order that was left unfinished, now and then until the module stops.
  kernel::Task<> recover();

 private:
  // While it lives, its order is being worked on.
  class Running {
   public:
    Running(Sagas& sagas, const OrderId& order) : sagas_(&sagas), order_(order) {}
    Running(Running&& other) noexcept
        : sagas_(std::exchange(other.sagas_, nullptr)), order_(other.order_) {}
    Running& operator=(Running&&) = delete;
    ~Running() {
      if (sagas_ != nullptr) sagas_->ended(order_);
    }

   private:
    Sagas* sagas_;
    OrderId order_;
  };

  kernel::Task<> run(Running running, OrderId order);
  kernel::Task<bool> attempt(const store::StoredOrder& stored);
  void ended(const OrderId& order);
  bool is_running(const OrderId& order);
  std::optional<store::StoredOrder> unsettled(const OrderId& order);
  std::vector<OrderId> unfinished();
  kernel::Ticks pause(unsigned attempts);
  kernel::Signal& end_of(const OrderId& order);

  kernel::Runtime& runtime_;
  kernel::TaskGroup& tasks_;
  kernel::Database& database_;
  Steps& steps_;
  const Options options_;
  std::deque<kernel::Signal> ends_;  // by hash of the order: few waiters are woken in vain
  std::mutex mutex_;
  std::set<OrderId> running_;  // guarded by mutex_
};

}  // namespace order
