// The gateway behind a real server, as customers reach it: what it answers on the wire.
#include "door.h"

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace test;
using namespace std::chrono_literals;

namespace {

std::string asking(std::string_view target, std::string_view headers = {},
                   std::string_view method = "GET") {
  std::string request(method);
  request.append(" ").append(target).append(" HTTP/1.1\r\nHost: shop\r\n");
  return request.append(headers).append("\r\n");
}

bool has(const Wire::Answer& answer, std::string_view line) {
  return answer.head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

// The value of a header, empty when it is not there.
std::string value(const Wire::Answer& answer, const std::string& name) {
  const auto at = answer.head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 4;
  return answer.head.substr(begin, answer.head.find("\r\n", begin) - begin);
}

gateway::GatewayOptions limited(std::uint32_t reads) {
  gateway::GatewayOptions options;
  options.limits.per_address = {reads, reads, reads, reads};
  options.limits.trusted = {http::parse_network("127.0.0.1")};
  options.limits.proxies = {http::parse_network("127.9.0.0/16")};
  return options;
}

}  // namespace

TEST_CASE("every answer on the wire carries its id and what browsers are to beware of") {
  Door door;
  Wire wire(door.url);
  for (const auto& request :
       {asking("/healthz"), asking("/nothing"), asking("/docs"), asking("/a/../b"),
        asking("/healthz", "Accept: text/html\r\n"), asking("/healthz", {}, "OPTIONS"),
        asking("/healthz", {}, "BREW"), asking("/api/v1/categories"), asking("/api/v1/me"),
        std::string("nonsense\r\n\r\n")}) {
    CAPTURE(request);
    const auto answer = wire.say(request).hear();
    CHECK(answer.status >= 200);
    CHECK(has(answer, "X-Content-Type-Options: nosniff"));
    CHECK(has(answer, "Referrer-Policy: no-referrer"));
    CHECK(value(answer, "Content-Security-Policy").starts_with("default-src 'none'; "));
    CHECK(value(answer, "X-Request-Id").size() == 32);
  }
}

TEST_CASE("HEAD, OPTIONS, 405, 406 and 404 are told apart on the wire") {
  Door door;
  Wire wire(door.url);
  const auto head = wire.say(asking("/healthz", {}, "HEAD")).hear(true);
  CHECK(head.status == 200);
  CHECK(has(head, "Content-Length: 15"));
  const auto options = wire.say(asking("/healthz", {}, "OPTIONS")).hear();
  CHECK(options.status == 204);
  CHECK(has(options, "Allow: GET, HEAD, OPTIONS"));
  const auto whole = wire.say(asking("*", {}, "OPTIONS")).hear();
  CHECK(whole.status == 204);
  const auto refused = wire.say(asking("/healthz", "Content-Length: 0\r\n", "POST")).hear();
  CHECK(refused.status == 405);
  CHECK(has(refused, "Allow: GET, HEAD, OPTIONS"));
  CHECK(wire.say(asking("/healthz", "Accept: image/png\r\n")).hear().status == 406);
  CHECK(wire.say(asking("/healthz", "Accept: image/png, */*;q=0.1\r\n")).hear().status == 200);
  CHECK(wire.say(asking("/nothing", {}, "OPTIONS")).hear().status == 404);
}

TEST_CASE("a body of another type is 415 before anything is done with it") {
  Door door;
  Wire wire(door.url);
  const auto answer = wire.say(asking("/api/v1/auth/login",
                                      "Content-Type: text/xml\r\nContent-Length: 4\r\n", "POST") +
                               "<a/>")
                          .hear();
  CHECK(answer.status == 415);
}

TEST_CASE("an address over its limit is 429 on all its connections, and another is not") {
  Door door(limited(3));
  Wire one(door.url, "127.0.0.2"), two(door.url, "127.0.0.2"), other(door.url, "127.0.0.3");
  CHECK(one.say(asking("/healthz")).hear().status == 200);
  CHECK(two.say(asking("/healthz")).hear().status == 200);
  const auto last = one.say(asking("/healthz")).hear();
  CHECK(last.status == 200);
  CHECK(value(last, "RateLimit").starts_with("\"reads-by-address\";r=0;t="));
  CHECK(has(last, "RateLimit-Policy: \"reads-by-address\";q=3;w=60"));

  const auto refused = two.say(asking("/healthz")).hear();

  CHECK(refused.status == 429);
  CHECK(std::stoi(value(refused, "Retry-After")) <= 20);
  CHECK_FALSE(refused.closes());
  CHECK(refused.body.find("\"code\":\"rate_limited\"") != std::string::npos);
  CHECK(other.say(asking("/healthz")).hear().status == 200);
  Wire local(door.url);
  for (int i = 0; i < 5; ++i) CHECK(local.say(asking("/healthz")).hear().status == 200);
}

TEST_CASE("nobody gets around his limit by a header, but a proxy's customers have one each") {
  Door door(limited(2));
  const auto status = [&](const std::string& from, const std::string& headers) {
    return Wire(door.url, from).say(asking("/healthz", headers)).hear().status;
  };
  for (const int expected : {200, 200, 429})
    CHECK(status("127.0.0.2",
                 "X-Forwarded-For: 192.0.2." + std::to_string(expected % 3) + "\r\n") == expected);
  CHECK(status("127.0.0.2", "Forwarded: for=127.0.0.1\r\n") == 429);
  CHECK(status("127.0.0.2", "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 127.9.0.1\r\n") == 429);

  for (const int expected : {200, 200, 429})
    CHECK(status("127.9.0.1", "X-Forwarded-For: 127.0.0.1, 192.0.2.1\r\n") == expected);
  CHECK(status("127.9.0.2", "Forwarded: for=192.0.2.1\r\n") == 429);
  CHECK(status("127.9.0.1", "X-Forwarded-For: 192.0.2.2\r\n") == 200);
}

TEST_CASE("a page of an origin that is named gets what a browser wants to see") {
  gateway::GatewayOptions options;
  options.cors_origins = {"https://shop.example"};
  Door door(options);
  Wire wire(door.url);
  const auto before = wire.say(asking("/api/v1/cart/items",
                                      "Origin: https://shop.example\r\n"
                                      "Access-Control-Request-Method: POST\r\n",
                                      "OPTIONS"))
                          .hear();
  CHECK(before.status == 204);
  CHECK(has(before, "Access-Control-Allow-Origin: https://shop.example"));
  CHECK(has(before, "Access-Control-Allow-Methods: POST, OPTIONS"));
  const auto answer = wire.say(asking("/healthz", "Origin: https://shop.example\r\n")).hear();
  CHECK(has(answer, "Access-Control-Allow-Origin: https://shop.example"));
  CHECK(has(answer, "Vary: Origin"));
  const auto other = wire.say(asking("/healthz", "Origin: https://evil.example\r\n")).hear();
  CHECK(value(other, "Access-Control-Allow-Origin").empty());
  CHECK(has(other, "Vary: Origin"));
}

TEST_CASE("the document travels compressed, and not at all when it is known") {
  Door door;
  Wire wire(door.url);
  const auto plain = wire.say(asking("/openapi.json")).hear();
  const auto coded = wire.say(asking("/openapi.json", "Accept-Encoding: gzip\r\n")).hear();
  CHECK(has(coded, "Content-Encoding: gzip"));
  CHECK(coded.body.size() < plain.body.size() / 4);
  CHECK(coded.body.starts_with("\x1f\x8b"));
  const auto head =
      wire.say(asking("/openapi.json", "Accept-Encoding: gzip\r\n", "HEAD")).hear(true);
  CHECK(has(head, "Content-Length: " + std::to_string(coded.body.size())));
  const auto tag = value(coded, "ETag");
  CHECK(wire.say(asking("/openapi.json", "Accept-Encoding: gzip\r\nIf-None-Match: " + tag + "\r\n"))
            .hear()
            .status == 304);
}

TEST_CASE("the access log has a line for each answer of every loop once the gateway has stopped") {
  const TempDir folder;
  gateway::GatewayOptions options;
  options.access_log = {gateway::AccessLogOptions::Format::common, folder / "access.log"};
  {
    Door door(options, 2);
    std::vector<std::unique_ptr<Wire>> wires;
    for (int i = 0; i < 4; ++i) wires.push_back(std::make_unique<Wire>(door.url));
    for (int i = 0; i < 500; ++i)
      for (auto& wire : wires) CHECK(wire->say(asking("/healthz")).hear().status == 200);
    wires[0]->say("nonsense\r\n\r\n").hear();
    CHECK(door.stop());
  }
  std::ifstream file(folder / "access.log");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string log = text.str();
  CHECK(std::count(log.begin(), log.end(), '\n') == 2001);
  CHECK(log.find("127.0.0.1 - - [") == 0);
  CHECK(log.find("\"- - HTTP/1.1\" 400 ") != std::string::npos);
}
