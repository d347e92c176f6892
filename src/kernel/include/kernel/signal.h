// kernel: waiting for something that another coroutine, on any loop, makes true.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "kernel/runtime.h"

namespace kernel {

// A counter that coroutines can wait on. No wake-up is lost: read version(), look at the state,
// then wait for the version to pass what was read.
class Signal {
 public:
  explicit Signal(Runtime& runtime) : runtime_(runtime) {}

  std::uint64_t version() const;
  void notify();  // from any thread

  // True once version() > seen; false when `timeout` passed first.
  Task<bool> wait(std::uint64_t seen, Ticks timeout);

 private:
  bool enlist(std::uint64_t seen, Resume& resume, std::uint64_t& number);
  void give_up(std::uint64_t number);

  Runtime& runtime_;
  mutable std::mutex mutex_;
  std::uint64_t version_ = 0;           // guarded by mutex_
  std::vector<std::uint64_t> waiting_;  // parked at the runtime; guarded by mutex_
};

}  // namespace kernel
