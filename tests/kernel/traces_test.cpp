// What an administrator asks of a process's traces, over every transport; and what metrics ask of
// databases and outboxes.
#include "kernel/traces.h"

#include <numeric>

#include "kernel/exchange.h"
#include "kernel/outbox_lag.h"
#include "kernel/spans.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::OrderId;
using test::Bench;

namespace {

constexpr std::size_t plenty = 1 << 20;

kernel::OutboxLag lag_of(Bench& bench) {
  auto reader = bench.module<sample::SampleModule>().database().read();
  return kernel::outbox_lag(reader);
}

traces::List list_of(std::string module) {
  traces::List list;
  list.module = std::move(module);
  return list;
}

template <std::size_t size>
std::uint64_t sum(const std::array<std::atomic<std::uint64_t>, size>& buckets) {
  return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0},
                         [](std::uint64_t all, const auto& one) { return all + one; });
}

}  // namespace

TEST_CASE_TRANSPORTS("an administrator lists what failed and looks at its spans") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  const auto context = bench.as_nobody();
  const sample::Fail breaks{"exception"};
  bench.refused(context, breaks);
  auto list = list_of("sample");
  list.error = true;
  const traces::Get get{"sample", kernel::trace_id_text(context.trace)};

  const auto listed = bench.ask(bench.as_admin(), list).items;
  const auto spans = bench.ask(bench.as_admin(), get).items;

  REQUIRE(listed.size() == 1);
  CHECK(listed[0].trace_id == get.trace_id);
  CHECK(listed[0].error);
  CHECK(listed[0].name == "sample.Fail");
  REQUIRE_FALSE(spans.empty());
  CHECK(spans.back().outcome == "internal");
  CHECK(spans.back().error);
  CHECK(spans.back().callee == "sample");
}

TEST_CASE_TRANSPORTS("a list is narrowed by duration, and a trace nobody knows has no spans") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  bench.served().spans().enable({.keep_bytes = plenty});
  auto context = bench.as_nobody();
  context.trace.sampled = true;
  const sample::Echo echo;
  bench.ask(context, echo);
  const auto quick = list_of("sample");
  auto slow = list_of("sample");
  slow.min_ms = 1000;
  const traces::Get unknown{"sample", std::string(32, 'a')}, nonsense{"sample", "nonsense"};

  CHECK(bench.ask(bench.as_admin(), quick).items.size() == 1);
  CHECK(bench.ask(bench.as_admin(), slow).items.empty());
  CHECK(bench.ask(bench.as_admin(), unknown).items.empty());
  CHECK(bench.ask(bench.as_admin(), nonsense).items.empty());
}

TEST_CASE_TRANSPORTS("traces are for administrators, of a module that exists, in pages of 1..100") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  const auto customer = bench.as_user(kernel::UserId::fresh(bench.runtime()));
  const auto check = [&](const auto& message, const auto& elsewhere) {
    CHECK(bench.refused(bench.as_nobody(), message) == Code::unauthenticated);
    CHECK(bench.refused(customer, message) == Code::permission_denied);
    CHECK(bench.refused(bench.as_service("sample"), message) == Code::permission_denied);
    CHECK(bench.refused(bench.as_admin(), elsewhere) == Code::not_found);
  };
  const auto list = list_of("sample"), list_elsewhere = list_of("elsewhere");
  const traces::Get get{"sample", ""}, get_elsewhere{"elsewhere", ""};
  traces::List none = list;
  none.limit = 0;

  check(list, list_elsewhere);
  check(get, get_elsewhere);
  CHECK(bench.refused(bench.as_admin(), none) == Code::invalid_argument);
}

TEST_CASE("the lag of an outbox is that of its oldest delivery; dead letters are counted apart") {
  Bench bench{test::Wire::local, {"sample"}};
  bool refuses = true;
  bench.listen<sample::Added>([&](const sample::Added&) {
    if (refuses) throw kernel::Error(Code::failed_precondition, "not yet");
  });
  bench.host<sample::SampleModule>();
  CHECK(lag_of(bench).pending == 0);
  CHECK_FALSE(lag_of(bench).oldest);

  const auto began = bench.runtime().now();
  const sample::Add first{OrderId::fresh(bench.runtime()), 1};
  bench.ask(bench.as_nobody(), first);
  bench.advance(std::chrono::milliseconds(50));
  const sample::Add second{OrderId::fresh(bench.runtime()), 1};
  bench.ask(bench.as_nobody(), second);
  const auto waiting = lag_of(bench);
  CHECK(waiting.pending == 2);
  CHECK(waiting.dead == 0);
  REQUIRE(waiting.oldest);
  CHECK(*waiting.oldest - began < std::chrono::milliseconds(50));

  bench.advance(std::chrono::minutes(5));
  const auto dead = lag_of(bench);
  CHECK(dead.pending == 2);
  CHECK(dead.dead == 2);
  CHECK_FALSE(dead.oldest);
}

TEST_CASE("a writer counts its transactions by what became of them, and its batches") {
  Bench bench{test::Wire::local, {"sample"}};
  auto& module = bench.host<sample::SampleModule>();
  const auto& counters = module.database().store().counters();
  const auto committed = counters.committed.load();
  const auto batches = sum(counters.batches);
  const sample::Add fits{OrderId::fresh(bench.runtime()), 1};
  const sample::Add too_much{OrderId::fresh(bench.runtime()), 5000};  // the table's bound

  bench.ask(bench.as_nobody(), fits);
  bench.refused(bench.as_nobody(), too_much);

  CHECK(counters.committed == committed + 1);
  CHECK(counters.rolled_back == 1);
  CHECK(counters.failed == 0);
  CHECK(sum(counters.batches) == batches + 2);
  CHECK(sum(counters.took) == sum(counters.batches));
}
