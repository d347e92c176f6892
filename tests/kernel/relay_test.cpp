#include <map>

#include "sample_module.h"
#include "support/bench.h"

using kernel::OrderId;
using sample::Added;
using sample::SampleModule;
using test::Bench;

namespace {

// A listener that refuses one aggregate as long as it is told to.
struct Listener {
  OrderId poison;
  bool refuses = true;
  std::map<OrderId, std::vector<std::int64_t>> heard;

  void operator()(const Added& added) {
    if (refuses && added.counter == poison)
      throw kernel::Error(kernel::Code::failed_precondition, "not this one");
    heard[added.counter].push_back(added.total);
  }
};

struct Setup {
  Bench bench{test::Wire::local, {"sample"}};
  Listener listener;
  OrderId good = OrderId::fresh(bench.runtime());
  OrderId bad = OrderId::fresh(bench.runtime());

  Setup() {
    listener.poison = bad;
    bench.listen<Added>([this](const Added& added) { listener(added); });
    bench.host<SampleModule>();
  }
  void add(const OrderId& counter) {
    const sample::Add add{counter, 1};
    bench.ask(bench.as_nobody(), add);
  }
  kernel::Relay& relay() { return bench.module<SampleModule>().relay(); }
  std::vector<outbox::Letter> dead_letters() {
    outbox::List list;
    list.dead = true;
    return relay().list(list).items;
  }
  std::vector<std::int64_t> heard(const OrderId& counter) { return listener.heard[counter]; }
};

using Totals = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an event that is refused holds up its own aggregate and nobody else's") {
  Setup setup;
  for (int i = 0; i < 3; ++i) {
    setup.add(setup.bad);
    setup.add(setup.good);
  }
  setup.bench.settle();

  CHECK(setup.heard(setup.good) == Totals{1, 2, 3});
  CHECK(setup.heard(setup.bad).empty());
  CHECK(setup.relay().pending() == 3);
}

TEST_CASE("once the listener accepts, what waited arrives in order and once") {
  Setup setup;
  for (int i = 0; i < 3; ++i) setup.add(setup.bad);
  setup.bench.settle();

  setup.listener.refuses = false;
  setup.bench.advance(std::chrono::minutes(2));

  CHECK(setup.heard(setup.bad) == Totals{1, 2, 3});
  CHECK(setup.relay().pending() == 0);
}

TEST_CASE("after the last attempt an event is a dead letter, and its successors wait for it") {
  Setup setup;
  setup.add(setup.bad);
  setup.bench.advance(std::chrono::minutes(30));
  setup.listener.refuses = false;
  setup.add(setup.bad);
  setup.bench.advance(std::chrono::minutes(5));

  const auto letters = setup.dead_letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].type == "sample.Added");
  CHECK(letters[0].attempts == 12);
  CHECK(letters[0].error == "failed_precondition: not this one");
  CHECK(letters[0].payload.find("\"total\":1") != std::string::npos);
  CHECK(setup.heard(setup.bad).empty());

  SUBCASE("replayed, it arrives, and they after it") {
    setup.bench.run(setup.relay().replay(letters[0].delivery));
    setup.bench.settle();
    CHECK(setup.heard(setup.bad) == Totals{1, 2});
  }
  SUBCASE("discarded, they arrive without it") {
    setup.bench.run(setup.relay().discard(letters[0].delivery));
    setup.bench.settle();
    CHECK(setup.heard(setup.bad) == Totals{2});
  }
  CHECK(setup.relay().pending() == 0);
  CHECK(setup.dead_letters().empty());
}

TEST_CASE("what is owed is listed, page by page, dead or not") {
  Setup setup;
  setup.listener.refuses = true;
  for (int i = 0; i < 3; ++i) setup.add(setup.bad);
  setup.bench.settle();

  outbox::List list;
  list.limit = 2;
  const auto first = setup.relay().list(list);
  CHECK(first.pending == 3);
  CHECK(first.dead == 0);
  REQUIRE(first.items.size() == 2);
  CHECK(first.items[0].attempts >= 1);
  CHECK(first.items[0].aggregate == to_text(setup.bad));
  list.after = first.items[1].delivery;
  CHECK(setup.relay().list(list).items.size() == 1);
  list.dead = true;
  CHECK(setup.relay().list(list).items.empty());
}

TEST_CASE("what was not delivered when the process was killed is delivered by the next one") {
  Setup setup;
  setup.add(setup.bad);
  setup.bench.settle();

  setup.bench.crash();
  setup.listener.refuses = false;
  setup.bench.advance(std::chrono::minutes(2));

  CHECK(setup.heard(setup.bad) == Totals{1});
}

TEST_CASE("the payload leaves the outbox with its last delivery") {
  Setup setup;
  setup.add(setup.good);
  setup.bench.settle();

  auto reader = setup.bench.module<SampleModule>().database().read();
  CHECK(reader.one("SELECT count(*) FROM outbox")->get<int>(0) == 0);
}
