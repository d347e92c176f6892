// An order's changes as a stream of events, from the gateway's door to the order module's answers.
#include "http/stream.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "front.h"

using namespace test;
using namespace std::chrono_literals;
using Statuses = std::vector<std::string>;

namespace {

// A client that listens, until it goes away.
struct Client final : http::StreamWriter {
  kernel::Task<bool> write(std::string_view text) override {
    if (gone) co_return false;
    heard += text;
    co_return true;
  }
  std::uint64_t written() const noexcept override { return heard.size(); }
  std::string heard;
  bool gone = false;
};

// One request for the stream of an order, and what came of it.
struct Following {
  std::vector<std::pair<std::string, std::string>> lines;
  std::string target;
  http::Request request;
  http::Response response;
  Client client;
  bool ended = false;

  bool streams() const { return response.stream != nullptr; }
  std::string header(std::string_view name) const {
    return std::string(response.headers.find(name).value_or(""));
  }
  // Takes what was heard since the last time, without the greeting.
  std::string take() {
    std::string text = std::exchange(client.heard, {});
    constexpr std::string_view greeting = "retry: 1000\n\n";
    return text.starts_with(greeting) ? text.substr(greeting.size()) : text;
  }
};

// A shop whose order module knows one order and the statuses it has had.
struct Orders {
  explicit Orders(gateway::GatewayOptions options = {}) : front(std::move(options)) {
    front.replies["order.WaitForChange"] = [this](const kernel::WireRequest& request) {
      return answer(request);
    };
  }

  kernel::WireResponse answer(const kernel::WireRequest& request) {
    if (failure) return kernel::to_response(*failure);
    const Json after = boost::json::parse(request.body).at("after");
    const auto last = static_cast<std::int64_t>(statuses.size());
    std::int64_t number = last;
    if (after.is_int64() && after.as_int64() == last) return {200, R"({"change":null})"};
    if (after.is_int64() && after.as_int64() < last) number = after.as_int64() + 1;
    return {200, R"({"change":)" + change(number) + "}"};
  }
  std::string change(std::int64_t number) const {
    const auto& status = statuses[static_cast<std::size_t>(number - 1)];
    const bool last = number == static_cast<std::int64_t>(statuses.size());
    const bool final = status == "confirmed" || status == "failed" || status == "cancelled";
    return R"({"id":")" + order_id + R"(","number":)" + std::to_string(number) + R"(,"status":")" +
           status + R"(","at":"2026-11-22T03:11:00.007Z","settled":)" +
           (last && final ? "true}" : "false}");
  }
  std::string event(std::int64_t number) const {
    return "id: " + std::to_string(number) + "\nevent: status\ndata: " + change(number) + "\n\n";
  }

  std::shared_ptr<Following> follow(std::vector<std::pair<std::string, std::string>> headers = {},
                                    std::string token = "alice", std::string method = "GET") {
    auto following = std::make_shared<Following>();
    following->target = "/api/v1/orders/" + order_id + "/stream";
    following->lines = std::move(headers);
    if (!token.empty()) following->lines.push_back({"Authorization", "Bearer " + token});
    auto& request = following->request;
    request.peer = "192.0.2.7";
    request.address = *http::parse_address("192.0.2.7");
    request.method = "GET";
    request.head = method == "HEAD";
    request.target = following->target;
    for (const auto& [name, value] : following->lines) request.headers.push_back({name, value});
    front.host.enter([&] { front.host.spawn(serve(front.gateway(), following)); });
    wait(100ms);
    return following;
  }
  static kernel::Task<> serve(gateway::Gateway& gateway, std::shared_ptr<Following> following) {
    following->response = co_await gateway.handle(following->request);
    if (following->response.stream && !following->request.head)
      co_await following->response.stream->run(following->client);
    following->ended = true;
    if (following->response.stream) following->response.stream.reset();
  }

  void wait(kernel::Ticks duration) { front.world.run_for(duration); }
  void stop(Following& following) {
    front.host.enter([&] { following.response.stream->stop(); });
    wait(100ms);
  }

  Front front;
  Statuses statuses = {"pending", "reserved"};
  std::optional<kernel::Error> failure;
};

constexpr std::string_view end_event = "event: end\ndata: {}\n\n";

}  // namespace

