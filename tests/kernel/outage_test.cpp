// A destination that is not reached, and one that is but cannot bear what it is sent.
#include "sample_module.h"
#include "support/bench.h"
#include "wayward.h"

using kernel::OrderId;
using test::Wayward;
using Mood = test::Wayward::Mood;
using namespace std::chrono_literals;

namespace {

// A module here, whose events go to "far", a subscriber in another process.
struct Life {
  Life(kernel::sim::World& world, kernel::sim::Host& host)
      : transport(host),
        exchange(host, transport, {{"far", {kernel::Place::Kind::remote, "unix:/elsewhere"}}}),
        module({exchange,
                world.store("near", "sample", sample::SampleModule::migrations()),
                [](std::string_view) { return std::vector<std::string>{"far"}; },
                {}}) {}

  Wayward transport;
  kernel::Exchange exchange;
  sample::SampleModule module;
};

class Shop {
 public:
  Shop() {
    host_.enter([this] { life_.module.start(); });
  }
  ~Shop() { host_.crash(); }

  void announce(int events) {
    for (int i = 0; i < events; ++i)
      host_.enter([this] { host_.spawn(add(sample::Add{OrderId::fresh(host_), 1})); });
  }
  // Queries, which nobody owes anybody.
  void ask_in_vain(int times) {
    for (int i = 0; i < times; ++i) host_.enter([this] { host_.spawn(ask()); });
  }
  kernel::Breaker::State breaker() { return life_.exchange.guards().at("far").state; }
  void pass(kernel::Ticks time) { world_.run_for(time); }
  Wayward& far() { return life_.transport; }
  outbox::Letters letters() { return life_.module.relay().list({}); }
  int attempts() {
    int sum = 0;
    outbox::List list;
    list.limit = 100;
    for (const auto& letter : life_.module.relay().list(list).items)
      sum += static_cast<int>(letter.attempts);
    return sum;
  }

 private:
  kernel::Task<> add(sample::Add message) {
    const auto context = kernel::anonymous_context(host_, 10s);
    co_await life_.module.add(context, message);
  }

  kernel::Task<> ask() {
    kernel::WireRequest request{"/rpc/far.Query", kernel::anonymous_context(host_, 10s), "{}"};
    request.is_query = true;
    try {
      co_await life_.exchange.carry("far", request);
    } catch (const kernel::Error&) {
      // In vain.
    }
  }

  kernel::sim::World world_{5};
  kernel::sim::Host& host_ = world_.host("near");
  Life& life_ = host_.keep(std::make_unique<Life>(world_, host_));
};

}  // namespace

TEST_CASE("an outage, however long, makes no dead letters, and ends by itself") {
  for (const Mood mood : {Mood::gone, Mood::hanging}) {
    CAPTURE(static_cast<int>(mood));
    Shop shop;
    shop.far().mood = mood;
    shop.announce(40);
    shop.pass(24h);
    CHECK(shop.letters().pending == 40);
    CHECK(shop.letters().dead == 0);

    shop.far().mood = Mood::there;
    shop.pass(10s);
    CHECK(shop.letters().pending == 0);
    CHECK(shop.far().delivered == 40);
  }
}

TEST_CASE("what answers in a destination's place makes no dead letters") {
  Shop shop;
  shop.far().mood = Mood::masked;
  shop.announce(4);
  shop.pass(24h);
  CHECK(shop.letters().pending == 4);
  CHECK(shop.letters().dead == 0);

  shop.far().mood = Mood::there;
  shop.pass(10s);
  CHECK(shop.letters().pending == 0);
}

TEST_CASE("an open breaker keeps from a destination nothing of what it is owed") {
  Shop shop;
  shop.far().mood = Mood::gone;
  shop.ask_in_vain(10);
  shop.pass(10ms);
  REQUIRE(shop.breaker() == kernel::Breaker::State::open);

  shop.far().mood = Mood::there;
  shop.announce(4);
  shop.pass(50ms);
  CHECK(shop.letters().pending == 0);
  CHECK(shop.breaker() == kernel::Breaker::State::open);
}

TEST_CASE("an outage is felt by one row of a partition, not by each that waits") {
  Shop shop;
  shop.far().mood = Mood::gone;
  shop.announce(100);
  shop.pass(1h);
  CHECK(shop.attempts() <= static_cast<int>(kernel::relay_partitions));
  CHECK(shop.far().sent <= static_cast<int>(kernel::relay_partitions));
  CHECK(shop.far().asked > 100);  // it is looked for all the while
}

TEST_CASE("what a destination dies of, or hangs on, is a dead letter in the end") {
  for (const Mood mood : {Mood::fragile, Mood::stunned}) {
    CAPTURE(static_cast<int>(mood));
    Shop shop;
    shop.far().mood = mood;
    shop.announce(1);
    shop.pass(1h);
    CHECK(shop.letters().dead == 1);
    CHECK(shop.letters().items.at(0).attempts == 12);
  }
}
