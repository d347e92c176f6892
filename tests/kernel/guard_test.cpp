#include "kernel/guard.h"

#include <doctest/doctest.h>

#include <vector>

using kernel::Breaker;
using kernel::Code;
using kernel::Guard;
using kernel::Ticks;
using namespace std::chrono_literals;
using State = Breaker::State;
using Admission = Breaker::Admission;
using Outcome = Breaker::Outcome;

namespace {

constexpr Ticks start = 1h;

void answer(Breaker& breaker, Ticks now, Outcome outcome) {
  const auto as = breaker.admit(now);
  REQUIRE(as != Admission::refused);
  breaker.ended(now, as, outcome);
}

Breaker opened() {
  Breaker breaker({});
  for (int i = 0; i < 5; ++i) answer(breaker, start, Outcome::failed);
  REQUIRE(breaker.state(start) == State::open);
  return breaker;
}

}  // namespace

TEST_CASE("a breaker opens when half of at least five calls fail") {
  Breaker breaker({});
  for (int i = 0; i < 2; ++i) answer(breaker, start, Outcome::answered);
  for (int i = 0; i < 2; ++i) answer(breaker, start, Outcome::failed);
  CHECK(breaker.state(start) == State::closed);
  answer(breaker, start, Outcome::failed);
  CHECK(breaker.state(start) == State::open);
  CHECK_FALSE(breaker.admit(start));
  CHECK(breaker.times_opened() == 1);
}

TEST_CASE("fewer failures than that, or what says nothing, leave it closed") {
  Breaker breaker({});
  for (int i = 0; i < 50; ++i) {
    answer(breaker, start, Outcome::answered);
    answer(breaker, start, Outcome::unknown);
    if (i % 3 == 0) answer(breaker, start, Outcome::failed);
  }
  CHECK(breaker.state(start) == State::closed);
}

TEST_CASE("failures are forgotten with the window") {
  Breaker breaker({});
  for (int i = 0; i < 4; ++i) answer(breaker, start, Outcome::failed);
  answer(breaker, start + 10s, Outcome::failed);
  CHECK(breaker.state(start + 10s) == State::closed);
  for (int i = 0; i < 3; ++i) answer(breaker, start + 15s, Outcome::failed);
  CHECK(breaker.state(start + 15s) == State::closed);
  answer(breaker, start + 19s, Outcome::failed);
  CHECK(breaker.state(start + 19s) == State::open);
}

TEST_CASE("after the pause one call tries; answered, it closes the breaker") {
  Breaker breaker = opened();
  CHECK(breaker.admit(start + 249ms) == Admission::refused);
  CHECK(breaker.state(start + 250ms) == State::half_open);
  CHECK(breaker.admit(start + 250ms) == Admission::probe);
  CHECK(breaker.admit(start + 251ms) == Admission::refused);  // one at a time
  breaker.ended(start + 260ms, Admission::probe, Outcome::answered);
  CHECK(breaker.state(start + 260ms) == State::closed);
  answer(breaker, start + 260ms, Outcome::failed);  // what was before is forgotten
  CHECK(breaker.state(start + 260ms) == State::closed);
}

TEST_CASE("each call that tries in vain doubles the pause, up to the longest") {
  Breaker breaker = opened();
  Ticks now = start;
  for (const Ticks pause : {250ms, 500ms, 1000ms, 2000ms, 4000ms, 5000ms, 5000ms}) {
    CAPTURE(pause.count());
    CHECK(breaker.admit(now + pause - 1ms) == Admission::refused);
    now += pause;
    answer(breaker, now, Outcome::failed);
  }
  now += 5s;
  answer(breaker, now, Outcome::answered);
  for (int i = 0; i < 5; ++i) answer(breaker, now, Outcome::failed);
  CHECK(breaker.state(now + 250ms) == State::half_open);  // from the first one again
}

TEST_CASE("a call that tries and learns nothing lets the next one try") {
  Breaker breaker = opened();
  answer(breaker, start + 1s, Outcome::unknown);
  CHECK(breaker.state(start + 1s) == State::half_open);
  answer(breaker, start + 1s, Outcome::answered);
  CHECK(breaker.state(start + 1s) == State::closed);
}

