#include <doctest/doctest.h>

#include <atomic>

#include "kernel/real_runtime.h"
#include "kernel/signal.h"
#include "kernel/sim/world.h"
#include "kernel/task_group.h"

using namespace std::chrono_literals;

namespace {

kernel::Task<> wait_for(kernel::Signal& signal, std::uint64_t seen, kernel::Ticks timeout,
                        int& notified, int& timed_out) {
  const bool in_time = co_await signal.wait(seen, timeout);
  ++(in_time ? notified : timed_out);
}

kernel::Task<> nap(kernel::TaskGroup& group, kernel::Ticks duration, bool& slept) {
  slept = co_await group.sleep(duration);
}

}  // namespace

TEST_CASE("a signal wakes all who wait, and nobody misses what came before he waited") {
  kernel::sim::World world{1};
  auto& host = world.host("a");
  kernel::Signal signal(host);
  int notified = 0, timed_out = 0;
  const auto seen = signal.version();
  host.enter([&] {
    host.spawn(wait_for(signal, seen, 1h, notified, timed_out));
    host.spawn(wait_for(signal, seen, 1h, notified, timed_out));
  });

  host.enter([&] { signal.notify(); });
  CHECK(notified == 2);

  host.enter([&] { host.spawn(wait_for(signal, seen, 1h, notified, timed_out)); });
  CHECK(notified == 3);
  CHECK(timed_out == 0);
}

TEST_CASE("a wait ends at its timeout") {
  kernel::sim::World world{1};
  auto& host = world.host("a");
  kernel::Signal signal(host);
  int notified = 0, timed_out = 0;
  host.enter([&] { host.spawn(wait_for(signal, signal.version(), 5s, notified, timed_out)); });

  world.run_for(4s);
  CHECK(timed_out == 0);
  world.run_for(2s);
  CHECK(timed_out == 1);
  CHECK(notified == 0);
}

TEST_CASE("stopping a group ends its sleeps early, and it is joined") {
  kernel::sim::World world{1};
  auto& host = world.host("a");
  kernel::TaskGroup group(host, "test");
  bool slept = true;
  host.enter([&] { group.spawn(nap(group, 1h, slept)); });
  CHECK(group.running() == 1);

  host.enter([&] { group.stop(); });

  CHECK_FALSE(slept);
  CHECK(group.running() == 0);
}

TEST_CASE("a crash destroys what waits without running it") {
  kernel::sim::World world{1};
  auto& host = world.host("a");
  auto& group = host.keep(std::make_unique<kernel::TaskGroup>(host, "test"));
  bool slept = true;
  host.enter([&] { group.spawn(nap(group, 1s, slept)); });

  host.crash();
  world.run_for(10s);

  CHECK(slept);  // never assigned
  CHECK(host.life() == 2);
}

TEST_CASE("the real runtime runs workers, timers and posts, and returns to the asking loop") {
  kernel::RealRuntime runtime({2, 2});
  std::atomic<int> good = 0;
  const auto task = [](kernel::RealRuntime& loops, std::atomic<int>& counter) -> kernel::Task<> {
    const unsigned here = loops.this_loop();
    const auto work = [&] { return loops.this_loop() == loops.loops() ? 1 : 0; };
    auto job = work;
    const int outside = co_await loops.on_worker(job);
    co_await loops.sleep(1ms);
    if (outside == 1 && loops.this_loop() == here) ++counter;
    if (counter == 2) loops.stop();
  };
  for (unsigned i = 0; i < 2; ++i) runtime.post(i, [&] { runtime.spawn(task(runtime, good)); });

  runtime.run();

  CHECK(good == 2);
}

TEST_CASE("the same seed gives the same world") {
  const auto run = [](std::uint64_t seed) {
    kernel::sim::World world{seed};
    auto& host = world.host("a");
    std::string seen;
    for (int i = 0; i < 5; ++i) seen += std::to_string(host.random()) + " ";
    return seen;
  };
  CHECK(run(7) == run(7));
  CHECK(run(7) != run(8));
}
