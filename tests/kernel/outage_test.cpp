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
