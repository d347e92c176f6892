// What /console is made of: the pulse of all processes, an hour of it, examples, comparisons.
#include <algorithm>

#include "catalog/messages.h"
#include "front.h"
#include "gateway/comparisons.h"
#include "history.h"
#include "payment/messages.h"
#include "pulse.h"

using namespace test;
using namespace std::chrono_literals;
using kernel::Code;

namespace {

constexpr std::string_view vitals_of_order =
    R"({"calls":[{"caller":"order","callee":"payment","message":"payment.Charge","kind":"call",)"
    R"("transport":"http","ok":7,"failed":1,"latency":[0,0,8],"took_us":90}],)"
    R"("breakers":[{"callee":"payment","state":"open","times_opened":2,"refused":5}],)"
    R"("queued":3,"committed":11,"pending":2,"dead":1,"oldest_ms":400,"cpu_ms":120,)"
    R"("resident_bytes":1048576,"process_id":77})";

// Every module is well, and order has something to tell.
void answer_all(Front& front) {
  for (const auto& [module, place] : front.exchange().places())
    front.replies[module + "/health"] = [](const auto&) { return kernel::WireResponse{204, ""}; };
  front.reply("order/vitals.Get", std::string(vitals_of_order));
  front.host.enter([&] { front.monitor().start(); });
  front.world.run_for(100ms);
}

const Json& named(const Json& list, std::string_view name) {
  const auto& all = list.as_array();
  const auto found = std::ranges::find_if(
      all, [&](const Json& one) { return one.at("name").as_string() == name; });
  REQUIRE(found != all.end());
  return *found;
}

gateway::Pulse pulse_at(std::int64_t ms) {
  gateway::Pulse pulse;
  pulse.at = {ms};
  pulse.processes.resize(1);
  pulse.processes[0].name = "gateway";
  pulse.processes[0].process_id = 1;
  return pulse;
}

vitals::Calls calls(std::string transport, std::int64_t ok, std::int64_t failed) {
  vitals::Calls made;
  made.caller = "order";
  made.message = "payment.Charge";
  made.kind = "call";
  made.transport = std::move(transport);
  made.ok = ok;
  made.failed = failed;
  return made;
}

struct ScriptedComparisons final : gateway::Comparisons {
  std::vector<std::string> layouts() const override { return {"monolith", "split"}; }
  kernel::Task<std::vector<gateway::Comparison>> list() override {
    gateway::Comparison one;
    one.id = "7";
    one.state = "done";
    one.title = "Split costs";
    co_return std::vector<gateway::Comparison>(1, one);
  }
  kernel::Task<gateway::Comparison> start(std::vector<std::string> layouts) override {
    gateway::Comparison one;
    one.id = "8";
    one.state = "running";
    one.layouts = started = std::move(layouts);
    co_return one;
  }
  void cancel(const std::string& id) override { cancelled = id; }
  kernel::Task<std::string> report(std::string id) override {
    if (id != "7") throw kernel::Error(Code::not_found, "no such comparison");
    co_return std::string("<!doctype html><title>Split costs</title>");
  }
  std::vector<std::string> started;
  std::string cancelled;
};

gateway::GatewayOptions with(gateway::Comparisons& comparisons) {
  gateway::GatewayOptions options;
  options.comparisons = &comparisons;
  return options;
}

const std::string two_layouts = R"({"layouts":["monolith","split"]})";

}  // namespace

TEST_CASE("a quantile lies between the bounds of its bucket, and old calls do not count") {
  const std::vector<std::int64_t> before{100, 0, 4}, after{100, 0, 14};

  CHECK(gateway::quantile_ms({}, {}, 0.99) == 0);
  CHECK(gateway::quantile_ms(before, before, 0.99) == 0);
  CHECK(gateway::quantile_ms(before, after, 0.5) == doctest::Approx(0.000768));
  CHECK(gateway::quantile_ms({}, before, 0.5) < 0.000256);
  CHECK(gateway::quantile_ms(before, after, 1) == doctest::Approx(0.001024));
}

