#include "internal/sagas.h"

#include <algorithm>
#include <cassert>

#include "internal/rules.h"
#include "kernel/log.h"

namespace order {

using kernel::Error;
using kernel::Task;
using kernel::Ticks;
using store::StoredOrder;

namespace {
constexpr std::size_t stripes = 64;
constexpr Ticks wait_max = std::chrono::minutes(10);
constexpr unsigned doublings_max = 16;
}  // namespace

Sagas::Sagas(kernel::Runtime& runtime, kernel::TaskGroup& tasks, kernel::Database& database,
             Steps& steps, Options options)
    : runtime_(runtime), tasks_(tasks), database_(database), steps_(steps), options_(options) {
  for (std::size_t i = 0; i < stripes; ++i) ends_.emplace_back(runtime);
}

kernel::Signal& Sagas::end_of(const OrderId& order) {
  return ends_[kernel::UuidHash()(order) % stripes];
}

void Sagas::start(OrderId order) {
  {
    const std::lock_guard lock(mutex_);
    if (!running_.insert(order).second) return;
  }
  // A group that is stopping drops the task: Running goes with it.
  tasks_.spawn(run(Running(*this, order), order));
}

void Sagas::ended(const OrderId& order) {
  {
    const std::lock_guard lock(mutex_);
    running_.erase(order);
  }
  end_of(order).notify();
}

bool Sagas::is_running(const OrderId& order) {
  const std::lock_guard lock(mutex_);
  return running_.contains(order);
}

Task<> Sagas::wait(OrderId order, Ticks until) {
  for (;;) {
    const auto seen = end_of(order).version();
    if (!is_running(order)) co_return;
    const Ticks left = std::min(until - runtime_.ticks(), wait_max);
    if (left <= Ticks::zero()) co_return;
    co_await end_of(order).wait(seen, left);
  }
}

std::optional<StoredOrder> Sagas::unsettled(const OrderId& order) {
  auto reader = database_.read();
  auto stored = store::find(reader, order);
  if (!stored || rules::is_settled(stored->order.status)) return std::nullopt;
  return stored;
}

Task<> Sagas::run([[maybe_unused]] Running running, OrderId order) {
  unsigned attempts = 0;
  while (!tasks_.stopping()) {
    const auto stored = unsettled(order);
    if (!stored) co_return;
    const bool moved = co_await attempt(*stored);
    attempts = moved ? 0 : attempts + 1;
    if (!moved) co_await tasks_.sleep(pause(attempts));
  }
}

// One step, or the decision that there will be no further ones. A neighbour that fails is asked
// again: nothing it says but its reply ends an order.
Task<bool> Sagas::attempt(const StoredOrder& stored) {
  const Order& order = stored.order;
  const bool abandonable = rules::is_abandonable(order.status) && !order.failure;
  const Ticks age = runtime_.now() - order.created_at;
  if (abandonable && age >= options_.reservation_lifetime)
    co_return co_await steps_.abandon(stored);
  try {
    const bool moved = co_await steps_.advance(stored);
    if (moved) co_return true;
  } catch (const Error& error) {
    kernel::log_warning(in_trace_of(stored), "order waits for a neighbour",
                        {{"order", to_text(order.id)},
                         {"code", std::string(code_name(error.code))},
                         {"error", error.message}});
  }
  if (abandonable && age >= options_.saga_deadline) co_return co_await steps_.abandon(stored);
  co_return false;
}

Ticks Sagas::pause(unsigned attempts) {
  assert(attempts > 0);
  const Ticks full = std::min(
      options_.backoff_max, options_.backoff_first * (1U << std::min(attempts - 1, doublings_max)));
  const auto half = full.count() / 2;
  return Ticks(half +
               static_cast<std::int64_t>(runtime_.random() % static_cast<std::uint64_t>(half + 1)));
}

std::vector<OrderId> Sagas::unfinished() {
  auto reader = database_.read();
  return store::unfinished(reader);
}

Task<> Sagas::recover() {
  while (!tasks_.stopping()) {
    try {
      for (const OrderId& order : unfinished()) start(order);
    } catch (const std::exception& error) {  // the disk: next time
      kernel::log_warning("orders could not be looked for", {{"error", error.what()}});
    }
    co_await tasks_.sleep(options_.recover_every);
  }
}

}  // namespace order
