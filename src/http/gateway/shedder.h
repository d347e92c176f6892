// gateway: refuses work while there is more than can be done, so that what is accepted is answered
// in time. Writes are refused before reads; probes and administrators never.
//
// What counts is how long something that is due waits for its event loop, or for a worker,
// whichever is longer: searches are made by workers. Short waits are bursts and harmless; only when
// even the shortest wait of an interval was too long, there is a standing queue, and a growing
// share of requests is refused until there is none. Source: Nichols & Jacobson, Controlling Queue
// Delay, ACM Queue 10(5), 2012 (target and interval; here a share instead of a drop rate, since
// clients do not slow down). As long as a share is refused, so is all that waited for longer than
// `patience` when its turn comes: capacity may fall from one moment to the next, and an interval is
// too long to notice (Maurer, Fail at Scale, ACM Queue 13(8), 2015: controlled delay).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "gateway/route.h"
#include "kernel/runtime.h"

namespace gateway {

struct ShedOptions {
  kernel::Ticks target =
      std::chrono::milliseconds(20);  // a standing wait longer than this is too long
  kernel::Ticks interval = std::chrono::milliseconds(100);
  kernel::Ticks patience = std::chrono::milliseconds(40);
  kernel::Ticks look = std::chrono::milliseconds(5);  // how often the wait is measured
};

enum class Work { vital, read, write };
Work work_of(const Row& row) noexcept;

// How much is refused, from the waits of one loop. Knows no clock.
class WaitControl {
 public:
  explicit WaitControl(const ShedOptions& options) : options_(options) {}

  void waited(kernel::Ticks now, kernel::Ticks wait);

  // Of requests, 0 to 1.
  double refused_share(Work work) const noexcept;
  bool is_shedding() const noexcept;  // more than a little of it

 private:
  void end_interval();
  void accept_times(double factor);

  const ShedOptions options_;
  kernel::Ticks interval_end_{};
  kernel::Ticks shortest_ = kernel::Ticks::max();  // of this interval
  kernel::Ticks before_{};                         // of the one before
  bool was_long_ = false;                          // the last wait
  double growth_ = 0;                              // the last step since there was a queue
  double writes_ = 1;                              // the share that is accepted
  double reads_ = 1;                               // 1 unless hardly a write is
};

class Shedder {
 public:
  Shedder(kernel::Runtime& runtime, const ShedOptions& options);

  // Begins to measure on every loop, for as long as this lives. Before, nothing is refused.
  void start();

  // On a loop, for each request.
  bool refuses(Work work) noexcept;

  std::uint64_t refused() const noexcept;  // so far, all loops

 private:
  struct Loop;
  static void look(const std::shared_ptr<Loop>& loop);

  kernel::Runtime& runtime_;
  std::vector<std::shared_ptr<Loop>> loops_;
};

}  // namespace gateway
