#include "kernel/error.h"
#include "net.h"

using namespace test;
using namespace std::string_literals;

namespace {

constexpr std::string_view get = "GET /a?b=c HTTP/1.1\r\nHost: shop\r\n\r\n";

std::string post(std::string_view body) {
  return "POST /p HTTP/1.1\r\nHost: shop\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

}  // namespace

TEST_CASE("one connection serves many requests") {
  Running shop;
  Wire wire(shop.url);

  for (int i = 0; i < 3; ++i) {
    const auto answer = wire.say(get).hear();
    CHECK(answer.status == 200);
    CHECK(answer.body == "GET /a?b=c");
    CHECK_FALSE(answer.closes());
    CHECK(answer.head.find("\r\nDate: ") != std::string::npos);
  }
  CHECK(shop.server.connections() == 1);
}

TEST_CASE("pipelined requests are answered in their order") {
  Running shop;
  Wire wire(shop.url);

  wire.say("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n" + post("second") + std::string(get));

  CHECK(wire.hear().body == "GET /slow");
  CHECK(wire.hear().body == "POST /p second");
  CHECK(wire.hear().body == "GET /a?b=c");
}

TEST_CASE("a request may come byte by byte") {
  Running shop;
  Wire wire(shop.url);
  const std::string chunked =
      "POST /c HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;note=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";

  for (const auto& request : {post("hello"), chunked}) {
    for (const char c : request) {
      wire.say({&c, 1});
      std::this_thread::sleep_for(100us);
    }
    CHECK(wire.hear().status == 200);
  }
  wire.say(chunked + std::string(get));
  CHECK(wire.hear().body == "POST /c abcde");
  CHECK(wire.hear().body == "GET /a?b=c");
}

TEST_CASE("HEAD is answered like GET, without the body") {
  Running shop;
  Wire wire(shop.url);

  const auto answer = wire.say("HEAD /a HTTP/1.1\r\nHost: shop\r\n\r\n").hear(true);

  CHECK(answer.status == 200);
  CHECK(answer.head.find("Content-Length: 6") != std::string::npos);
  CHECK(wire.say(get).hear().body == "GET /a?b=c");
}

TEST_CASE("any other method reaches the handler") {
  Running shop;
  Wire wire(shop.url);
  CHECK(wire.say("BREW /pot HTTP/1.1\r\nHost: shop\r\n\r\n").hear().body == "BREW /pot");
}

TEST_CASE("who expects it is told to continue before the body is sent") {
  Running shop;
  Wire wire(shop.url);

  wire.say("POST /p HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(wire.hear().status == 100);
  CHECK(wire.say("ok").hear().body == "POST /p ok");

  wire.say(
      "POST /p HTTP/1.1\r\nHost: s\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n");
  CHECK(wire.hear().status == 413);
}

TEST_CASE("HTTP/1.0 closes unless it asks to keep the connection") {
  Running shop;
  Wire wire(shop.url);

  const auto kept = wire.say("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").hear();
  CHECK(kept.head.find("Connection: keep-alive") != std::string::npos);
  CHECK(wire.say("GET /2 HTTP/1.0\r\n\r\n").hear().closes());
  CHECK(wire.is_closed());
}

TEST_CASE("Connection: close is obeyed") {
  Running shop;
  Wire wire(shop.url);
  CHECK(wire.say("GET / HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n").hear().closes());
  CHECK(wire.is_closed());
}

TEST_CASE("an absolute target means its path") {
  Running shop;
  Wire wire(shop.url);
  CHECK(wire.say("GET http://shop/x?y HTTP/1.1\r\nHost: shop\r\n\r\n").hear().body == "GET /x?y");
}

TEST_CASE("a target and a Host header that name two hosts are refused") {
  Running shop;
  for (const std::string target : {"http://evil/x", "http://shop:81/x", "http://a@shop/x"}) {
    CAPTURE(target);
    Wire wire(shop.url);
    CHECK(wire.say("GET " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n").hear().status == 400);
  }
}

TEST_CASE("when much is being sent at once, large bodies have to wait, small ones do not") {
  http::ServerOptions options;
  options.bodies_bytes_max = 300'000;
  Running shop(options);
  const std::string head = "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 200000\r\n\r\n";
  Wire slow(shop.url);
  slow.say(head + std::string(199'999, 'x'));
  Wire late(shop.url);

  CHECK(late.say(post(std::string(150'000, 'x'))).hear().status == 503);
  CHECK(Wire(shop.url).say(post("small")).hear().status == 200);
  CHECK(slow.say("x").hear().status == 200);
  CHECK(Wire(shop.url).say(post(std::string(200'000, 'x'))).hear().status == 200);
}

TEST_CASE("beyond the limits: 431 for the head, 413 for the body") {
  http::ServerOptions options;
  options.head_bytes_max = 1024;
  options.headers_max = 10;
  options.body_bytes_max = 100;
  Running shop(options);
  const std::string head = "POST / HTTP/1.1\r\nHost: s\r\n";
  std::string many = head;
  for (int i = 0; i < 10; ++i) many += "H" + std::to_string(i) + ": x\r\n";

  CHECK(Wire(shop.url).say(head + "X: " + std::string(1024, 'x') + "\r\n\r\n").hear().status ==
        431);
  CHECK(Wire(shop.url).say(head + "X: " + std::string(50'000, 'x')).hear().status == 431);
  CHECK(Wire(shop.url).say("GET /" + std::string(2000, 'x')).hear().status == 431);
  CHECK(Wire(shop.url).say(many + "\r\n").hear().status == 431);
  CHECK(Wire(shop.url).say(post(std::string(101, 'x'))).hear().status == 413);
  CHECK(Wire(shop.url).say(post(std::string(100'000, 'x'))).hear().status == 413);
  CHECK(Wire(shop.url)
            .say(head + "Transfer-Encoding: chunked\r\n\r\n60\r\n" + std::string(96, 'x') +
                 "\r\n5\r\nhello\r\n0\r\n\r\n")
            .hear()
            .status == 413);
  CHECK(Wire(shop.url).say(post(std::string(100, 'x'))).hear().status == 200);
}

TEST_CASE("a body may be many times the buffer") {
  Running shop;
  Wire wire(shop.url);
  const std::string body(900'000, 'x');

  for (int i = 0; i < 2; ++i) {
    const auto answer = wire.say(post(body) + std::string(get)).hear();
    CHECK(answer.body == "POST /p " + body);
    CHECK(wire.hear().body == "GET /a?b=c");
  }
}

TEST_CASE("what takes too long is ended: 408 in the middle of a request, silence between two") {
  http::ServerOptions options;
  options.head_timeout = options.body_timeout = options.idle_timeout = 40ms;
  Running shop(options);

  CHECK(shop.arrive("GET / HTTP/1.1\r\n")->hear().status == 408);
  const auto body =
      shop.arrive("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 9\r\n\r\nabc")->hear();
  CHECK(body.status == 408);
  const auto idle = shop.arrive(get);
  CHECK(idle->hear().status == 200);
  CHECK(idle->is_closed());
  CHECK(shop.arrive("GET /slow HTTP/1.1\r\nHost: s\r\n\r\n")->hear().status == 200);
}

TEST_CASE("an exception of the handler is an error of its code, or 500 without a word of why") {
  Loops loops;
  Answering handler([](const http::Request& request) -> http::Response {
    if (request.path() == "/known")
      throw kernel::Error(kernel::Code::conflict, "somebody was faster");
    throw std::runtime_error("the password is swordfish");
  });
  http::Server server(loops.runtime, loops.contexts, handler);
  Wire wire(server.listen("http://127.0.0.1:0"));

  const auto known = wire.say("GET /known HTTP/1.1\r\nHost: s\r\n\r\n").hear();
  CHECK(known.status == 409);
  CHECK(known.body.find("somebody was faster") != std::string::npos);
  const auto unknown = wire.say("GET /unknown HTTP/1.1\r\nHost: s\r\n\r\n").hear();
  CHECK(unknown.status == 500);
  CHECK(unknown.body.find("swordfish") == std::string::npos);
  loops.end();
}

TEST_CASE("what surrounds the bytes of a body is bounded, however many chunks there are") {
  Running shop;
  std::string body;
  for (int i = 0; i < 100; ++i) body += "1;" + std::string(100, 'x') + "\r\na\r\n";
  const auto refused = Wire(shop.url)
                           .say(
                               "POST / HTTP/1.1\r\nHost: shop\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n" +
                               body + "0\r\n\r\n")
                           .hear();
  CHECK(refused.status == 400);
}
