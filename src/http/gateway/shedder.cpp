#include "shedder.h"

#include <algorithm>

namespace gateway {

using kernel::Ticks;

namespace {

constexpr double step_up = 0.1;  // of pressure per interval, times how much too long the wait is,
constexpr double step_up_max = 0.4;  // up to this
constexpr double step_down = 0.05;
constexpr double reads_share_max = 0.95;
constexpr double pressure_max = 1 + reads_share_max;

}  // namespace

Work work_of(const Row& row) noexcept {
  if (row.who == Who::admin || row.action.message == nullptr) return Work::vital;
  return row.method == "GET" ? Work::read : Work::write;
}

void WaitControl::waited(Ticks now, Ticks wait) {
  if (now >= interval_end_) {
    if (shortest_ != Ticks::max()) {
      const double times =
          static_cast<double>(shortest_.count()) / static_cast<double>(options_.target.count());
      const double step = times > 1 ? std::min(step_up * times, step_up_max) : -step_down;
      pressure_ = std::clamp(pressure_ + step, 0.0, pressure_max);
    }
    shortest_ = Ticks::max();
    interval_end_ = now + options_.interval;
  }
  shortest_ = std::min(shortest_, wait);
}

double WaitControl::refused_share(Work work) const noexcept {
  switch (work) {
    case Work::vital:
      return 0;
    case Work::read:
      return std::clamp(pressure_ - 1, 0.0, reads_share_max);
    case Work::write:
      break;
  }
  return std::min(pressure_, 1.0);
}

// Touched by its loop only, but for the count.
struct Shedder::Loop {
  Loop(kernel::Runtime& in, unsigned at, const ShedOptions& given)
      : runtime(in), number(at), options(given), control(given) {}

  kernel::Runtime& runtime;
  const unsigned number;
  const ShedOptions options;
  WaitControl control;
  double owed_reads = 0;  // refusals; at 1 the next one is refused
  double owed_writes = 0;
  std::atomic<std::uint64_t> refused = 0;
};

Shedder::Shedder(kernel::Runtime& runtime, const ShedOptions& options) : runtime_(runtime) {
  for (unsigned i = 0; i < runtime.loops(); ++i)
    loops_.push_back(std::make_shared<Loop>(runtime, i, options));
}

void Shedder::start() {
  for (const auto& loop : loops_) runtime_.post(loop->number, [loop] { look(loop); });
}

void Shedder::look(const std::shared_ptr<Loop>& loop) {
  const Ticks due = loop->runtime.ticks() + loop->options.look;
  loop->runtime.after(loop->options.look, [still = std::weak_ptr<Loop>(loop), due] {
    const auto here = still.lock();
    if (!here) return;
    const Ticks now = here->runtime.ticks();
    here->control.waited(now, std::max(now - due, Ticks::zero()));
    look(here);
  });
}

bool Shedder::refuses(Work work) noexcept {
  const unsigned at = runtime_.this_loop();
  if (work == Work::vital || at >= loops_.size()) return false;
  Loop& loop = *loops_[at];
  double& owed = work == Work::read ? loop.owed_reads : loop.owed_writes;
  owed += loop.control.refused_share(work);
  if (owed < 1) return false;
  owed -= 1;
  loop.refused.store(loop.refused.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}

std::uint64_t Shedder::refused() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& loop : loops_) sum += loop->refused.load(std::memory_order_relaxed);
  return sum;
}

}  // namespace gateway
