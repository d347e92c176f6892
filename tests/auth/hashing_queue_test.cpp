#include "internal/hashing_queue.h"

#include <algorithm>
#include <vector>

#include "support/bench.h"

using namespace std::chrono_literals;
using auth::HashingQueue;
using kernel::Code;

namespace {

// Those who want to hash, each for 100 ms.
struct Crowd {
  kernel::Runtime& runtime;
  HashingQueue& queue;
  std::vector<int> begun;
  std::vector<int> refused;
  int at_once = 0;
  int at_once_max = 0;

  kernel::Task<> come(int who, kernel::Ticks patience) {
    try {
      const auto place = co_await queue.enter(runtime.ticks() + patience);
      begun.push_back(who);
      at_once_max = std::max(at_once_max, ++at_once);
      co_await runtime.sleep(100ms);
      --at_once;
    } catch (const kernel::Error& error) {
      CHECK(error.code == Code::resource_exhausted);
      refused.push_back(who);
    }
  }
};

}  // namespace

TEST_CASE_TRANSPORTS("so many hash at once, so many wait, in the order in which they came") {
  test::Bench bench(wire, {"auth"});
  HashingQueue queue(bench.runtime(), 2, 3);
  Crowd crowd{bench.runtime(), queue, {}, {}};

  for (int who = 0; who < 7; ++who) {
    bench.runtime().spawn(crowd.come(who, 10s));
    bench.advance(1ms);
  }
  bench.advance(1s);

  CHECK(crowd.begun == std::vector{0, 1, 2, 3, 4});
  CHECK(crowd.refused == std::vector{5, 6});
  CHECK(crowd.at_once_max == 2);
}

TEST_CASE_TRANSPORTS("who is not served in time makes room for those behind") {
  test::Bench bench(wire, {"auth"});
  HashingQueue queue(bench.runtime(), 1, 3);
  Crowd crowd{bench.runtime(), queue, {}, {}};

  for (int who = 0; who < 4; ++who) {
    bench.runtime().spawn(crowd.come(who, who == 1 ? kernel::Ticks(50ms) : 10s));
    bench.advance(1ms);
  }
  bench.advance(1s);

  CHECK(crowd.begun == std::vector{0, 2, 3});
  CHECK(crowd.refused == std::vector{1});
  CHECK(crowd.at_once_max == 1);
}
