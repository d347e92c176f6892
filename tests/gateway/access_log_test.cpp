#include "gateway/access_log.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "access_line.h"
#include "front.h"

using namespace test;
using namespace std::chrono_literals;
using Format = gateway::AccessLogOptions::Format;

namespace {

constexpr kernel::WallTime noon{1'764'244'800'007};  // 2025-11-27T12:00:00.007Z

gateway::Access access() {
  gateway::Access made;
  made.address = "192.0.2.7";
  made.method = "GET";
  made.target = "/api/v1/products?q=secret&token=abc";
  made.status = 200;
  made.bytes = 1234;
  made.took = 1'234'567ns;
  made.request_id = "mine";
  made.trace_id = "0af7651916cd43dd8448eb211c80319c";
  return made;
}

std::string json_line(const gateway::Access& access) {
  std::string line;
  gateway::LineClock clock;
  gateway::append_json_line(line, access, noon, clock);
  return line;
}

std::string common_line(const gateway::Access& access) {
  std::string line;
  gateway::LineClock clock;
  gateway::append_common_line(line, access, noon, clock);
  return line;
}

// A gateway whose access log is a file of its own.
struct Logged {
  explicit Logged(Format format = Format::json) : front(options(format)) {
    front.host.enter([&] { front.gateway().start(); });
  }
  ~Logged() { std::filesystem::remove(path()); }

  static std::string path() {
    return (std::filesystem::temp_directory_path() /
            ("cleave-access-" + std::to_string(::getpid()) + ".log"))
        .string();
  }
  static gateway::GatewayOptions options(Format format) {
    std::filesystem::remove(path());
    gateway::GatewayOptions options;
    options.access_log = {format, path()};
    return options;
  }
  std::string text() const {
    std::ifstream file(path());
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
  }
  std::vector<std::string> lines() {
    front.world.run_for(1s);
    std::istringstream all(text());
    std::vector<std::string> found;
    for (std::string line; std::getline(all, line);) found.push_back(line);
    return found;
  }

  Front front;
};

}  // namespace

TEST_CASE("a line of JSON says who asked what, what came of it and how long it took") {
  gateway::Access whole = access();
  whole.agent = "curl/7.88.1";
  whole.user = alice;

  const Json line = boost::json::parse(json_line(whole));

  CHECK(line == boost::json::parse(R"({"time":"2025-11-27T12:00:00.007Z","address":"192.0.2.7",
      "method":"GET","path":"/api/v1/products","status":200,"bytes":1234,"ms":1.234,
      "request_id":"mine","trace_id":"0af7651916cd43dd8448eb211c80319c",
      "user":"0190a000-0000-7000-8000-00000000000a","agent":"curl/7.88.1"})"));
  CHECK(json_line(whole).ends_with("}\n"));
}

TEST_CASE("a common line is the one that web servers write") {
  gateway::Access whole = access();
  CHECK(common_line(whole) ==
        "192.0.2.7 - - [27/Nov/2025:12:00:00 +0000] \"GET /api/v1/products HTTP/1.1\" 200 1234\n");
  whole.user = alice;
  whole.bytes = 0;
  CHECK(common_line(whole) ==
        "192.0.2.7 - 0190a000-0000-7000-8000-00000000000a [27/Nov/2025:12:00:00 +0000] "
        "\"GET /api/v1/products HTTP/1.1\" 200 -\n");
}

