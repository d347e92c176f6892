// The next message of a kind between two modules, for whoever asks: over every transport alike.
#include "kernel/tap.h"

#include "kernel/json.h"
#include "kernel/task_group.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using kernel::OrderId;
using test::Bench;
using namespace std::chrono_literals;

namespace {

// Asks in the caller's process, as the gateway does for what it sends itself.
class Asking {
 public:
  explicit Asking(Bench& bench) : bench_(bench), tasks_(bench.runtime(), "asking") {}
  ~Asking() {
    tasks_.stop();
    bench_.settle();
  }
  std::optional<tap::Seen> take(const std::string& message) {
    return bench_.calling().tap().take({"test", "sample", message, tap::SentAs::call}, tasks_);
  }

 private:
  Bench& bench_;
  kernel::TaskGroup tasks_;
};

const tap::Get next_added{"sample", "test", "sample.Added", tap::SentAs::event};
const tap::Get called_added{"sample", "test", "sample.Added", tap::SentAs::call};
const tap::Get nowhere{"nowhere", "test", "sample.Added", tap::SentAs::event};

}  // namespace

TEST_CASE_TRANSPORTS("a message is seen as it went, once, and none that went before") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Asking asking(bench);
  const OrderId counter = OrderId::fresh(bench.runtime());
  const sample::Add before{counter, 1}, after{counter, 5};
  const auto context = bench.as_user({});
  bench.ask(bench.as_nobody(), before);
  CHECK_FALSE(bench.calling().tap().any());
  CHECK_FALSE(asking.take("sample.Add"));

  const sample::Echo other;
  bench.ask(bench.as_nobody(), other);
  bench.ask(context, after);
  const auto seen = asking.take("sample.Add");

  REQUIRE(seen);
  CHECK(kernel::json::from_json<sample::Add>(seen->request).amount == 5);
  CHECK(kernel::json::from_json<sample::Count>(seen->reply).value == 6);
  CHECK(seen->request_bytes == static_cast<std::int64_t>(seen->request.size()));
  CHECK(seen->reply_bytes == static_cast<std::int64_t>(seen->reply.size()));
  CHECK(seen->asks == "user");
  CHECK(seen->key == context.key);
  CHECK(seen->at == bench.runtime().now());
  CHECK(seen->deadline_ms == 30'000);
  CHECK(seen->traceparent.substr(3, 32) == kernel::trace_id_text(context.trace));
  CHECK(seen->traceparent != kernel::to_traceparent(context.trace));  // a span of its own
  CHECK_FALSE(seen->error);
  CHECK_FALSE(asking.take("sample.Add"));
}

TEST_CASE_TRANSPORTS("the first that comes is kept until it is fetched, then the one after") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Asking asking(bench);
  asking.take("sample.Echo");
  const auto say = [&](std::string text) {
    sample::Echo echo;
    echo.text = std::move(text);
    bench.ask(bench.as_nobody(), echo);
  };
  const auto heard = [&] {
    const auto seen = asking.take("sample.Echo");
    return seen ? kernel::json::from_json<sample::Echo>(seen->request).text : "nothing";
  };

  say("one");
  say("two");
  CHECK(heard() == "one");
  say("three");
  CHECK(heard() == "three");
  CHECK(heard() == "nothing");
}

TEST_CASE_TRANSPORTS("secrets are masked, their lengths are in the size, and a failure is told") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Asking asking(bench);
  asking.take("sample.Fail");
  const sample::Fail fail{"error", kernel::SecretText("hunter2hunter2")};

  bench.refused(bench.as_nobody(), fail);
  const auto refused = asking.take("sample.Fail");
  const sample::Fail breaks{"exception", {}};
  bench.refused(bench.as_nobody(), breaks);
  const auto broken = asking.take("sample.Fail");

  REQUIRE(refused);
  CHECK(refused->request == R"({"how":"error","token":"***"})");
  CHECK(refused->request_bytes == static_cast<std::int64_t>(refused->request.size()) + 11);
  CHECK(refused->reply.empty());
  CHECK(refused->error == "conflict: as told");
  CHECK(refused->asks == "anonymous");
  REQUIRE(broken);
  CHECK(broken->error == "internal: internal error");
}

TEST_CASE_TRANSPORTS("of what nobody asks for any more, nothing is kept") {
  Bench bench{wire, {"sample"}};
  bench.host<sample::SampleModule>();
  Asking asking(bench);
  asking.take("sample.Echo");
  const sample::Echo echo;
  bench.ask(bench.as_nobody(), echo);
  bench.advance(20s);
  asking.take("sample.Fail");

  bench.advance(26s);
  CHECK(bench.calling().tap().any());
  CHECK_FALSE(asking.take("sample.Echo"));
  bench.advance(1min);

  CHECK_FALSE(bench.calling().tap().any());
}

TEST_CASE_TRANSPORTS("an event is seen as it was delivered, by administrators only") {
  Bench bench{wire, {"sample"}};
  bench.listen<sample::Added>([](const sample::Added&) {});
  bench.host<sample::SampleModule>();
  CHECK_FALSE(bench.ask(bench.as_admin(), next_added).seen);
  CHECK_FALSE(bench.ask(bench.as_admin(), called_added).seen);
  const sample::Add add{OrderId::fresh(bench.runtime()), 7};

  bench.ask(bench.as_nobody(), add);
  bench.settle();
  const auto seen = bench.ask(bench.as_admin(), next_added).seen;
  CHECK_FALSE(bench.ask(bench.as_admin(), called_added).seen);

  REQUIRE(seen);
  CHECK(seen->request.find(R"("type":"sample.Added")") != std::string::npos);
  CHECK(seen->request.find(R"("total":7,"receipt":"***")") != std::string::npos);
  CHECK(seen->request_bytes == static_cast<std::int64_t>(seen->request.size()) + 4);
  CHECK(seen->reply.empty());
  CHECK(seen->asks == "service");
  CHECK(bench.refused(bench.as_user({}), next_added) == Code::permission_denied);
  CHECK(bench.refused(bench.as_nobody(), next_added) == Code::unauthenticated);
  CHECK(bench.refused(bench.as_admin(), nowhere) == Code::not_found);
}

TEST_CASE("a message too long to be looked at is seen by its size") {
  Bench bench{test::Wire::local, {"sample"}};
  bench.host<sample::SampleModule>();
  Asking asking(bench);
  asking.take("sample.Fail");
  kernel::Edge edge;
  edge.caller = "test";
  edge.callee = "sample";
  edge.message = "sample.Fail";
  tap::Seen longest;
  longest.request.assign(300'000, 'x');
  longest.request_bytes = 300'000;

  bench.calling().tap().put(edge, longest);
  const auto seen = asking.take("sample.Fail");

  REQUIRE(seen);
  CHECK(seen->too_long);
  CHECK(seen->request.empty());
  CHECK(seen->request_bytes == 300'000);
}
