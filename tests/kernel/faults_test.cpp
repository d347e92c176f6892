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

TEST_CASE(
    "faults are off unless the configuration says otherwise, and their codes are known ones") {
  Bench bench{test::Wire::local, {"sample"}};
  bench.host<sample::SampleModule>();
  auto& faults = bench.served().faults();
  Rule rule;
  rule.error = "nonsense";
  const auto refusal = [&] {
    try {
      faults.set("sample", {rule});
    } catch (const kernel::Error& error) {
      return error.code;
    }
    return Code::cancelled;
  };
  CHECK(refusal() == Code::failed_precondition);
  faults.enable();
  CHECK(refusal() == Code::invalid_argument);
  CHECK(faults.get("sample").rules.empty());
  CHECK_FALSE(faults.any());
}
