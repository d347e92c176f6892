#include "internal/watchers.h"

#include <cassert>
#include <vector>

#include "kernel/error.h"

namespace order {

Watchers::Watch::Watch(Watchers& watchers, const kernel::OrderId& order)
    : watchers_(watchers), order_(order), changed_(watchers.enter(order)) {}

Watchers::Watch::~Watch() { watchers_.leave(order_); }

std::shared_ptr<kernel::Signal> Watchers::enter(const kernel::OrderId& order) {
  const std::lock_guard lock(mutex_);
  if (watches_ >= watches_max_)
    throw kernel::Error(kernel::Code::resource_exhausted,
                        "Too many wait for orders to change; try again later.");
  Entry& entry = entries_[order];
  if (!entry.changed) entry.changed = std::make_shared<kernel::Signal>(runtime_);
  ++entry.watches;
  ++watches_;
  return entry.changed;
}

void Watchers::leave(const kernel::OrderId& order) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(order);
  assert(found != entries_.end() && watches_ > 0);
  if (--found->second.watches == 0) entries_.erase(found);
  --watches_;
}

void Watchers::changed(const kernel::OrderId& order) {
  std::shared_ptr<kernel::Signal> heard;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(order);
    if (found != entries_.end()) heard = found->second.changed;
  }
  if (heard) heard->notify();
}

void Watchers::close() {
  std::vector<std::shared_ptr<kernel::Signal>> all;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& [order, entry] : entries_) all.push_back(entry.changed);
  }
  for (const auto& changed : all) changed->notify();
}

bool Watchers::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

std::size_t Watchers::watches() const {
  const std::lock_guard lock(mutex_);
  return watches_;
}

}  // namespace order
