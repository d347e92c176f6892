#include "kernel/guard.h"

#include <algorithm>

namespace kernel {

// ---- breaker -------------------------------------------------------------------------------

Breaker::Admission Breaker::admit(Ticks now) {
  if (open_until_ == Ticks::zero()) return Admission::call;
  if (now < open_until_ || probing_) return Admission::refused;
  probing_ = true;
  return Admission::probe;
}

void Breaker::ended(Ticks now, Admission as, Outcome outcome) {
  if (as == Admission::call) {
    // One from before it opened says nothing new.
    if (open_until_ != Ticks::zero() || outcome == Outcome::unknown) return;
    count(now, outcome == Outcome::failed);
    if (outcome == Outcome::failed && is_too_bad(now)) open(now);
    return;
  }
  if (as == Admission::refused) return;
  probing_ = false;
  if (outcome == Outcome::failed) return open(now);
  if (outcome == Outcome::unknown) return;
  open_until_ = Ticks::zero();
  pause_ = Ticks::zero();
  window_ = {};
}

void Breaker::probe_now(Ticks now) {
  if (now < open_until_) open_until_ = now;
}

Breaker::State Breaker::state(Ticks now) const {
  if (open_until_ == Ticks::zero()) return State::closed;
  return now < open_until_ ? State::open : State::half_open;
}

void Breaker::count(Ticks now, bool failed) {
  const std::int64_t number = slice_at(now);
  Slice& slice = window_[static_cast<std::size_t>(number) % slices];
  if (slice.number != number) slice = {number, 0, 0};
  ++(failed ? slice.failed : slice.answered);
}

bool Breaker::is_too_bad(Ticks now) const {
  const std::int64_t oldest = slice_at(now) - static_cast<std::int64_t>(slices);
  int failed = 0;
  int all = 0;
  for (const Slice& slice : window_) {
    if (slice.number <= oldest) continue;
    failed += slice.failed;
    all += slice.failed + slice.answered;
  }
  return all >= options_.calls_min && failed >= options_.failure_share * all;
}

void Breaker::open(Ticks now) {
  pause_ =
      pause_ == Ticks::zero() ? options_.pause_first : std::min(pause_ * 2, options_.pause_max);
  open_until_ = now + pause_;
  ++times_opened_;
}

std::string_view state_name(Breaker::State state) noexcept {
  switch (state) {
    case Breaker::State::closed:
      return "closed";
    case Breaker::State::open:
      return "open";
    case Breaker::State::half_open:
      break;
  }
  return "half_open";
}

// ---- retries -------------------------------------------------------------------------------

void RetryBudget::called() noexcept { tokens_ = std::min(tokens_ + share_, burst_); }

bool RetryBudget::take() noexcept {
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

// ---- both ----------------------------------------------------------------------------------

void Guard::called() {
  const std::lock_guard lock(mutex_);
  budget_.called();
  ++counts_.calls;
}

Breaker::Admission Guard::admit(Ticks now) {
  const std::lock_guard lock(mutex_);
  const auto admission = breaker_.admit(now);
  if (admission == Breaker::Admission::refused) ++counts_.refused;
  return admission;
}

void Guard::asked(Ticks now, bool is_there) {
  const std::lock_guard lock(mutex_);
  if (is_there && !is_there_) breaker_.probe_now(now);
  is_there_ = is_there;
}

std::optional<Ticks> Guard::pause_before_next(Code code, int attempts, Ticks remaining,
                                              std::uint64_t drawn) {
  if (code != Code::unavailable && code != Code::deadline_exceeded) return {};
  if (attempts >= options_.retry.attempts_max) return {};
  const Ticks longest = options_.retry.pause_first * (1 << (attempts - 1));
  const auto half = static_cast<std::uint64_t>(longest.count() / 2);
  const Ticks pause(static_cast<std::int64_t>(half + drawn % (half + 1)));
  if (pause >= remaining) return {};
  const std::lock_guard lock(mutex_);
  if (!budget_.take()) return {};
  ++counts_.retries;
  return pause;
}

GuardCounts Guard::counts(Ticks now) const {
  const std::lock_guard lock(mutex_);
  GuardCounts counts = counts_;
  counts.state = breaker_.state(now);
  counts.times_opened = breaker_.times_opened();
  return counts;
}

Guard::Attempt::Attempt(Guard& guard, Ticks now)
    : guard_(guard), begun_(now), admission_(guard.admit(now)) {}

Guard::Attempt::~Attempt() {
  if (!ended_) end(begun_, Breaker::Outcome::unknown);
}

void Guard::Attempt::answered(Ticks now) { end(now, Breaker::Outcome::answered); }

void Guard::Attempt::failed(Ticks now, Code code) {
  const auto& retry = guard_.options_.retry;
  const bool waited = now - begun_ >= std::min(retry.judged_after, retry.query_timeout);
  const bool is_its_fault =
      code == Code::unavailable || (code == Code::deadline_exceeded && waited);
  end(now, is_its_fault ? Breaker::Outcome::failed : Breaker::Outcome::unknown);
}

void Guard::Attempt::end(Ticks now, Breaker::Outcome outcome) {
  ended_ = true;
  const std::lock_guard lock(guard_.mutex_);
  guard_.breaker_.ended(now, admission_, outcome);
}

}  // namespace kernel