TEST_CASE("a sample tells rates between two pulses, and what is within a process from the rest") {
  auto before = pulse_at(1000);
  auto after = pulse_at(3000);
  before.calls = {calls("local", 10, 0), calls("http", 100, 5)};
  after.calls = {calls("local", 20, 0), calls("http", 100, 9)};
  before.requests.ok = 4;
  after.requests.ok = 8;
  after.requests.failed = 2;
  after.requests.orders = 6;
  after.processes[0].cpu_ms = 500;
  after.processes[0].breakers = {{"payment", "open", 1, 1}, {"cart", "closed", 0, 0}};
  after.modules.resize(2);
  after.modules[0].dead = 3;
  after.modules[1].reachable = false;

  const auto sample = gateway::sample_between(before, after);

  CHECK(sample.at.ms == 3000);
  CHECK(sample.requests == doctest::Approx(3));
  CHECK(sample.failed == doctest::Approx(1));
  CHECK(sample.orders == doctest::Approx(3));
  CHECK(sample.calls_within == doctest::Approx(5));
  CHECK(sample.calls_across == doctest::Approx(2));
  CHECK(sample.calls_failed == doctest::Approx(2));
  CHECK(sample.cpu_percent == doctest::Approx(25));
  CHECK(sample.open_breakers == 1);
  CHECK(sample.dead == 3);
  CHECK(sample.unreachable == 1);
}

TEST_CASE("a process that began anew counts from nothing, and its CPU is not what it was") {
  auto before = pulse_at(0);
  auto after = pulse_at(1000);
  before.calls = {calls("http", 100, 0)};
  after.calls = {calls("http", 3, 0)};
  before.processes[0].cpu_ms = 900;
  after.processes[0].cpu_ms = 1000;
  after.processes[0].process_id = 2;

  const auto sample = gateway::sample_between(before, after);

  CHECK(sample.calls_across == doctest::Approx(3));
  CHECK(sample.cpu_percent == 0);
}

TEST_CASE("the pulse holds what every module tells of itself, by the process that it is in") {
  Front front;
  answer_all(front);
  front.get("/api/v1/categories");

  const auto pulse = front.get("/api/v1/admin/pulse", "admin").json();

  CHECK(pulse.at("processes").at(0).at("name") == "gateway");
  const auto& order = named(pulse.at("modules"), "order");
  CHECK(order.at("process") == "order");
  CHECK(order.at("transport") == "http");
  CHECK(order.at("queued").as_int64() == 3);
  CHECK(order.at("dead").as_int64() == 1);
  const auto& process = named(pulse.at("processes"), "order");
  CHECK(process.at("url") == "sim://order");
  CHECK(process.at("process_id").as_int64() == 77);
  CHECK(process.at("breakers").at(0).at("state") == "open");
  const auto text = boost::json::serialize(pulse.at("calls"));
  CHECK(text.find("payment.Charge") != std::string::npos);
  CHECK(text.find("catalog.ListCategories") != std::string::npos);
  CHECK(pulse.at("requests").at("ok").as_int64() == 1);
}

TEST_CASE("a module that is out of reach is in the pulse, and is not asked once that is known") {
  Front front;
  answer_all(front);
  front.refuse("payment/vitals.Get", kernel::Error(Code::unavailable, "gone"));

  const auto pulse = front.get("/api/v1/admin/pulse", "admin").json();
  front.refuse("payment/health", kernel::Error(Code::unavailable, "gone"));
  front.world.run_for(2s);
  front.arrived.clear();
  front.get("/api/v1/admin/pulse", "admin");

  CHECK(named(pulse.at("modules"), "payment").at("reachable") == false);
  CHECK(named(pulse.at("processes"), "payment").at("reachable") == false);
  CHECK(named(pulse.at("modules"), "order").at("reachable") == true);
  CHECK(std::ranges::none_of(front.arrived, [](const auto& request) {
    return request.path == "/rpc/payment/vitals.Get";
  }));
}

