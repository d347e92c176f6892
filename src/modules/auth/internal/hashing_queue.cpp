#include "internal/hashing_queue.h"

#include "kernel/error.h"

namespace auth {

using kernel::Code;
using kernel::Error;
using kernel::Task;
using kernel::Ticks;

namespace {

[[noreturn]] void throw_full() {
  throw Error(Code::resource_exhausted, "too many logins at once; try again later");
}

}  // namespace

class HashingQueue::Ticket {
 public:
  explicit Ticket(HashingQueue& queue) : queue_(queue), number_(queue.line_up()) {}
  ~Ticket() { queue_.give_up(number_); }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  bool may_begin() { return queue_.may_begin(number_); }

 private:
  HashingQueue& queue_;
  const std::uint64_t number_;
};

std::uint64_t HashingQueue::line_up() {
  const std::lock_guard lock(mutex_);
  if (hashing_ + waiting_.size() >= at_once_ + waiting_max_) throw_full();
  waiting_.insert(next_);
  return next_++;
}

bool HashingQueue::may_begin(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  if (hashing_ >= at_once_ || number != *waiting_.begin()) return false;
  waiting_.erase(number);
  ++hashing_;
  return true;
}

// Whoever stood behind may be the first now.
void HashingQueue::give_up(std::uint64_t number) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.erase(number);
  }
  left_.notify();
}

void HashingQueue::leave() {
  {
    const std::lock_guard lock(mutex_);
    --hashing_;
  }
  left_.notify();
}

Task<HashingQueue::Place> HashingQueue::enter(Ticks deadline) {
  Ticket ticket(*this);
  for (;;) {
    const auto seen = left_.version();
    if (ticket.may_begin()) co_return Place(*this);
    const Ticks left = deadline - runtime_.ticks();
    if (left <= Ticks::zero()) throw_full();
    co_await left_.wait(seen, left);
  }
}

}  // namespace auth
