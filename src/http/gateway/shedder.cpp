#include "shedder.h"

#include <algorithm>

namespace gateway {

using kernel::Ticks;

namespace {

// Of how the share that is accepted changes from one interval to the next; found by trying
// (tests/gateway/shedder_test.cpp holds what they are good for).
constexpr double cut_of_growth = 0.6;   // times what the queue grew by, in intervals,
constexpr double cut_of_length = 0.02;  // plus times how many targets too long it is,
constexpr double cut_max = 0.5;
constexpr double sudden_cut = 0.25;    // what is left of reads, so that the queue is gone soon
constexpr double cut_min = -0.02;      // it shrinks quickly
constexpr double growth_first = 0.01;  // after one interval without a queue; each further one
constexpr double growth_factor = 1.3;
constexpr double growth_max = 0.3;
// Never quite nothing: how else would one learn that there is room again?
constexpr double writes_least = 0.01;
constexpr double undisturbed = 0.9;  // share of writes: nothing to speak of was refused
constexpr double reads_least = 0.05;

}  // namespace

Work work_of(const Row& row) noexcept {
  if (row.who == Who::admin || row.action.message == nullptr) return Work::vital;
  return row.method == "GET" ? Work::read : Work::write;
}

void WaitControl::waited(Ticks now, Ticks wait) {
  // The first long wait begins an interval, so that a standing queue is known for what it is as
  // soon as it has stood for one.
  const bool is_long = wait > options_.target;
  if (is_long && !was_long_ && writes_ > undisturbed) {
    shortest_ = wait;
    interval_end_ = now + options_.interval;
  }
  was_long_ = is_long;
  if (now >= interval_end_) {
    if (shortest_ != Ticks::max()) end_interval();
    shortest_ = Ticks::max();
    interval_end_ = now + options_.interval;
  }
  shortest_ = std::min(shortest_, wait);
}

// What a queue grew by during an interval is the work that was too much, whatever its length: so
// the share follows the load in a few steps and stays there, instead of swinging between all and
// nothing. Below the target one goes up by small steps first, for the load may be as it was; after
// some calm by large ones, for it is not.
void WaitControl::end_interval() {
  const auto of = [](Ticks one, Ticks other) {
    return static_cast<double>(one.count()) / static_cast<double>(other.count());
  };
  const double grown = of(shortest_ - before_, options_.interval);
  const double length = of(shortest_, options_.target);
  before_ = shortest_;
  if (length > 1) {
    growth_ = 0;
    const double cut = cut_of_growth * std::max(grown, -0.05) + cut_of_length * (length - 1);
    return accept_times(1 - std::clamp(cut, cut_min, cut_max));
  }
  constexpr double nearly_empty = 0.25;
  constexpr double hardly_growing = 0.02;
  const bool room = length <= nearly_empty && grown <= hardly_growing;
  growth_ = room ? std::clamp(growth_ * growth_factor, growth_first, growth_max) : 0;
  accept_times(1 + growth_);
}

// Writes are the first to go and the last to come back.
void WaitControl::accept_times(double factor) {
  // So much too much, all of a sudden, that one cannot wait for writes to be gone.
  if (factor <= 1 - cut_max && writes_ > undisturbed) {
    writes_ = writes_least;
    reads_ = std::max(reads_ * sudden_cut, reads_least);
    return;
  }
  double& share =
      factor < 1 ? (writes_ > writes_least ? writes_ : reads_) : (reads_ < 1 ? reads_ : writes_);
  share = std::clamp(share * factor, &share == &writes_ ? writes_least : reads_least, 1.0);
}

double WaitControl::refused_share(Work work) const noexcept {
  switch (work) {
    case Work::vital:
      return 0;
    case Work::read:
      return 1 - reads_;
    case Work::write:
      break;
  }
  return 1 - writes_;
}

bool WaitControl::is_shedding() const noexcept { return writes_ <= undisturbed; }

// Touched by its loop only, but for the count.
struct Shedder::Loop {
  Loop(kernel::Runtime& in, unsigned at, const ShedOptions& given)
      : runtime(in), number(at), options(given), control(given) {}

  kernel::Runtime& runtime;
  const unsigned number;
  const ShedOptions options;
  WaitControl control;
  // What comes now has waited as long as the last look, or as the one that is overdue.
  bool is_too_late() const noexcept {
    if (!control.is_shedding()) return false;
    return std::max(last_wait, runtime.ticks() - due) > options.patience;
  }
  bool owes_refusal(Work work) noexcept {
    double& owed = work == Work::read ? owed_reads : owed_writes;
    owed += control.refused_share(work);
    if (owed < 1) return false;
    owed -= 1;
    return true;
  }

  Ticks due = Ticks::max();  // of the look that is under way
  Ticks last_wait{};
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
  loop->due = loop->runtime.ticks() + loop->options.look;
  loop->runtime.after(loop->options.look, [still = std::weak_ptr<Loop>(loop)] {
    const auto here = still.lock();
    if (!here) return;
    const Ticks now = here->runtime.ticks();
    here->last_wait = std::max(now - here->due, here->runtime.workers_behind());
    here->control.waited(now, here->last_wait);
    look(here);
  });
}

bool Shedder::refuses(Work work) noexcept {
  const unsigned at = runtime_.this_loop();
  if (work == Work::vital || at >= loops_.size()) return false;
  Loop& loop = *loops_[at];
  if (!loop.is_too_late() && !loop.owes_refusal(work)) return false;
  loop.refused.store(loop.refused.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return true;
}

std::uint64_t Shedder::refused() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& loop : loops_) sum += loop->refused.load(std::memory_order_relaxed);
  return sum;
}

}  // namespace gateway