TEST_CASE("a stream tells the present status first, then each change, and when it was the last") {
  Orders orders;
  const auto following = orders.follow();

  CHECK(following->response.status == 200);
  CHECK(following->client.heard.starts_with("retry: 1000\n\n"));
  CHECK(following->take() == orders.event(2));
  orders.statuses.push_back("paid");
  orders.wait(1s);
  CHECK(following->take() == orders.event(3));
  orders.statuses.push_back("confirmed");
  orders.wait(1s);

  CHECK(following->take() == orders.event(4) + std::string(end_event));
  CHECK(following->ended);
}

TEST_CASE("changes that come together are told one by one") {
  Orders orders;
  const auto following = orders.follow();
  CHECK(following->take() == orders.event(2));

  orders.statuses = {"pending", "reserved", "paid", "confirmed"};
  orders.wait(1s);

  CHECK(following->take() == orders.event(3) + orders.event(4) + std::string(end_event));
}

TEST_CASE("Last-Event-ID says what is known; an id from elsewhere says nothing") {
  Orders orders;
  orders.statuses = {"pending", "reserved", "paid"};

  CHECK(orders.follow({{"Last-Event-ID", "3"}})->take().empty());
  CHECK(orders.follow({{"Last-Event-ID", "1"}})->take() == orders.event(2) + orders.event(3));
  CHECK(orders.follow({{"Last-Event-ID", "0"}})->take() ==
        orders.event(1) + orders.event(2) + orders.event(3));
  CHECK(orders.follow({{"Last-Event-ID", "99"}})->take() == orders.event(3));
  orders.statuses.push_back("failed");
  const auto over = orders.follow({{"Last-Event-ID", "4"}});
  CHECK(over->take() == end_event);
  CHECK(over->ended);
}

TEST_CASE("an id that no event can have is refused") {
  Orders orders;
  for (const std::string id : {"", "abc", "-1", "1.5", "99999999999999999999"}) {
    INFO(id);
    const auto following = orders.follow({{"Last-Event-ID", id}});
    CHECK(following->response.status == 400);
    CHECK_FALSE(following->streams());
    const auto problem = boost::json::parse(following->response.body);
    CHECK(problem.at("errors").at(0).at("pointer").as_string() == "/Last-Event-ID");
  }
  CHECK(orders.front.arrived.empty());
}

TEST_CASE("what can be refused is refused by problem details before the stream begins") {
  Orders orders;
  CHECK(orders.follow({}, "")->response.status == 401);
  CHECK(orders.follow({}, "forged")->response.status == 401);
  CHECK(orders.follow({{"Accept", "application/json"}})->response.status == 406);
  orders.failure.emplace(kernel::Code::not_found, "There is no such order.");

  const auto following = orders.follow();

  CHECK(following->response.status == 404);
  CHECK_FALSE(following->streams());
  CHECK(following->response.content_type == http::problem_type);
}

TEST_CASE("nobody on the way keeps a stream, holds it back or compresses it") {
  Orders orders;
  const auto following =
      orders.follow({{"Accept-Encoding", "gzip"}, {"Accept", "text/event-stream"}});

  REQUIRE(following->streams());
  CHECK(following->response.content_type == "text/event-stream");
  CHECK(following->header("Cache-Control") == "no-cache");
  CHECK(following->header("X-Accel-Buffering") == "no");
  CHECK(following->header("Content-Encoding").empty());
  CHECK(following->header("X-Request-Id").size() == 32);
}

TEST_CASE("a HEAD gets the head, and its place is given back") {
  gateway::GatewayOptions options;
  options.streams.streams_max = 1;
  Orders orders(options);

  for (int i = 0; i < 3; ++i) {
    const auto head = orders.follow({}, "alice", "HEAD");
    CHECK(head->response.status == 200);
    CHECK(head->client.heard.empty());
  }
  CHECK(orders.follow()->take() == orders.event(2));
}

TEST_CASE("a quiet stream is kept alive by comments, longer than any request may take") {
  Orders orders;
  const auto following = orders.follow();
  CHECK(following->take() == orders.event(2));

  orders.wait(14s);
  CHECK(following->take().empty());
  orders.wait(47s);
  CHECK(following->take() == ": still here\n\n: still here\n\n: still here\n\n: still here\n\n");

  orders.statuses.push_back("paid");
  orders.wait(1s);
  CHECK(following->take() == orders.event(3));
}

TEST_CASE("a stream that the server stops ends without `end`, and says what it knows before") {
  Orders orders;
  const auto following = orders.follow();
  following->take();

  orders.stop(*following);

  CHECK(following->ended);
  CHECK(following->take().empty());
}

