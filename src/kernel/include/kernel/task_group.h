// kernel: a set of spawned coroutines with one owner, told to stop politely and then waited for.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "kernel/signal.h"

namespace kernel {

// Every spawned task belongs to a group. stop() makes stopping() true and wakes every sleep();
// joined() waits until the last task has ended. An exception that leaves a task is logged with the
// group's name and counted; it never ends the process.
class TaskGroup {
 public:
  TaskGroup(Runtime& runtime, std::string name);
  ~TaskGroup();

  void spawn(Task<> task);
  bool stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }
  unsigned running() const noexcept { return running_.load(std::memory_order_relaxed); }

  // Sleeps for `duration`; false when stop() came first.
  Task<bool> sleep(Ticks duration);

  void stop();
  // True once no task runs; false when `timeout` passed first.
  Task<bool> joined(Ticks timeout);

 private:
  Task<> run(Task<> task);

  Runtime& runtime_;
  std::string name_;
  Signal stopped_;
  // Shared: the last task may still be notifying when joined() has returned.
  const std::shared_ptr<Signal> ended_;
  std::atomic<bool> stopping_ = false;
  std::atomic<unsigned> running_ = 0;
};

}  // namespace kernel
