#include "shedder.h"

#include <doctest/doctest.h>

#include <algorithm>

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
  Ticks now = start;
  Ticks wait = 30ms;
  const auto grow = [&](Ticks duration) {  // the load is half as much again as can be done
    for (const Ticks end = now + duration; now < end; now += 5ms) {
      control.waited(now, wait);
      wait += 2500us;
    }
  };
  grow(400ms);
  CHECK(control.refused_share(Work::write) > 0.3);
  CHECK(control.refused_share(Work::write) < 0.9);
  CHECK(control.refused_share(Work::read) == 0);
  grow(2s);
  CHECK(control.refused_share(Work::write) == doctest::Approx(0.99));
  CHECK(control.refused_share(Work::read) > 0);
  grow(10s);
  CHECK(control.refused_share(Work::read) == doctest::Approx(0.95));
  CHECK(control.refused_share(Work::vital) == 0);
}

TEST_CASE("where a load comes all of a sudden, reads are refused at once, too") {
  WaitControl control({});
  Ticks now = pass(control, start, 1s, 0ms);
  for (const Ticks wait : {150ms, 300ms}) now = pass(control, now, 100ms, wait);
  CHECK(control.refused_share(Work::write) == doctest::Approx(0.99));
  CHECK(control.refused_share(Work::read) == doctest::Approx(0.75));
}

TEST_CASE("once there is no queue, all is as it was within five seconds") {
  WaitControl control({});
  Ticks now = start;
  for (Ticks wait = 30ms; wait < 20s; wait += 50ms, now += 5ms) control.waited(now, wait);
  REQUIRE(control.refused_share(Work::read) > 0.9);
  CHECK(control.is_shedding());
  pass(control, now, 5s, 0ms);
  CHECK_FALSE(control.is_shedding());
  CHECK(control.refused_share(Work::read) == 0);
  CHECK(control.refused_share(Work::write) == 0);
}

namespace {

// One loop under a load of writes, `load` times what it can do; to refuse one costs `refusal` of
// it.
struct Steady {
  double least = 1;  // the share that is refused
  double most = 0;
  double idle = 0;  // share of the time
  double longest_ms = 0;

  Steady(double load, double refusal) {
    WaitControl control({});
    double queue_ms = 0;
    int looks = 0;
    for (Ticks now = start; now < start + 60s; now += 5ms) {
      const double refused = control.refused_share(Work::write);
      queue_ms = std::max(0.0, queue_ms + 5 * (load * (1 - refused + refusal * refused) - 1));
      control.waited(now, std::chrono::microseconds(static_cast<std::int64_t>(queue_ms * 1000)));
      if (now < start + 10s) continue;
      ++looks;
      least = std::min(least, refused);
      most = std::max(most, refused);
      idle += queue_ms == 0 ? 1 : 0;
      longest_ms = std::max(longest_ms, queue_ms);
    }
    idle /= looks;
  }
};

}  // namespace

TEST_CASE("a load that stays gets nearly the same share refused all the while") {
  struct Row {
    double load;
    double refusal;
    double right;  // what must be refused
  };
  for (const auto& [load, refusal, right] :
       {Row{1.2, 0, 1.0 / 6}, Row{2, 0, 0.5}, Row{3, 0, 2.0 / 3}, Row{3, 0.25, 8.0 / 9},
        Row{6, 0, 5.0 / 6}, Row{20, 0, 0.95}}) {
    CAPTURE(load);
    CAPTURE(refusal);
    const Steady steady(load, refusal);
    CHECK(steady.least > right - 0.1);
    CHECK(steady.most < right + 0.1);
    CHECK(steady.idle < 0.05);
    CHECK(steady.longest_ms < 100);
  }
}

TEST_CASE("before it is started nothing is measured, and so nothing refused") {
  kernel::sim::World world{1};
  kernel::sim::Host& host = world.host("gateway");
  gateway::Shedder shedder(host, {});
  for (int i = 0; i < 100; ++i) CHECK_FALSE(shedder.refuses(Work::write));
  CHECK(shedder.refused() == 0);
}