TEST_CASE("a stream ends once its token holds no longer") {
  Orders orders;
  const auto following = orders.follow();
  following->take();
  orders.wait(3s);
  CHECK_FALSE(following->ended);

  orders.front.revoked.insert("alice");
  orders.wait(1100ms);

  CHECK(following->ended);
  CHECK(following->take().empty());
  CHECK(orders.follow({{"Last-Event-ID", "2"}})->response.status == 401);
}

TEST_CASE("a client that has gone is noticed by the next comment at the latest") {
  Orders orders;
  const auto following = orders.follow();
  following->client.gone = true;

  orders.wait(16s);

  CHECK(following->ended);
}

TEST_CASE("while the order module does not answer a stream goes on trying") {
  Orders orders;
  const auto following = orders.follow();
  following->take();
  orders.failure.emplace(kernel::Code::unavailable, "nobody answers");
  orders.wait(40s);
  CHECK_FALSE(following->ended);
  CHECK(following->take() == ": still here\n\n: still here\n\n");

  orders.failure.reset();
  orders.statuses.push_back("paid");
  orders.wait(6s);

  CHECK(following->take() == orders.event(3));
}

TEST_CASE("a module that is away for long ends its streams, which are to be resumed") {
  Orders orders;
  const auto following = orders.follow();
  following->take();
  orders.failure.emplace(kernel::Code::unavailable, "nobody answers");

  orders.wait(2min);

  CHECK(following->ended);
  CHECK(following->take().find("event: end") == std::string::npos);
}

TEST_CASE("a module that is asked while it has nothing to say is not asked without a pause") {
  Orders orders;
  orders.follow();
  orders.front.arrived.clear();

  orders.wait(10s);

  CHECK(orders.front.arrived.size() <= 40);
}

TEST_CASE("a user has so many streams and no more, and so has the process") {
  gateway::GatewayOptions options;
  options.streams.per_user_max = 2;
  options.streams.streams_max = 3;
  Orders orders(options);
  const auto first = orders.follow();
  const auto second = orders.follow();

  const auto third = orders.follow();
  CHECK(third->response.status == 429);
  CHECK(third->header("Retry-After") == "1");
  orders.stop(*first);
  CHECK(first->ended);
  CHECK(orders.follow()->response.status == 200);
}

TEST_CASE("a process that has enough streams says so with 503") {
  gateway::GatewayOptions options;
  options.streams.streams_max = 2;
  Orders orders(options);
  const auto first = orders.follow();
  const auto second = orders.follow();

  CHECK(orders.follow()->response.status == 503);
  const auto metrics = orders.front.get("/metrics").body;
  CHECK(metrics.find("cleave_http_streams 2\n") != std::string::npos);
  CHECK(metrics.find("cleave_http_streams_refused_total 1\n") != std::string::npos);
}

TEST_CASE("a stream's line is in the access log once it has ended, with all its bytes") {
  const auto path = (std::filesystem::temp_directory_path() /
                     ("cleave-stream-" + std::to_string(::getpid()) + ".log"))
                        .string();
  const auto lines = [&] {
    std::ifstream file(path);
    return std::vector<std::string>(std::istream_iterator<std::string>(file), {});
  };
  gateway::GatewayOptions options;
  options.access_log = {gateway::AccessLogOptions::Format::json, path};
  Orders orders(options);
  orders.front.host.enter([&] { orders.front.gateway().start(); });
  const auto following = orders.follow();
  orders.wait(5s);
  CHECK(lines().empty());

  orders.statuses.push_back("failed");
  orders.wait(2s);

  REQUIRE(following->ended);
  REQUIRE(lines().size() == 1);
  const auto line = boost::json::parse(lines()[0]);
  CHECK(line.at("status").as_int64() == 200);
  CHECK(line.at("bytes").as_int64() == static_cast<std::int64_t>(following->client.heard.size()));
  CHECK(line.at("ms").as_double() > 5'000);
  CHECK(line.at("user").as_string() == kernel::to_text(alice));
  std::filesystem::remove(path);
}

TEST_CASE("a gateway that stops waits for what its streams have asked") {
  Orders orders;
  const auto following = orders.follow();
  orders.stop(*following);
  bool stopped = false;
  const auto stop = [](gateway::Gateway& gateway, bool& out) -> kernel::Task<> {
    out = co_await gateway.stop(15s);
  };

  orders.front.run(stop(orders.front.gateway(), stopped));

  CHECK(stopped);
}
