// Retries, breaker and timeouts together, over a transport that does as it is told.
#include <doctest/doctest.h>

#include <deque>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/json.h"
#include "kernel/sim/world.h"
#include "sample_contract.h"
#include "wayward.h"

using kernel::Code;
using kernel::Task;
using kernel::Ticks;
using test::Wayward;
using State = kernel::Breaker::State;
using namespace std::chrono_literals;

namespace {

struct Caller {
  Caller()
      : host(world.host("caller")),
        transport(host),
        exchange(host, transport, {{"sample", {kernel::Place::Kind::remote, "unix:/elsewhere"}}}),
        bus(exchange, "other") {
    bus.calls<sample::Echo, sample::Add>();
  }

  kernel::Context context(Ticks timeout) { return kernel::anonymous_context(host, timeout); }

  // How it ended: a code, or nothing when it was answered.
  template <kernel::Message M>
  std::optional<Code> ask(kernel::Context context, const M& message) {
    std::optional<Code> failure;
    bool ended = false;
    host.enter([&] { host.spawn(call(std::move(context), message, failure, ended)); });
    REQUIRE(world.run_until([&] { return ended; }));
    return failure;
  }
  std::optional<Code> query(Ticks timeout = 10s) { return ask(context(timeout), sample::Echo{}); }

  kernel::GuardCounts counts() { return exchange.guards().at("sample"); }

  kernel::sim::World world{7};
  kernel::sim::Host& host;
  Wayward transport;
  kernel::Exchange exchange;
  kernel::Bus bus;

 private:
  template <kernel::Message M>
  Task<> call(kernel::Context context, const M& message, std::optional<Code>& failure,
              bool& ended) {
    try {
      co_await bus.call(context, message);
    } catch (const kernel::Error& error) {
      failure = error.code;
    }
    ended = true;
  }
};

}  // namespace

TEST_CASE("queries and keyed commands are tried again, other commands never") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::gone;
  CHECK(caller.query() == Code::unavailable);
  CHECK(caller.transport.sent == 3);

  Caller keyed;
  keyed.transport.mood = Wayward::Mood::gone;
  const sample::Add add{kernel::OrderId::fresh(keyed.host), 1};
  auto context = keyed.context(10s);
  CHECK(keyed.ask(context, add) == Code::unavailable);
  CHECK(keyed.transport.sent == 1);
  context.key = kernel::Key::fresh(keyed.host);
  CHECK(keyed.ask(context, add) == Code::unavailable);
  CHECK(keyed.transport.sent == 4);
}

TEST_CASE("what a server says in a module's place counts as no answer of the module") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::masked;

  CHECK(caller.query() == Code::unavailable);
  CHECK(caller.transport.sent == 3);
  CHECK(caller.query() == Code::unavailable);
  CHECK(caller.counts().state == State::open);

  caller.transport.mood = Wayward::Mood::there;
  caller.world.run_for(1min);
  CHECK_FALSE(caller.query());
  CHECK(caller.counts().state == State::closed);
}

TEST_CASE("a module that is back for the second attempt is not missed") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::gone;
  caller.world.at(10ms, [&] { caller.transport.mood = Wayward::Mood::there; });
  CHECK_FALSE(caller.query());
  CHECK(caller.transport.sent == 2);
  CHECK(caller.counts().retries == 1);
}

TEST_CASE("a module that hangs costs a query its attempts, then nobody waits for it") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::hanging;
  const Ticks begun = caller.host.ticks();
  CHECK(caller.query() == Code::deadline_exceeded);
  const Ticks first = caller.host.ticks() - begun;
  CHECK(first >= 6s);  // three times two seconds
  CHECK(first < 7s);
  // Two attempts more are five failures: it opens in the midst of the second query.
  CHECK(caller.query() == Code::unavailable);
  CHECK(caller.counts().state == State::open);
  const Ticks refused_at = caller.host.ticks();
  for (int i = 0; i < 100; ++i) CHECK(caller.query() == Code::unavailable);
  CHECK(caller.host.ticks() - refused_at < 1ms);
  CHECK(caller.transport.sent == 5);
}

TEST_CASE("a hanging module that recovers is found again by itself") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::hanging;
  for (int i = 0; i < 3; ++i) caller.query();
  REQUIRE(caller.counts().state == State::open);
  caller.transport.mood = Wayward::Mood::there;
  caller.world.run_for(5s);
  CHECK_FALSE(caller.query());
  CHECK(caller.counts().state == State::closed);
}

TEST_CASE("a deadline of the caller's own is kept to, and holds nothing against the module") {
  Caller caller;
  caller.transport.mood = Wayward::Mood::hanging;
  for (int i = 0; i < 20; ++i) {
    const Ticks begun = caller.host.ticks();
    CHECK(caller.query(100ms) == Code::deadline_exceeded);
    CHECK(caller.host.ticks() - begun <= 101ms);
  }
  CHECK(caller.counts().state == State::closed);
}

TEST_CASE("retries stay a tenth of the calls, whatever fails, and none knocks at an open breaker") {
  Caller caller;
  kernel::sim::Random random(3);
  for (int i = 0; i < 3000; ++i) {
    caller.transport.mood = random.below(4) == 0 ? Wayward::Mood::gone : Wayward::Mood::there;
    caller.query();
    caller.world.run_for(5ms);
  }
  const auto counts = caller.counts();
  CHECK(counts.calls == 3000);
  CHECK(counts.retries <= 3000 / 10 + 10);
  CHECK(counts.retries > 100);
  CHECK(static_cast<std::uint64_t>(caller.transport.sent) ==
        counts.calls + counts.retries - counts.refused);
}

TEST_CASE("a module elsewhere is reached where it was moved to, and only such a one moves") {
  Caller caller;
  caller.query();
  caller.exchange.move("sample", "unix:/moved");
  caller.query();

  CHECK(caller.transport.urls == std::vector<std::string>{"unix:/elsewhere", "unix:/moved"});
  CHECK_THROWS_AS(caller.exchange.move("other", "unix:/moved"), kernel::Error);
}
