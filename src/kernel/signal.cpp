#include "kernel/signal.h"

#include <algorithm>

namespace kernel {

std::uint64_t Signal::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

void Signal::notify() {
  std::vector<std::uint64_t> woken;
  {
    const std::lock_guard lock(mutex_);
    ++version_;
    woken.swap(waiting_);
  }
  for (const std::uint64_t number : woken)
    if (Resume resume = runtime_.unpark(number)) resume();
}

// False when there is nothing to wait for any more; `resume` is untouched then.
bool Signal::enlist(std::uint64_t seen, Resume& resume, std::uint64_t& number) {
  const std::lock_guard lock(mutex_);
  if (version_ > seen) return false;
  number = runtime_.park(std::move(resume));
  waiting_.push_back(number);
  return true;
}

void Signal::give_up(std::uint64_t number) {
  {
    const std::lock_guard lock(mutex_);
    std::erase(waiting_, number);
  }
  if (Resume resume = runtime_.unpark(number)) resume();
}

Task<bool> Signal::wait(std::uint64_t seen, Ticks timeout) {
  TimerId timer = 0;
  Task<> waiting = suspend([this, seen, timeout, &timer](Resume resume) {
    std::uint64_t number = 0;
    if (!enlist(seen, resume, number)) return resume();
    // Parked: from here on another thread may resume, but only on this loop, after this handler.
    timer = runtime_.after(timeout, [this, number] { give_up(number); });
  });
  co_await std::move(waiting);
  if (timer != 0) runtime_.cancel(timer);
  co_return version() > seen;
}

}  // namespace kernel
