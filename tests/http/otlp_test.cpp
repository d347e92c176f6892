// Spans on their way to a collector that listens, refuses, is busy or hangs.
#include "http/otlp.h"

#include <boost/json.hpp>
#include <mutex>

#include "net.h"

using namespace test;
using kernel::SpanRecord;
namespace json = boost::json;

namespace {

constexpr std::size_t plenty = 1 << 20;

// A process that records, and its exporter.
struct Exporting {
  explicit Exporting(const std::string& url, std::size_t queue_max = 1000)
      : spans(loops.runtime), exporter(loops.runtime, *loops.contexts[0], spans, options(url)) {
    spans.enable({.keep_bytes = plenty, .export_max = queue_max});
    site = spans.site({.name = "order.PlaceOrder",
                       .kind = kernel::SpanKind::client,
                       .caller = "gateway",
                       .callee = "order",
                       .message = "order.PlaceOrder",
                       .transport = "http"});
  }
  ~Exporting() { loops.end(); }

  static http::OtlpOptions options(const std::string& url) {
    http::OtlpOptions options;
    options.url = url;
    options.process = "gateway";
    options.version = "1.2.3";
    options.interval = 5ms;
    options.timeout = 300ms;
    options.attempts_max = 3;
    options.backoff_first = 1ms;
    return options;
  }

  SpanRecord span(std::uint64_t id) const {
    SpanRecord record{.id = id, .parent = 0xabc, .site = site};
    record.trace = {0x0a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0xff};
    record.started = loops.runtime.ticks();
    record.took = 1500us;
    record.status = 503;
    record.outcome = static_cast<std::int8_t>(kernel::Code::unavailable);
    record.failed = true;
    record.sampled = true;
    return record;
  }
  void record(std::uint64_t id) {
    const auto made = span(id);
    const auto on_loop = [](kernel::Spans& to, SpanRecord record) -> kernel::Task<bool> {
      to.record(record);
      co_return true;
    };
    loops.run(on_loop(spans, made));
  }
  void start() {
    const auto begin = [](http::OtlpExporter& exporter) -> kernel::Task<bool> {
      exporter.start();
      co_return true;
    };
    loops.run(begin(exporter));
  }
  bool stop(kernel::Ticks timeout = 1min) { return loops.run(exporter.stop(timeout)); }

  mutable Loops loops;
  kernel::Spans spans;
  http::OtlpExporter exporter;
  const kernel::SpanSite* site = nullptr;
};

// Answers as it is told, in order, then with 200; keeps what it took.
struct Collector {
  explicit Collector(std::vector<http::Response> first = {})
      : answers(std::move(first)),
        handler([this](const http::Request& request) { return answer(request); }),
        server(loops.runtime, loops.contexts, handler),
        url(server.listen("http://127.0.0.1:0") + "/v1/traces") {}
  ~Collector() { loops.end(); }

  http::Response answer(const http::Request& request) {
    const std::lock_guard lock(mutex);
    bodies.push_back(request.body);
    targets.emplace_back(request.target);
    types.emplace_back(request.header("Content-Type").value_or(""));
    if (asked < answers.size()) return answers[asked++];
    return {};
  }

  std::mutex mutex;
  const std::vector<http::Response> answers;
  std::size_t asked = 0;
  std::vector<std::string> bodies, targets, types;
  Loops loops;
  Answering handler;
  http::Server server;
  const std::string url;
};

http::Response status(int number, const std::string& retry_after = "") {
  http::Response response;
  response.status = number;
  if (!retry_after.empty()) response.headers.add("Retry-After", retry_after);
  return response;
}

const json::object& only_span(const json::value& body) {
  const auto& scopes = body.at("resourceSpans").at(0).at("scopeSpans");
  return scopes.at(0).at("spans").at(0).as_object();
}

// The attribute of that key, as JSON; null: there is none.
json::value attribute(const json::value& of, std::string_view key) {
  for (const auto& one : of.at("attributes").as_array())
    if (one.at("key").as_string() == key) return one.at("value");
  return nullptr;
}

}  // namespace

