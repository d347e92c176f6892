// gateway: the streams that are open in this process: how many, and what they have asked for.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "gateway/stream_options.h"
#include "kernel/id.h"
#include "kernel/task_group.h"

namespace gateway {

class Streams {
 public:
  Streams(kernel::Runtime& runtime, StreamOptions options);

  // A stream's place among the others: while it lives, it counts.
  class Place {
   public:
    Place(Place&& other) noexcept
        : streams_(std::exchange(other.streams_, nullptr)), user_(other.user_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (streams_ != nullptr) streams_->leave(user_);
    }

   private:
    friend class Streams;
    Place(Streams& streams, const kernel::UserId& user) : streams_(&streams), user_(user) {}
    Streams* streams_;
    kernel::UserId user_;
  };

  // Throws unavailable when this process has enough streams, resource_exhausted when the user has.
  Place enter(const kernel::UserId& user);

  // True once no stream waits for an answer any more; false when `timeout` passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  const StreamOptions& options() const noexcept { return options_; }
  // What streams wait for, which may outlive them by one call.
  kernel::TaskGroup& tasks() noexcept { return tasks_; }

  std::size_t open() const;  // at the moment
  std::uint64_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

 private:
  void leave(const kernel::UserId& user);

  const StreamOptions options_;
  kernel::TaskGroup tasks_;
  std::atomic<std::uint64_t> refused_ = 0;
  mutable std::mutex mutex_;
  std::size_t open_ = 0;  // guarded by mutex_
  // Guarded by mutex_; holds those only who have one open.
  std::unordered_map<kernel::UserId, std::size_t, kernel::UuidHash> by_user_;
};

}  // namespace gateway
