#include "http/rpc.h"

#include <map>

#include "http/transport.h"
#include "kernel/error.h"
#include "net.h"

using namespace test;
using kernel::Code;
using kernel::Principal;

namespace {

// Believes one token.
class OneToken final : public http::TokenVerifier {
 public:
  kernel::Task<std::shared_ptr<const Principal>> verify(std::string_view token) override {
    if (token != "good") throw kernel::Error(Code::unauthenticated, "log in again");
    Principal principal;
    principal.kind = Principal::Kind::user;
    principal.user = kernel::UserId{kernel::derived_uuid({}, "alice")};
    principal.token = kernel::SecretText(std::string(token));
    co_return std::make_shared<const Principal>(std::move(principal));
  }
};

class AlwaysWell final : public http::Probes {
 public:
  http::Response health() override { return say("live"); }
  http::Response ready() override { return say("ready"); }
  http::Response metrics() override { return say("# metrics"); }

 private:
  static http::Response say(std::string_view text) {
    http::Response response;
    response.body = text;
    return response;
  }
};

// A process that serves no module: what reaches its exchange is told by its not_found.
struct Process {
  Process()
      : transport(loops.runtime, loops.contexts),
        exchange(loops.runtime, transport, {}),
        rpc(exchange, verifier, probes),
        server(loops.runtime, loops.contexts, rpc) {}
  ~Process() { loops.end(); }

  kernel::WireResponse send(const std::string& url, const kernel::WireRequest& request) {
    return loops.run(transport.send(url, request));
  }
  kernel::WireRequest request(std::string path = "/rpc/cart.GetCart") {
    return {std::move(path), kernel::anonymous_context(loops.runtime, 1min), "{}"};
  }

  Loops loops;
  OneToken verifier;
  AlwaysWell probes;
  http::HttpTransport transport;
  kernel::Exchange exchange;
  http::RpcHandler rpc;
  http::Server server;
};

std::string post(std::string_view headers, std::string_view path = "/rpc/cart.GetCart") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n" +
         std::string(headers) + "\r\n{}";
}

}  // namespace

TEST_CASE("whether a module is well is learnt over a real connection, and that it is gone") {
  const TempDir dir;
  Process process;
  process.exchange.serve_at("/rpc/cart/health",
                            [](const kernel::WireRequest&) -> kernel::Task<kernel::WireResponse> {
                              co_return kernel::WireResponse{204, "", {}};
                            });
  const auto url = process.server.listen("unix:" + (dir / "s"));
  using enum kernel::Place::Kind;
  kernel::Exchange caller(process.loops.runtime, process.transport,
                          {{"cart", {remote, url}}, {"order", {remote, "unix:" + (dir / "none")}}});
  const auto context = kernel::anonymous_context(process.loops.runtime, 2s);
  CHECK(process.loops.run(caller.is_well("cart", context)));
  CHECK_FALSE(process.loops.run(caller.is_well("order", context)));
}

TEST_CASE("what a process does not serve is not_found, over TCP and Unix sockets alike") {
  const TempDir dir;
  Process process;
  for (const auto& url : {process.server.listen("http://127.0.0.1:0"),
                          process.server.listen("unix:" + (dir / "s"))}) {
    const auto request = process.request();
    const auto answer = process.send(url, request);
    CHECK(answer.status == 404);
    CHECK(answer.body.find("nothing is served at /rpc/cart.GetCart") != std::string::npos);
    CHECK_THROWS_AS(kernel::throw_if_error(answer), kernel::Error);
  }
}

TEST_CASE("a user is who the verifier says, a bad token is 401") {
  Process process;
  Wire wire(process.server.listen("http://127.0.0.1:0"));
  const std::string json = "Content-Type: application/json\r\n";

  struct Row {
    std::string headers;
    int status;  // 404: it got through to the exchange
  };
  const Row rows[] = {
      {json, 404},
      {json + "Authorization: Bearer good\r\n", 404},
      {json + "Authorization: bearer good\r\n", 404},
      {json + "Authorization: Bearer bad\r\n", 401},
      {json + "Authorization: Basic Zm9v\r\n", 401},
      {json + "Authorization: Bearer \r\n", 401},
      {json + "Cleave-Service: order\r\n", 404},
      {json + "Cleave-Service: order\r\nAuthorization: Bearer good\r\n", 401},
      {json + "Cleave-Service: Order!\r\n", 401},
      {json + "Cleave-Deadline-Ms: 10\r\n", 404},
      {json + "Cleave-Deadline-Ms: soon\r\n", 400},
      {json + "Cleave-Deadline-Ms: -1\r\n", 400},
      {json + "Idempotency-Key: 01890a5d-ac96-774b-bcce-b302099a8057\r\n", 404},
      {json + "Idempotency-Key: abc\r\n", 400},
      {"Content-Type: text/plain\r\n", 400},
      {"", 400},
  };
  for (const auto& row : rows) {
    CAPTURE(row.headers);
    CHECK(wire.say(post(row.headers)).hear().status == row.status);
  }
}

