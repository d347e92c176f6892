#include "shedder.h"

#include <doctest/doctest.h>

#include "kernel/sim/world.h"

using gateway::ShedOptions;
using gateway::WaitControl;
using gateway::Work;
using kernel::Ticks;
using namespace std::chrono_literals;

namespace {

constexpr Ticks start = 1h;

// Waits of `wait`, a look each 5 ms.
Ticks pass(WaitControl& control, Ticks from, Ticks duration, Ticks wait) {
  for (Ticks now = from; now < from + duration; now += 5ms) control.waited(now, wait);
  return from + duration;
}

}  // namespace

TEST_CASE("nothing is refused while the loops keep up") {
  WaitControl control({});
  pass(control, start, 10s, 19ms);
  for (const Work work : {Work::vital, Work::read, Work::write})
    CHECK(control.refused_share(work) == 0);
}

TEST_CASE("bursts are not held against anybody: there is a short wait in every interval") {
  WaitControl control({});
  for (Ticks now = start; now < start + 10s; now += 5ms)
    control.waited(now, now % Ticks(100ms) < Ticks(10ms) ? 1ms : 500ms);
  CHECK(control.refused_share(Work::write) == 0);
}

TEST_CASE("a standing wait sheds writes first, then reads, and never what is vital") {
  WaitControl control({});
  Ticks now = pass(control, start, 500ms, 30ms);
  CHECK(control.refused_share(Work::write) > 0.3);
  CHECK(control.refused_share(Work::write) < 1);
  CHECK(control.refused_share(Work::read) == 0);
  now = pass(control, now, 1s, 30ms);
  CHECK(control.refused_share(Work::write) == 1);
  CHECK(control.refused_share(Work::read) > 0);
  pass(control, now, 10s, 30ms);
  CHECK(control.refused_share(Work::read) == doctest::Approx(0.95));
  CHECK(control.refused_share(Work::vital) == 0);
}

TEST_CASE("a longer wait is answered faster, and within five seconds all is as it was") {
  WaitControl slow({});
  WaitControl fast({});
  pass(slow, start, 300ms, 25ms);
  const Ticks now = pass(fast, start, 300ms, 200ms);
  CHECK(fast.refused_share(Work::write) > 2 * slow.refused_share(Work::write));
  pass(fast, now, 10s, 200ms);
  pass(fast, now + 10s, 5s, 0ms);
  CHECK(fast.refused_share(Work::write) == 0);
}

TEST_CASE("before it is started nothing is measured, and so nothing refused") {
  kernel::sim::World world{1};
  kernel::sim::Host& host = world.host("gateway");
  gateway::Shedder shedder(host, {});
  for (int i = 0; i < 100; ++i) CHECK_FALSE(shedder.refuses(Work::write));
  CHECK(shedder.refused() == 0);
}
