// payment: one at a time per order. What is asked of the provider about one payment is asked in
// sequence, so that a charge and a void of the same order never overtake each other.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "kernel/id.h"
#include "kernel/signal.h"

namespace payment {

class Turns {
 public:
  // Held while it lives; released by its destructor.
  class Turn {
   public:
    Turn(Turns& turns, const kernel::OrderId& order) : turns_(&turns), order_(order) {}
    Turn(Turn&& other) noexcept
        : turns_(std::exchange(other.turns_, nullptr)), order_(other.order_) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turns_ != nullptr) turns_->give_back(order_);
    }

   private:
    Turns* turns_;
    kernel::OrderId order_;
  };

  explicit Turns(kernel::Runtime& runtime);

  // Waits for the order's turn; nothing when `deadline` came first.
  kernel::Task<std::optional<Turn>> take(kernel::OrderId order, kernel::Ticks deadline);

 private:
  bool try_take(const kernel::OrderId& order);
  void give_back(const kernel::OrderId& order);
  kernel::Signal& freed(const kernel::OrderId& order);

  kernel::Runtime& runtime_;
  std::mutex mutex_;
  std::set<kernel::OrderId> taken_;   // guarded by mutex_
  std::deque<kernel::Signal> freed_;  // by hash of the order: few waiters are woken in vain
};

}  // namespace payment
