// What an administrator asks of a module's outbox, over every transport.
#include "kernel/outbox.h"

#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::OrderId;
using test::Bench;

TEST_CASE_TRANSPORTS("an administrator sees dead letters, replays one and discards the other") {
  Bench bench{wire, {"sample"}};
  bench.listen<sample::Added>([](const sample::Added&) {
    throw kernel::Error(Code::failed_precondition, "never this one");
  });
  bench.host<sample::SampleModule>();
  for (int i = 0; i < 2; ++i) {
    const sample::Add add{OrderId::fresh(bench.runtime()), 1};
    bench.ask(bench.as_nobody(), add);
  }
  bench.advance(std::chrono::minutes(5));
  const outbox::List list{"sample"};
  const auto admin = bench.as_admin();
  const auto letters = bench.ask(admin, list);
  REQUIRE(letters.dead == 2);
  REQUIRE(letters.items.size() == 2);
  const outbox::Replay replay{"sample", letters.items[0].delivery};
  const outbox::Discard discard{"sample", letters.items[1].delivery};
  const outbox::Replay replay_other{"sample", discard.delivery};
  const outbox::Discard discard_other{"sample", replay.delivery};

  bench.ask(admin, replay);
  bench.ask(admin, discard);

  CHECK(bench.ask(admin, list).dead == 0);
  CHECK(bench.ask(admin, list).pending == 1);
  CHECK(bench.refused(bench.as_admin(), replay_other) == Code::not_found);   // it is gone
  CHECK(bench.refused(bench.as_admin(), discard_other) == Code::not_found);  // it lives again
}

TEST_CASE_TRANSPORTS("an outbox is for administrators, and a module that is none has no outbox") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const auto customer = bench.as_user(kernel::UserId::fresh(bench.runtime()));
  const auto check = [&](const auto& message, const auto& elsewhere) {
    CHECK(bench.refused(bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(bench.refused(customer, message) == Code::permission_denied);
    CHECK(bench.refused(bench.as_service("sample"), message) == Code::permission_denied);
    CHECK(bench.refused(bench.as_admin(), elsewhere) == Code::not_found);
  };

  check(outbox::List{"sample"}, outbox::List{"elsewhere"});
  check(outbox::Replay{"sample", 1}, outbox::Replay{"elsewhere", 1});
  check(outbox::Discard{"sample", 1}, outbox::Discard{"elsewhere", 1});
}

TEST_CASE_TRANSPORTS("a page of an outbox has 1 to 100 letters, whoever carried the question") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  outbox::List list{"sample"};

  for (const int limit : {0, -1, 101}) {
    list.limit = limit;
    const auto refusal = bench.refusal(bench.as_admin(), list);
    CHECK(refusal.code == Code::invalid_argument);
    REQUIRE(refusal.details.size() == 1);
    CHECK(refusal.details[0].pointer == "/limit");
  }
}