TEST_CASE("paths: the probes by GET, messages by POST, nothing else") {
  Process process;
  Wire wire(process.server.listen("http://127.0.0.1:0"));
  const auto get = [&](const std::string& path) {
    return wire.say("GET " + path + " HTTP/1.1\r\nHost: s\r\n\r\n").hear();
  };

  CHECK(get("/healthz").body == "live");
  CHECK(get("/readyz").body == "ready");
  CHECK(get("/metrics").body == "# metrics");
  CHECK(get("/").status == 404);
  const auto refused = get("/rpc/cart.GetCart");
  CHECK(refused.status == 405);
  CHECK(refused.head.find("Allow: POST") != std::string::npos);
  CHECK(wire.say(post("Content-Type: application/json\r\n", "/api/v1/cart")).hear().status == 404);
}

TEST_CASE("the context travels beside the body") {
  std::map<std::string, std::string> seen;
  Loops loops;
  Answering handler([&](const http::Request& request) {
    for (const auto& header : request.headers)
      seen[std::string(header.name)] = std::string(header.value);
    return http::Response{};
  });
  http::Server server(loops.runtime, loops.contexts, handler);
  http::HttpTransport transport(loops.runtime, loops.contexts);
  const auto url = server.listen("http://127.0.0.1:0");
  kernel::WireRequest request{"/rpc/order/events",
                              kernel::service_context(loops.runtime, "payment", 1min), "{}"};
  request.context.key = kernel::Key{kernel::derived_uuid({}, "key")};

  loops.run(transport.send(url, request));
  CHECK(seen["traceparent"] == kernel::to_traceparent(request.context.trace));
  CHECK(seen["Cleave-Service"] == "payment");
  CHECK(seen["Idempotency-Key"] == kernel::to_text(request.context.key));
  CHECK(seen["Content-Type"] == "application/json");
  const int remaining = std::stoi(seen["Cleave-Deadline-Ms"]);
  CHECK(remaining > 1000);
  CHECK(remaining <= 60'000);

  auto user = std::make_shared<Principal>();
  user->kind = Principal::Kind::user;
  user->token = kernel::SecretText("abc");
  request.context.principal = user;
  seen.clear();
  loops.run(transport.send(url, request));
  CHECK(seen["Authorization"] == "Bearer abc");
  CHECK_FALSE(seen.contains("Cleave-Service"));
  loops.end();
}

TEST_CASE("a process that is down is unavailable, a silent one deadline_exceeded") {
  Process process;
  const Peer silent;
  const auto outcome = [&](const std::string& url, kernel::Ticks timeout) {
    auto request = process.request();
    request.context.deadline = process.loops.runtime.ticks() + timeout;
    try {
      process.send(url, request);
      return Code::internal;
    } catch (const kernel::Error& error) {
      return error.code;
    }
  };
  CHECK(outcome("http://127.0.0.1:1", 1min) == Code::unavailable);
  CHECK(outcome(silent.url(), 50ms) == Code::deadline_exceeded);
  CHECK(outcome(silent.url(), -1ms) == Code::deadline_exceeded);
}

TEST_CASE("calls that wait on purpose leave the connections of the others alone") {
  Loops loops;
  Echo echo(loops.runtime);
  http::Server server(loops.runtime, loops.contexts, echo);
  http::TransportOptions options;
  options.client.connections_max = 1;
  options.waits = {"/held"};
  http::HttpTransport transport(loops.runtime, loops.contexts, options);
  const auto url = server.listen("http://127.0.0.1:0");
  const auto context = kernel::anonymous_context(loops.runtime, 1min);
  const kernel::WireRequest waiting{"/held", context, "{}"}, quick{"/quick", context, "{}"};
  auto held =
      std::async(std::launch::async, [&] { return loops.run(transport.send(url, waiting)).body; });
  echo.await_held();

  CHECK(loops.run(transport.send(url, quick)).body == "POST /quick {}");

  echo.release();
  CHECK(held.get() == "POST /held {}");
  loops.end();
}
