// What a process says about itself.
#include <set>
#include <sstream>

#include "front.h"
#include "gateway/route.h"
#include "gateway/token_verifier.h"

using namespace test;
using namespace std::chrono_literals;

namespace {

void answer_health(Front& front) {
  for (const auto& row : gateway::all_rows()) {
    if (row.action.message == nullptr) continue;
    const std::string health = std::string(row.action.message().module) + "/health";
    front.replies[health] = [](const auto&) { return kernel::WireResponse{204, ""}; };
  }
}

}  // namespace

TEST_CASE("a process lives before it is ready") {
  Front front;

  CHECK(front.get("/healthz").status == 200);
  CHECK(front.get("/healthz").json() == boost::json::parse(R"({"status":"ok"})"));
  const auto ready = front.get("/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.header("Retry-After") == "1");
  CHECK(ready.json().at("status").as_string() == "starting");
}

TEST_CASE("it is ready once every module was reached, and degraded when one is lost afterwards") {
  Front front;
  answer_health(front);
  front.host.enter([&] { front.monitor().start(); });
  front.world.run_for(100ms);
  CHECK(front.get("/readyz").json() == boost::json::parse(R"({"status":"ok","unreachable":[]})"));

  front.refuse("payment/health", kernel::Error(kernel::Code::unavailable, "gone"));
  front.world.run_for(2s);

  const auto degraded = front.get("/readyz");
  CHECK(degraded.status == 200);
  CHECK(degraded.json() ==
        boost::json::parse(R"({"status":"degraded","unreachable":["payment"]})"));
  answer_health(front);
  front.world.run_for(2s);
  CHECK(front.get("/readyz").json().at("status").as_string() == "ok");
}

TEST_CASE("a module that was never reached keeps the process from being ready") {
  Front front;
  answer_health(front);
  front.refuse("cart/health", kernel::Error(kernel::Code::unavailable, "not yet"));
  front.host.enter([&] { front.monitor().start(); });
  front.world.run_for(1s);
  CHECK(front.get("/readyz").status == 503);
  CHECK(front.get("/readyz").json().at("unreachable") == boost::json::parse(R"(["cart"])"));

  answer_health(front);
  front.world.run_for(100ms);

  CHECK(front.get("/readyz").status == 200);
}

TEST_CASE("the monitor stops when it is told to") {
  Front front;
  front.host.enter([&] { front.monitor().start(); });
  bool stopped = false;
  const auto stop = [](gateway::Monitor& monitor, bool& out) -> kernel::Task<> {
    out = co_await monitor.stop(5s);
  };

  front.run(stop(front.monitor(), stopped));

  CHECK(stopped);
}

TEST_CASE("metrics count calls and requests by what came of them") {
  Front front;
  front.get("/api/v1/categories");
  front.get("/api/v1/categories");
  front.get("/api/v1/products/mug");
  front.get("/nothing");
  front.refuse("catalog.ListCategories", kernel::Error(kernel::Code::conflict, "no"));
  front.get("/api/v1/categories");

  const auto answer = front.get("/metrics");

  CHECK(answer.type == http::metrics_type);
  const auto holds = [&](std::string_view line) {
    CHECK_MESSAGE(answer.body.find(line) != std::string::npos, line);
  };
  const std::string edge = R"(caller="gateway",callee="catalog",message="catalog.ListCategories",)"
                           R"(kind="call",transport="http")";
  holds("cleave_calls_total{" + edge + R"(,code="ok"} 2)");
  holds("cleave_calls_total{" + edge + R"(,code="conflict"} 1)");
  holds("cleave_call_seconds_count{" + edge + "} 3");
  holds(R"(cleave_http_requests_total{method="GET",route="/api/v1/categories",status="2xx"} 2)");
  holds(R"(cleave_http_requests_total{method="GET",route="/api/v1/categories",status="4xx"} 1)");
  holds(R"(cleave_http_requests_total{method="GET",route="/api/v1/products/{id}",status="4xx"} 1)");
  holds(R"(cleave_http_requests_total{method="other",route="other",status="4xx"} 1)");
  holds("cleave_call_bytes_total{" + edge + R"(,part="request"} 6)");  // {} each
  holds("cleave_call_bytes_total{" + edge + R"(,part="reply"} )");
  holds("# TYPE cleave_call_wire_seconds_total counter");
  holds("# TYPE cleave_storage_syncs_total counter");
  holds("process_resident_memory_bytes");
}

TEST_CASE("no series stands in the metrics twice, though two parts of a process ask auth alike") {
  Front front;
  gateway::TokenVerifier verifier(front.exchange(), "gateway");
  const auto fetch = [](gateway::TokenVerifier& asked) -> kernel::Task<> {
    try {
      co_await asked.verify("eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImsifQ.e30.AA");
    } catch (const kernel::Error&) {  // auth is only a script here
    }
  };
  front.run(fetch(verifier));
  front.get("/.well-known/jwks.json");

  const auto metrics = front.get("/metrics").body;
  std::istringstream lines(metrics);

  std::set<std::string> series;
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    series.insert(line.substr(0, line.rfind(' ')));
    ++count;
  }
  CHECK(series.size() == count);
  CHECK(
      metrics.find(R"(message="auth.GetSigningKeys",kind="call",transport="http",code="ok"} 2)") !=
      std::string::npos);
}

TEST_CASE("a call, and the same message owed to the same module, are two edges") {
  Front front;
  const auto& owed = front.exchange().delivery_edge("gateway", "catalog", "catalog.ListCategories",
                                                    kernel::Edge::Kind::owed);
  const auto deliver = [](kernel::Runtime& runtime, const kernel::Edge& edge) -> kernel::Task<> {
    const auto context = kernel::anonymous_context(runtime, 1s);
    kernel::Observed observed(edge, context);
    observed.ok();
    co_return;
  };
  front.run(deliver(front.exchange().runtime(), owed));
  front.get("/api/v1/categories");

  const auto metrics = front.get("/metrics").body;
  for (const std::string kind : {"call", "owed"})
    CHECK(metrics.find(R"(message="catalog.ListCategories",kind=")" + kind +
                       R"(",transport="http",code="ok"} 1)") != std::string::npos);
}

TEST_CASE("the topology tells where the modules are and who calls whom") {
  Front front;
  front.get("/api/v1/categories");

  const Json topology = front.get("/api/v1/admin/topology", "admin").json();

  bool found = false;
  for (const auto& module : topology.at("modules").as_array())
    if (module.at("name").as_string() == "catalog") {
      CHECK(module.at("transport").as_string() == "http");
      CHECK(module.at("url").as_string() == "sim://catalog");
      CHECK(module.at("breaker").as_string() == "closed");
      found = true;
    }
  CHECK(found);
  found = false;
  for (const auto& call : topology.at("calls").as_array())
    if (call.at("message").as_string() == "catalog.ListCategories") {
      CHECK(call.at("caller").as_string() == "gateway");
      CHECK(call.at("kind").as_string() == "call");
      CHECK(call.at("calls").as_int64() == 1);
      found = true;
    }
  CHECK(found);
}
