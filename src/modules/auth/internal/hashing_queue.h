// auth: who may hash a password now. Hashing is slow by intent, and shares the runtime's workers
// with others: few hash at the same time, so that a flood of logins leaves room for the rest.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <utility>

#include "kernel/signal.h"

namespace auth {

class HashingQueue {
 public:
  // Held while hashing; released by its destructor.
  class Place {
   public:
    explicit Place(HashingQueue& queue) : queue_(&queue) {}
    Place(Place&& other) noexcept : queue_(std::exchange(other.queue_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (queue_ != nullptr) queue_->leave();
    }

   private:
    HashingQueue* queue_;
  };

  // `at_once` hash, `waiting_max` wait for them, first come, first served.
  HashingQueue(kernel::Runtime& runtime, unsigned at_once, unsigned waiting_max)
      : runtime_(runtime), at_once_(at_once), waiting_max_(waiting_max), left_(runtime) {}

  // Throws resource_exhausted when too many wait already, or it is not one's turn by `deadline`.
  kernel::Task<Place> enter(kernel::Ticks deadline);

 private:
  // In the line while it lives.
  class Ticket;

  std::uint64_t line_up();
  bool may_begin(std::uint64_t number);
  void give_up(std::uint64_t number);
  void leave();

  kernel::Runtime& runtime_;
  const unsigned at_once_;
  const unsigned waiting_max_;
  kernel::Signal left_;
  std::mutex mutex_;
  unsigned hashing_ = 0;             // guarded by mutex_
  std::uint64_t next_ = 0;           // guarded by mutex_
  std::set<std::uint64_t> waiting_;  // numbers in the line; guarded by mutex_
};

}  // namespace auth
