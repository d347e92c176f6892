#include "streams.h"

#include <fmt/format.h>

#include <cassert>

#include "kernel/error.h"

namespace gateway {

using kernel::Code;
using kernel::Error;

Streams::Streams(kernel::Runtime& runtime, StreamOptions options)
    : options_(options), tasks_(runtime, "streams") {}

Streams::Place Streams::enter(const kernel::UserId& user) {
  const std::lock_guard lock(mutex_);
  const auto found = by_user_.find(user);
  const std::size_t own = found == by_user_.end() ? 0 : found->second;
  if (own >= options_.per_user_max) {
    refused_.fetch_add(1, std::memory_order_relaxed);
    throw Error(Code::resource_exhausted,
                fmt::format("you have {} streams open, which is as many as one may have", own));
  }
  if (open_ >= options_.streams_max) {
    refused_.fetch_add(1, std::memory_order_relaxed);
    throw Error(Code::unavailable, "too many streams are open here; try again later");
  }
  ++by_user_[user];
  ++open_;
  return {*this, user};
}

void Streams::leave(const kernel::UserId& user) {
  const std::lock_guard lock(mutex_);
  const auto found = by_user_.find(user);
  assert(found != by_user_.end() && open_ > 0);
  if (--found->second == 0) by_user_.erase(found);
  --open_;
}

std::size_t Streams::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

kernel::Task<bool> Streams::stop(kernel::Ticks timeout) {
  tasks_.stop();
  return tasks_.joined(timeout);
}

}  // namespace gateway
