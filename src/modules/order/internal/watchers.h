// order: who waits for which order to change.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "kernel/id.h"
#include "kernel/signal.h"

namespace order {

// Holds no more than the orders that somebody waits for now, and wakes those of one order only. A
// change that nobody waits for costs a look into the map.
class Watchers {
 public:
  // At most `watches_max` wait at once.
  Watchers(kernel::Runtime& runtime, std::size_t watches_max)
      : runtime_(runtime), watches_max_(watches_max) {}

  // One who waits. As long as it lives, no change of its order is missed: read version(), look at
  // the order, then wait for the version to pass what was read.
  class Watch {
   public:
    // Throws resource_exhausted when too many wait already.
    Watch(Watchers& watchers, const kernel::OrderId& order);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    std::uint64_t version() const { return changed_->version(); }
    // Returns after a change, after close(), or when `timeout` has passed.
    kernel::Task<bool> wait(std::uint64_t seen, kernel::Ticks timeout) const {
      return changed_->wait(seen, timeout);
    }

   private:
    Watchers& watchers_;
    const kernel::OrderId order_;
    const std::shared_ptr<kernel::Signal> changed_;
  };

  // A change of `order` is committed. From any thread.
  void changed(const kernel::OrderId& order);

  // Wakes everybody: the module is about to stop. From any thread.
  void close();
  bool closed() const;

  std::size_t watches() const;  // at the moment

 private:
  struct Entry {
    std::shared_ptr<kernel::Signal> changed;
    std::size_t watches = 0;
  };
  std::shared_ptr<kernel::Signal> enter(const kernel::OrderId& order);
  void leave(const kernel::OrderId& order);

  kernel::Runtime& runtime_;
  const std::size_t watches_max_;
  mutable std::mutex mutex_;
  std::map<kernel::OrderId, Entry> entries_;  // guarded by mutex_
  std::size_t watches_ = 0;                   // guarded by mutex_
  bool closed_ = false;                       // guarded by mutex_
};

}  // namespace order