TEST_CASE("the history has a sample every five seconds, of the last hour and no more") {
  Front front;
  answer_all(front);
  CHECK(front.get("/api/v1/admin/history", "admin").json().at("items").as_array().empty());
  front.host.enter([&] { front.gateway().start(); });

  front.world.run_for(21s);
  const auto young = front.get("/api/v1/admin/history", "admin").json();
  front.world.run_for(2h);
  const auto old = front.get("/api/v1/admin/history", "admin").json();

  CHECK(young.at("interval_ms").as_int64() == 5000);
  REQUIRE(young.at("items").as_array().size() == 4);
  CHECK(young.at("items").at(3).at("pending").as_int64() == 2);
  CHECK(old.at("items").as_array().size() == 720);
}

TEST_CASE("what a message looks like is made up from its contract") {
  gateway::GatewayOptions options;
  options.contracts = {&payment::contract()};
  Front front(options);

  const auto charge = front.get("/api/v1/admin/messages/payment.Charge", "admin").json();

  CHECK(charge.at("module") == "payment");
  CHECK(charge.at("kind") == "command");
  const Json request = boost::json::parse(charge.at("request").as_string());
  CHECK(request.at("order_id").as_string().starts_with("0190a000-0000-7000-8000-"));
  CHECK(request.at("order_id") != request.at("user_id"));
  const Json reply = boost::json::parse(charge.at("reply").as_string());
  CHECK(reply.at("order_id") == request.at("order_id"));
  CHECK(reply.at("id") != request.at("order_id"));
  CHECK(reply.at("status") == "captured");
  CHECK(reply.at("reason").is_null());
  CHECK(charge.at("code") == R"({
  .order_id = *kernel::OrderId::parse("0190a000-0000-7000-8000-000000000002"),
  .user_id = *kernel::UserId::parse("0190a000-0000-7000-8000-00000000000a"),
  .amount = kernel::Money{
    .amount = 1299,
    .currency = *kernel::Currency::parse("GBP"),
  },
  .payment_method = kernel::SecretText("pm_card_visa"),
})");
  CHECK(front.get("/api/v1/admin/messages/payment.Nothing", "admin").status == 404);
  CHECK(front.get("/api/v1/admin/messages/payment.Charge", "alice").status == 403);
  CHECK(front.arrived.empty());
}

TEST_CASE("the next message between two modules is asked of the one that sends it") {
  gateway::GatewayOptions options;
  options.contracts = {&payment::contract()};
  Front front(options);
  const std::string next = "/api/v1/admin/messages/payment.Charge/next?caller=order&callee=payment";
  front.reply("order/tap.Get", R"({"seen":null})");
  CHECK(front.get(next, "admin").json().at("seen").is_null());
  const std::string charge =
      R"({"order_id":"0190a000-0000-7000-8000-000000000002","user_id":null,"amount":null,)"
      R"("payment_method":"pm_card_visa"})";
  const Json seen = {{"request", charge}, {"reply", ""}, {"error", "unavailable: it is gone"}};
  front.reply("order/tap.Get", boost::json::serialize(Json{{"seen", seen}}));

  const auto tapped = front.get(next, "admin").json();

  CHECK(tapped.at("seen").at("request").as_string() == std::string_view(charge));
  CHECK(tapped.at("seen").at("error") == "unavailable: it is gone");
  CHECK(tapped.at("code") == R"({
  .order_id = *kernel::OrderId::parse("0190a000-0000-7000-8000-000000000002"),
  .payment_method = kernel::SecretText("pm_card_visa"),
})");
  const Json asked = boost::json::parse(front.arrived.back().body);
  CHECK(asked.at("callee") == "payment");
  CHECK(asked.at("message") == "payment.Charge");
}

TEST_CASE("of an event, the code is of what it carries; of what is too long, there is none") {
  gateway::GatewayOptions options;
  options.contracts = {&payment::contract()};
  Front front(options);
  const std::string next =
      "/api/v1/admin/messages/payment.PaymentRefunded/"
      "next?caller=payment&callee=order&sent_as=event";
  const Json event = {{"data", {{"order_id", "0190a000-0000-7000-8000-000000000002"}}}};
  Json seen = {{"request", boost::json::serialize(event)}};
  front.reply("payment/tap.Get", boost::json::serialize(Json{{"seen", seen}}));

  const auto code = front.get(next, "admin").json().at("code");
  seen = {{"request", ""}, {"too_long", true}};
  front.reply("payment/tap.Get", boost::json::serialize(Json{{"seen", seen}}));
  const auto too_long = front.get(next, "admin").json().at("code");

  CHECK(boost::json::parse(front.arrived.back().body).at("sent_as") == "event");
  CHECK(code.as_string().find(".order_id = ") != std::string::npos);
  CHECK(too_long == "");
}