TEST_CASE("a collector gets spans as OTLP says") {
  Collector collector;
  Exporting shop(collector.url);
  shop.record(0x1234);
  shop.start();
  CHECK(shop.stop());

  REQUIRE(collector.bodies.size() == 1);
  CHECK(collector.targets[0] == "/v1/traces");
  CHECK(collector.types[0] == "application/json");
  const auto body = json::parse(collector.bodies[0]);
  const auto& resource = body.at("resourceSpans").at(0).at("resource");
  CHECK(attribute(resource, "service.name") == json::parse(R"({"stringValue":"gateway"})"));
  CHECK(attribute(resource, "service.version") == json::parse(R"({"stringValue":"1.2.3"})"));
  const json::value span = only_span(body);
  CHECK(span.at("traceId").as_string() == "0a0102030405060708090a0b0c0d0eff");
  CHECK(span.at("spanId").as_string() == "0000000000001234");
  CHECK(span.at("parentSpanId").as_string() == "0000000000000abc");
  CHECK(span.at("name").as_string() == "order.PlaceOrder");
  CHECK(span.at("kind").as_int64() == 3);
  CHECK(span.at("status").at("code").as_int64() == 2);
  const std::int64_t started = std::stoll(span.at("startTimeUnixNano").as_string().c_str());
  const std::int64_t ended = std::stoll(span.at("endTimeUnixNano").as_string().c_str());
  CHECK(ended - started == 1'500'000);
  CHECK(std::abs(started / 1'000'000 - shop.loops.runtime.now().ms) < 600'000);
  CHECK(attribute(span, "cleave.outcome") == json::parse(R"({"stringValue":"unavailable"})"));
  CHECK(attribute(span, "cleave.caller") == json::parse(R"({"stringValue":"gateway"})"));
  CHECK(attribute(span, "http.response.status_code") == json::parse(R"({"intValue":"503"})"));
  CHECK(attribute(span, "cleave.subject") == nullptr);
  CHECK(shop.spans.counts().exported == 1);
}

TEST_CASE("a collector that is busy gets the same batch again, after the time that it names") {
  Collector collector({status(503, "0"), status(429, "0")});
  Exporting shop(collector.url);
  shop.record(1);
  shop.start();
  while (shop.spans.counts().exported == 0) std::this_thread::sleep_for(1ms);
  CHECK(shop.stop());

  REQUIRE(collector.bodies.size() == 3);
  CHECK(collector.bodies[0] == collector.bodies[1]);
  CHECK(collector.bodies[1] == collector.bodies[2]);
  CHECK(shop.spans.counts().lost_exports == 0);
}

TEST_CASE("what a collector refuses is not sent again, and is counted as lost") {
  Collector collector({status(400)});
  Exporting shop(collector.url);
  shop.record(1);
  shop.start();
  while (shop.spans.counts().lost_exports == 0) std::this_thread::sleep_for(1ms);
  shop.record(2);
  CHECK(shop.stop());

  CHECK(collector.bodies.size() == 2);
  CHECK(shop.spans.counts().lost_exports == 1);
  CHECK(shop.spans.counts().exported == 1);
}

TEST_CASE("a collector that hangs holds up nobody, and the end neither") {
  Peer collector;  // takes connections and says nothing
  Exporting shop(collector.url(), 10);
  shop.start();
  for (std::uint64_t id = 1; id <= 100; ++id) shop.record(id);
  CHECK(shop.spans.counts().waiting <= 10);

  CHECK(shop.stop());  // within the time of its requests

  const auto counts = shop.spans.counts();
  CHECK(counts.exported == 0);
  CHECK(counts.lost_exports == 100);
  CHECK(counts.waiting == 0);
  CHECK(counts.kept == 100);  // in memory they are
}

TEST_CASE("a collector that is not there costs its spans and nothing else") {
  Exporting shop("http://127.0.0.1:1/v1/traces");
  shop.record(1);
  shop.start();
  CHECK(shop.stop());
  CHECK(shop.spans.counts().lost_exports == 1);
}

TEST_CASE("a URL without a path means the path of the protocol; what is no URL is refused") {
  Collector collector;
  Exporting shop(collector.url.substr(0, collector.url.rfind("/v1/traces")));
  shop.record(1);
  shop.start();
  CHECK(shop.stop());
  CHECK(collector.targets == std::vector<std::string>{"/v1/traces"});

  CHECK_THROWS_AS(Exporting("localhost:4318"), kernel::Error);
}