TEST_CASE("calls from before it opened say nothing any more") {
  Breaker breaker({});
  REQUIRE(breaker.admit(start) == Admission::call);
  for (int i = 0; i < 5; ++i) answer(breaker, start, Outcome::failed);
  breaker.ended(start + 10ms, Admission::call, Outcome::answered);
  CHECK(breaker.state(start + 10ms) == State::open);

  const Ticks half_open = start + 1s;
  REQUIRE(breaker.admit(half_open) == Admission::probe);
  breaker.ended(half_open, Admission::call, Outcome::failed);  // late, and not the probe
  breaker.ended(half_open, Admission::call, Outcome::answered);
  CHECK(breaker.state(half_open) == State::half_open);
  CHECK(breaker.admit(half_open) == Admission::refused);
  breaker.ended(half_open, Admission::probe, Outcome::answered);
  CHECK(breaker.state(half_open) == State::closed);
}

TEST_CASE("who says that he is there closes no breaker; who is back is tried at once") {
  Guard guard({});
  const auto fail = [&](Ticks now) {
    Guard::Attempt attempt(guard, now);
    if (attempt.admitted()) attempt.failed(now + 1s, kernel::Code::unavailable);
  };
  for (int i = 0; i < 5; ++i) fail(start);
  REQUIRE(guard.counts(start + 1s).state == State::open);

  guard.asked(start + 1100ms, true);  // as ever
  CHECK(guard.counts(start + 1100ms).state == State::open);
  guard.asked(start + 1120ms, false);
  CHECK(guard.counts(start + 1120ms).state == State::open);
  guard.asked(start + 1150ms, true);
  CHECK(guard.counts(start + 1150ms).state == State::half_open);
}

TEST_CASE("retries are a tenth of all calls, and ten at once after a quiet time") {
  kernel::RetryBudget budget(0.1, 10);
  int burst = 0;
  while (budget.take()) ++burst;
  CHECK(burst == 10);
  int taken = 0;
  for (int i = 0; i < 10'000; ++i) {
    budget.called();
    if (budget.take()) ++taken;
  }
  CHECK(taken >= 999);
  CHECK(taken <= 1000);
}

TEST_CASE("a call is tried again only for what may pass, in time and with growing pauses") {
  Guard guard({});
  constexpr std::uint64_t most = 25'000'000;  // ns: the half of 50 ms that is drawn
  CHECK(guard.pause_before_next(Code::unavailable, 1, 1min, 0) == 25ms);
  CHECK(guard.pause_before_next(Code::unavailable, 1, 1min, most) == 50ms);
  CHECK(guard.pause_before_next(Code::deadline_exceeded, 2, 1min, 0) == 50ms);
  CHECK_FALSE(guard.pause_before_next(Code::unavailable, 3, 1min, 0));
  CHECK_FALSE(guard.pause_before_next(Code::unavailable, 1, 25ms, 0));
  for (const Code code : {Code::resource_exhausted, Code::conflict, Code::internal})
    CHECK_FALSE(guard.pause_before_next(code, 1, 1min, 0));
  CHECK(guard.counts(start).retries == 3);
}

TEST_CASE("whoever waited for less than half a second says nothing about the module") {
  Guard guard({});
  for (int i = 0; i < 20; ++i)
    Guard::Attempt(guard, start).failed(start + 499ms, Code::deadline_exceeded);
  CHECK(guard.counts(start).state == State::closed);
  for (int i = 0; i < 5; ++i)
    Guard::Attempt(guard, start).failed(start + 500ms, Code::deadline_exceeded);
  CHECK(guard.counts(start + 500ms).state == State::open);
}

TEST_CASE("an attempt that is given up half-way lets the next one try") {
  Guard guard({});
  for (int i = 0; i < 5; ++i) Guard::Attempt(guard, start).failed(start, Code::unavailable);
  {
    const Guard::Attempt probe(guard, start + 1s);
    CHECK(probe.admitted());
    CHECK_FALSE(Guard::Attempt(guard, start + 1s).admitted());
  }
  Guard::Attempt next(guard, start + 1s);
  CHECK(next.admitted());
  next.answered(start + 1s);
  CHECK(guard.counts(start + 1s).state == State::closed);
  CHECK(guard.counts(start + 1s).refused == 1);
}
