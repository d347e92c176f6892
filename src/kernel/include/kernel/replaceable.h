// kernel: a value that is read often, on any thread, and replaced rarely: for settings, not for
// data.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace kernel {

// Readers pay for one load. What was replaced stays until the end, for somebody may still read it:
// get() is valid as long as this is.
template <class T>
class Replaceable {
 public:
  Replaceable(T first) { replace(std::move(first)); }

  const T& get() const noexcept { return *now_.load(std::memory_order_acquire); }

  void replace(T next) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::make_unique<const T>(std::move(next)));
    now_.store(all_.back().get(), std::memory_order_release);
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<const T>> all_;  // guarded by mutex_
  std::atomic<const T*> now_ = nullptr;
};

}  // namespace kernel
