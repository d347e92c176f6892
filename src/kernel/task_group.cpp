#include "kernel/task_group.h"

#include <cassert>

#include "kernel/log.h"

namespace kernel {

TaskGroup::TaskGroup(Runtime& runtime, std::string name)
    : runtime_(runtime),
      name_(std::move(name)),
      stopped_(runtime),
      ended_(std::make_shared<Signal>(runtime)) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::spawn(Task<> task) {
  if (stopping()) return;
  running_.fetch_add(1, std::memory_order_relaxed);
  runtime_.spawn(run(std::move(task)));
}

Task<> TaskGroup::run(Task<> task) {
  try {
    co_await std::move(task);
  } catch (const std::exception& error) {
    log_error("task failed", {{"group", name_}, {"error", error.what()}});
  }
  const auto ended = ended_;
  running_.fetch_sub(1, std::memory_order_acq_rel);  // from here on the group may be gone
  ended->notify();
}

Task<bool> TaskGroup::sleep(Ticks duration) {
  const auto seen = stopped_.version();
  if (stopping()) co_return false;
  co_return !co_await stopped_.wait(seen, duration);
}

void TaskGroup::stop() {
  stopping_ = true;
  stopped_.notify();
}

Task<bool> TaskGroup::joined(Ticks timeout) {
  const Ticks until = runtime_.ticks() + timeout;
  for (;;) {
    const auto seen = ended_->version();
    if (running() == 0) co_return true;
    const Ticks left = until - runtime_.ticks();
    if (left <= Ticks::zero()) co_return false;
    co_await ended_->wait(seen, left);
  }
}

}  // namespace kernel
