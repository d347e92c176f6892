#include "deadlines.h"

#include <algorithm>
#include <vector>

namespace http {

Deadlines::Timed::Timed(Deadlines& deadlines, kernel::Ticks deadline)
    : deadlines_(deadlines),
      deadline_(deadline),
      place_(deadlines.all_.insert(deadlines.all_.end(), this)) {
  if (deadline < deadlines_.armed_) deadlines_.arm(deadline);
}

Deadlines::Timed::~Timed() { deadlines_.all_.erase(place_); }

void Deadlines::arm(kernel::Ticks deadline) {
  if (armed_ != kernel::Ticks::max()) runtime_.cancel(timer_);
  armed_ = deadline;
  const auto delay = std::max(deadline - runtime_.ticks(), kernel::Ticks::zero());
  timer_ = runtime_.after(delay, [self = weak_from_this()] {
    if (const auto deadlines = self.lock()) deadlines->fire();
  });
}

void Deadlines::fire() {
  armed_ = kernel::Ticks::max();
  const auto now = runtime_.ticks();
  auto next = kernel::Ticks::max();
  std::vector<Timed*> due;
  for (Timed* timed : all_) {
    if (timed->expired_) continue;
    if (timed->deadline_ <= now)
      due.push_back(timed);
    else
      next = std::min(next, timed->deadline_);
  }
  // expire() resumes nothing at once, so none of them goes away meanwhile.
  for (Timed* timed : due) {
    timed->expired_ = true;
    timed->expire();
  }
  if (next != kernel::Ticks::max()) arm(next);
}

}  // namespace http