TEST_CASE("what the gateway sends itself is seen here, and nobody else is asked") {
  gateway::GatewayOptions options;
  options.contracts = {&catalog::contract()};
  Front front(options);
  const std::string next =
      "/api/v1/admin/messages/catalog.ListCategories/next?caller=gateway&callee=catalog";
  front.reply("catalog.ListCategories", R"({"items":[{"name":"Tea","products":3}]})");
  CHECK(front.get(next, "admin").json().at("seen").is_null());
  front.arrived.clear();

  front.get("/api/v1/categories");
  const auto tapped = front.get(next, "admin").json();

  CHECK(tapped.at("seen").at("reply") == R"({"items":[{"name":"Tea","products":3}]})");
  CHECK(tapped.at("code") == "{}");
  CHECK(front.arrived.size() == 1);
}

TEST_CASE("messages and modules that nobody knows are not found, and who may not look is refused") {
  gateway::GatewayOptions options;
  options.contracts = {&payment::contract()};
  Front front(options);
  const std::string charge = "/api/v1/admin/messages/payment.Charge/next";

  CHECK(front.get("/api/v1/admin/messages/a.B/next?caller=order&callee=payment", "admin").status ==
        404);
  CHECK(front.get(charge + "?caller=nobody&callee=payment", "admin").status == 404);
  CHECK(front.get(charge + "?caller=order&callee=nobody", "admin").status == 404);
  CHECK(front.get(charge, "admin").status == 404);
  CHECK(front.get(charge + "?caller=order&callee=payment", "alice").status == 403);
  CHECK(front.get(charge + "?caller=order&callee=payment").status == 401);
}

TEST_CASE("where comparisons are off, the list says so and none is started") {
  Front front;
  front.exchange().set_admin_login_max_age(std::chrono::hours(24 * 36500));

  const auto list = front.get("/api/v1/admin/comparisons", "admin").json();

  CHECK(list.at("enabled") == false);
  CHECK(front.post("/api/v1/admin/comparisons", two_layouts, "admin").status == 422);
  CHECK(front.get("/api/v1/admin/comparisons/7/report", "admin").status == 422);
}

TEST_CASE("comparisons are started, ended and read by administrators who logged in lately") {
  ScriptedComparisons comparisons;
  Front front(with(comparisons));
  const std::string all = "/api/v1/admin/comparisons";
  CHECK(front.post(all, two_layouts, "admin").status == 401);
  CHECK(front.post(all + "/8/cancel", "", "admin").status == 401);
  CHECK(comparisons.started.empty());
  CHECK(comparisons.cancelled.empty());
  front.exchange().set_admin_login_max_age(std::chrono::hours(24 * 36500));

  const auto started = front.post(all, two_layouts, "admin");
  const auto too_few = front.post(all, R"({"layouts":["monolith"]})", "admin");
  const auto cancelled = front.post(all + "/8/cancel", "", "admin");
  const auto report = front.get(all + "/7/report", "admin");

  CHECK(started.status == 201);
  CHECK(started.json().at("state") == "running");
  CHECK(comparisons.started == std::vector<std::string>{"monolith", "split"});
  CHECK(too_few.status == 400);
  CHECK(cancelled.status == 204);
  CHECK(comparisons.cancelled == "8");
  CHECK(report.type == http::html_type);
  CHECK(report.body.find("Split costs") != std::string::npos);
  CHECK(front.get(all + "/9/report", "admin").status == 404);
  CHECK(front.get(all, "admin").json().at("items").at(0).at("title") == "Split costs");
  CHECK(front.get(all, "alice").status == 403);
}