TEST_CASE("strangers can neither break a line nor make one up") {
  const std::string target = "/a\r\n{\"x\":1}\x01\xc3\xa9\\" + std::string(10'000, 'x') + "?secret";
  const std::string agent = "a\"},{\n\xff" + std::string(10'000, 'y');
  gateway::Access evil = access();
  evil.method = "GE\"T";
  evil.target = target;
  evil.agent = agent;
  const std::string json = json_line(evil);
  CHECK(json.find('\n') == json.size() - 1);
  CHECK(json.size() < 1500);
  const Json line = boost::json::parse(json);
  CHECK(line.at("method").as_string() == "GE\"T");
  CHECK(std::string(line.at("path").as_string()).starts_with("/a\r\n{\"x\":1}"));

  const std::string common = common_line(evil);
  CHECK(common.find('\n') == common.size() - 1);
  CHECK(common.find("\"GE\\x22T /a\\x0d\\x0a{\\x22x\\x22:1}\\x01\\xc3\\xa9\\x5cxxx") !=
        std::string::npos);
}

TEST_CASE("each answer is in the log within a second, refused ones too") {
  Logged logged;
  logged.front.get("/api/v1/categories");
  logged.front.get("/nothing");
  logged.front.get("/api/v1/me", "alice");
  logged.front.ask({"HEAD", "/x", "", {{"X-Forwarded-For", "1.2.3.4"}}});
  http::Request broken;
  broken.peer = "192.0.2.9";
  logged.front.gateway().refuse(broken, 400, "no HTTP");

  const auto lines = logged.lines();

  REQUIRE(lines.size() == 5);
  const auto first = boost::json::parse(lines[0]);
  CHECK(first.at("path").as_string() == "/api/v1/categories");
  CHECK(first.at("address").as_string() == "192.0.2.7");
  CHECK(first.at("status").as_int64() == 200);
  CHECK(first.at("request_id") == first.at("trace_id"));
  CHECK(!first.as_object().contains("user"));
  CHECK(boost::json::parse(lines[1]).at("status").as_int64() == 404);
  CHECK(boost::json::parse(lines[2]).at("user").as_string() == kernel::to_text(alice));
  CHECK(boost::json::parse(lines[4]).at("address").as_string() == "192.0.2.9");
  CHECK(boost::json::parse(lines[4]).at("status").as_int64() == 400);
}

TEST_CASE("no token, cookie, query or body ever reaches the access log") {
  for (const Format format : {Format::json, Format::common}) {
    Logged logged(format);
    const std::string secret = "swordfish";
    logged.front.ask({"GET",
                      "/api/v1/cart?token=" + secret,
                      "",
                      {{"Cart-Token", secret},
                       {"Cookie", "refresh=" + secret},
                       {"Authorization", "Bearer " + secret},
                       {"If-None-Match", secret},
                       {"Idempotency-Key", secret},
                       {"Referer", "https://a/?t=" + secret}}});
    logged.front.post("/api/v1/auth/verify-email?token=" + secret,
                      R"({"token":")" + secret + "\"}");
    logged.front.get("/api/v1/orders?cursor=" + secret, secret);
    logged.front.get("/reset-password?token=" + secret);

    CHECK(logged.lines().size() == 4);
    CHECK(logged.text().find(secret) == std::string::npos);
  }
}

TEST_CASE("what was answered before the end is in the log when the gateway has stopped") {
  Logged logged;
  for (int i = 0; i < 100; ++i) logged.front.get("/api/v1/categories");
  bool stopped = false;
  const auto stop = [](gateway::Gateway& gateway, bool& out) -> kernel::Task<> {
    out = co_await gateway.stop(5s);
  };

  logged.front.run(stop(logged.front.gateway(), stopped));

  CHECK(stopped);
  const std::string text = logged.text();
  CHECK(std::count(text.begin(), text.end(), '\n') == 100);
}

TEST_CASE("a file that was moved away is begun anew, as logrotate wants it") {
  Logged logged;
  logged.front.get("/api/v1/categories");
  CHECK(logged.lines().size() == 1);
  const std::string old = Logged::path() + ".1";
  std::filesystem::rename(Logged::path(), old);

  logged.front.get("/nothing");

  CHECK(logged.lines().size() == 1);
  CHECK(logged.text().find("/nothing") != std::string::npos);
  std::filesystem::remove(old);
}

TEST_CASE("a file that cannot be opened is refused at the start, in words") {
  gateway::GatewayOptions options;
  options.access_log = {Format::json, "/nonexistent/access.log"};
  CHECK_THROWS_WITH_AS(
      Front{options},
      "the access log /nonexistent/access.log cannot be opened: No such file or directory",
      kernel::Error);
}
