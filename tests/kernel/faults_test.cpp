// What an injected fault does, over every transport.
#include "kernel/faults.h"

#include "sample_module.h"
#include "support/bench.h"

using faults::Rule;
using kernel::Code;
using kernel::OrderId;
using test::Bench;

namespace {

void inject(Bench& bench, Rule rule) {
  bench.served().faults().enable();
  bench.served().faults().set("sample", {std::move(rule)});
}

}  // namespace

TEST_CASE_TRANSPORTS("an error is answered and the handler never begins") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  Rule rule;
  rule.error = "resource_exhausted";
  inject(bench, rule);
  CHECK(bench.refused(bench.as_nobody(), add) == Code::resource_exhausted);

  bench.served().faults().set("sample", {});
  CHECK(bench.ask(bench.as_nobody(), add).value == 5);
}

TEST_CASE_TRANSPORTS("only the message that is named is concerned") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Rule rule;
  rule.message = "sample.Add";
  rule.error = "internal";
  inject(bench, rule);
  CHECK(bench.ask(bench.as_nobody(), sample::Echo{}).text.empty());
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  CHECK(bench.refused(bench.as_nobody(), add) == Code::internal);
}

TEST_CASE_TRANSPORTS(
    "a latency beyond the caller's deadline is answered at it, and nothing is done") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const auto counter = OrderId::fresh(bench.runtime());
  const sample::Add add{counter, 5};
  Rule rule;
  rule.latency_ms = 600'000;
  inject(bench, rule);
  const auto begun = bench.runtime().ticks();
  CHECK(bench.refused(bench.as_nobody(), add) == Code::deadline_exceeded);
  CHECK(bench.runtime().ticks() - begun < std::chrono::seconds(31));

  bench.served().faults().set("sample", {});
  bench.advance(std::chrono::minutes(20));
  CHECK(bench.ask(bench.as_nobody(), add).value == 5);
}

TEST_CASE_TRANSPORTS("a latency delays the answer by so much") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Rule rule;
  rule.latency_ms = 300;
  rule.jitter_ms = 200;
  inject(bench, rule);
  const sample::Echo echo;
  const auto begun = bench.runtime().ticks();
  bench.ask(bench.as_nobody(), echo);
  const auto took = bench.runtime().ticks() - begun;
  CHECK(took >= std::chrono::milliseconds(300));
  CHECK(took < std::chrono::milliseconds(600));
}

TEST_CASE_TRANSPORTS("what is dropped ends with its caller's deadline") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Rule rule;
  rule.drop = true;
  inject(bench, rule);
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  const auto begun = bench.runtime().ticks();
  const auto context = bench.as_nobody().with_deadline(begun + std::chrono::seconds(1));
  CHECK(bench.refused(context, add) == Code::deadline_exceeded);
  CHECK(bench.runtime().ticks() - begun <= std::chrono::milliseconds(1100));
}

TEST_CASE_TRANSPORTS("a command that arrives twice has the effect of once") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Rule rule;
  rule.duplicate = true;
  inject(bench, rule);
  const sample::Add add{OrderId::fresh(bench.runtime()), 5};
  CHECK(bench.ask(bench.as_nobody(), add).value == 5);
  CHECK(bench.ask(bench.as_nobody(), add).value == 10);
}

TEST_CASE_TRANSPORTS(
    "faults are off unless the configuration says otherwise, and their codes are known ones") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Rule rule;
  rule.error = "nonsense";
  const faults::Set set{"sample", {rule}};
  const auto admin = bench.as_admin();

  CHECK(bench.refused(admin, set) == Code::failed_precondition);
  bench.served().faults().enable();
  const auto refusal = bench.refusal(admin, set);
  CHECK(refusal.code == Code::invalid_argument);
  REQUIRE(refusal.details.size() == 1);
  CHECK(refusal.details[0].pointer == "/rules/0/error");
  CHECK_FALSE(bench.served().faults().any());
}

TEST_CASE_TRANSPORTS("an administrator sets the faults of one module and sees them") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().faults().enable();
  Rule rule;
  rule.percent = 50;
  const faults::Get get{"sample"};
  const faults::Set set{"sample", {rule}};
  const faults::Set none{"sample", {}};
  const auto admin = bench.as_admin();

  CHECK(bench.ask(admin, set).rules.size() == 1);
  CHECK(bench.ask(admin, get).rules.at(0).percent == 50);
  CHECK(bench.ask(admin, none).rules.empty());
}

TEST_CASE_TRANSPORTS("faults have bounds, and are for administrators and modules that exist") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().faults().enable();
  Rule never;
  never.percent = 0;
  const faults::Get get{"sample"}, get_elsewhere{"elsewhere"};
  const faults::Set set{"sample", {}}, set_elsewhere{"elsewhere", {}}, unbounded{"sample", {never}};
  const auto customer = bench.as_user(kernel::UserId::fresh(bench.runtime()));

  const auto refusal = bench.refusal(bench.as_admin(), unbounded);
  CHECK(refusal.code == Code::invalid_argument);
  REQUIRE(refusal.details.size() == 1);
  CHECK(refusal.details[0].pointer == "/rules/0/percent");
  CHECK(bench.refused(customer, get) == Code::permission_denied);
  CHECK(bench.refused(customer, set) == Code::permission_denied);
  CHECK(bench.refused(bench.as_nobody(), get) == Code::unauthenticated);
  CHECK(bench.refused(bench.as_nobody(), set) == Code::unauthenticated);
  CHECK(bench.refused(bench.as_admin(), get_elsewhere) == Code::not_found);
  CHECK(bench.refused(bench.as_admin(), set_elsewhere) == Code::not_found);
}
