#include "internal/turns.h"

#include <cassert>

namespace payment {

namespace {
constexpr std::size_t stripes = 32;
}

Turns::Turns(kernel::Runtime& runtime) : runtime_(runtime) {
  for (std::size_t i = 0; i < stripes; ++i) freed_.emplace_back(runtime);
}

kernel::Signal& Turns::freed(const kernel::OrderId& order) {
  return freed_[kernel::UuidHash()(order) % stripes];
}

bool Turns::try_take(const kernel::OrderId& order) {
  const std::lock_guard lock(mutex_);
  return taken_.insert(order).second;
}

void Turns::give_back(const kernel::OrderId& order) {
  {
    const std::lock_guard lock(mutex_);
    const auto given_back = taken_.erase(order);
    assert(given_back == 1);
  }
  freed(order).notify();
}

kernel::Task<std::optional<Turns::Turn>> Turns::take(kernel::OrderId order,
                                                     kernel::Ticks deadline) {
  for (;;) {
    const auto seen = freed(order).version();
    if (try_take(order)) co_return std::optional<Turn>(std::in_place, *this, order);
    const kernel::Ticks left = deadline - runtime_.ticks();
    if (left <= kernel::Ticks::zero()) co_return std::nullopt;
    co_await freed(order).wait(seen, left);
  }
}

}  // namespace payment
