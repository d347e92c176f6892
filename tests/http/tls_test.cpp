#include <csignal>
#include <filesystem>

#include "kernel/error.h"
#include "tls_wire.h"

using namespace test;

namespace {

constexpr std::string_view get = "GET /a?b=c HTTP/1.1\r\nHost: shop\r\n\r\n";

// OpenSSL's client, in this process, would be killed by a server that closes.
const auto ignored = std::signal(SIGPIPE, SIG_IGN);

}  // namespace

TEST_CASE("a request over TLS is answered, and the handler knows that it is secure") {
  TempDir directory;
  Loops loops;
  Answering handler([](const http::Request& request) {
    http::Response response;
    response.body = request.tls ? "secure" : "open";
    return response;
  });
  http::Server server(loops.runtime, loops.contexts, handler);
  server.set_tls(load(directory, Identity("shop.example")));
  const auto secure = server.listen("https://127.0.0.1:0");
  const auto open = server.listen("http://127.0.0.1:0");
  CHECK(secure.starts_with("https://127.0.0.1:"));

  TlsWire wire(secure);
  REQUIRE(wire.speaks());
  CHECK(wire.version() == "TLSv1.3");
  CHECK(wire.server_name() == "shop.example");
  CHECK(wire.say(get).hear().body == "secure");
  CHECK(wire.say("GET https://shop/a HTTP/1.1\r\nHost: shop\r\n\r\n").hear().status == 200);
  CHECK(Wire(open).say(get).hear().body == "open");
  loops.end();
}

TEST_CASE("large bodies come whole over TLS, both ways") {
  http::ServerOptions options;
  constexpr std::size_t size = 12'000'000;  // more than the kernel keeps for either side
  options.body_bytes_max = size;
  SecureRunning shop(options);
  std::string body(size, 'x');
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>('a' + (i * i + i / 7) % 26);

  TlsWire wire(shop.url);
  wire.say("POST /big HTTP/1.1\r\nHost: s\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
  const auto answer = wire.say(body).hear();

  CHECK(answer.status == 200);
  const bool same = answer.body == "POST /big " + body;
  CHECK(same);
  CHECK(wire.say(get).hear().status == 200);
}

TEST_CASE("requests sent at once over TLS are answered in their order") {
  SecureRunning shop;
  TlsWire wire(shop.url);

  wire.say(
      "GET /1 HTTP/1.1\r\nHost: s\r\n\r\nGET /slow HTTP/1.1\r\nHost: s\r\n\r\n"
      "GET /3 HTTP/1.1\r\nHost: s\r\n\r\n");

  CHECK(wire.hear().body == "GET /1");
  CHECK(wire.hear().body == "GET /slow");
  CHECK(wire.hear().body == "GET /3");
}

TEST_CASE("a request may come in many records, and an answer after the client's goodbye") {
  SecureRunning shop;
  TlsWire wire(shop.url);

  for (const char byte : get) wire.say({&byte, 1});
  CHECK(wire.hear().body == "GET /a?b=c");
  wire.say(get).stop();

  CHECK(wire.hear().status == 200);
  CHECK(wire.is_closed());
  CHECK(wire.was_told_goodbye());
}

TEST_CASE("a refusal over TLS is read whole, then the server says goodbye") {
  SecureRunning shop;
  TlsWire wire(shop.url);

  const auto refused = wire.say("GET / HTTP/9.9\r\n\r\n").hear();

  CHECK(refused.status == 400);
  CHECK(refused.closes());
  CHECK(wire.is_closed());
  CHECK(wire.was_told_goodbye());
}

TEST_CASE("what is no handshake is dropped and disturbs nobody") {
  SecureRunning shop;
  for (const std::string_view garbage : {get, std::string_view("\x16\x03\x01\x02\x00 nonsense"),
                                         std::string_view("\x00\x01\xff\xfe\x80\x80\x80", 7)}) {
    Wire wire(shop.url);
    wire.say(garbage).stop();
    while (!wire.is_closed()) continue;  // an alert may come before
  }
  CHECK(TlsWire(shop.url).say(get).hear().status == 200);
  while (shop.server.connections() > 0) std::this_thread::sleep_for(1ms);
}

TEST_CASE("a handshake that takes too long is cut off") {
  http::ServerOptions options;
  options.head_timeout = 50ms;
  SecureRunning shop(options);
  Wire silent(shop.url), slow(shop.url);

  slow.say("\x16\x03\x01\x02");

  CHECK(silent.is_closed());
  CHECK(slow.is_closed());
}

TEST_CASE("headers and bodies that take too long over TLS are answered 408") {
  http::ServerOptions options;
  options.head_timeout = options.body_timeout = 1s;
  options.idle_timeout = 1min;
  SecureRunning shop(options);
  TlsWire head(shop.url), body(shop.url);

  head.say("GET / HTTP/1.1\r\n");
  body.say("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\n\r\n1");

  CHECK(head.hear().status == 408);
  CHECK(body.hear().status == 408);
}

TEST_CASE("a new certificate is for new connections; the others go on with theirs") {
  SecureRunning shop({}, "old.example");
  TlsWire before(shop.url);
  CHECK(before.say(get).hear().status == 200);

  shop.server.set_tls(load(shop.directory, Identity("new.example")));
  TlsWire after(shop.url);

  CHECK(before.server_name() == "old.example");
  CHECK(before.say(get).hear().status == 200);
  CHECK(after.server_name() == "new.example");
  CHECK(after.say(get).hear().status == 200);
}

TEST_CASE("a listener without a certificate closes what comes") {
  Loops loops;
  Echo echo(loops.runtime);
  http::Server server(loops.runtime, loops.contexts, echo);
  const auto url = server.listen("https://127.0.0.1:0");

  CHECK_FALSE(TlsWire(url).speaks());
  CHECK(server.turned_away() == 1);
  loops.end();
}

TEST_CASE("old protocols and ciphers are refused, the others agreed on") {
  struct Row {
    const char* what;
    TlsOffer offer;
    const char* agreed;  // empty: refused
  };
  const Row rows[] = {
      {"TLS 1.0", {TLS1_VERSION, TLS1_VERSION, "DEFAULT", ""}, ""},
      {"TLS 1.1", {TLS1_1_VERSION, TLS1_1_VERSION, "DEFAULT", ""}, ""},
      {"1.1 or 1.2", {TLS1_1_VERSION, TLS1_2_VERSION, "DEFAULT", ""}, "TLSv1.2"},
      {"1.2, CBC", {TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256", ""}, ""},
      {"1.2, no ECDHE", {TLS1_2_VERSION, TLS1_2_VERSION, "AES128-GCM-SHA256", ""}, ""},
      {"1.2, GCM",
       {TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", ""},
       "TLSv1.2"},
      {"1.2, ChaCha20",
       {TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305", ""},
       "TLSv1.2"},
      {"TLS 1.3", {TLS1_3_VERSION, TLS1_3_VERSION, "DEFAULT", ""}, "TLSv1.3"},
      {"HTTP/1.1 by ALPN", {TLS1_2_VERSION, TLS1_3_VERSION, "DEFAULT", "h2,http/1.1"}, "TLSv1.3"},
      {"only HTTP/2", {TLS1_2_VERSION, TLS1_3_VERSION, "DEFAULT", "h2"}, ""},
  };
  SecureRunning shop;
  for (const auto& row : rows) {
    CAPTURE(row.what);
    TlsWire wire(shop.url, row.offer);
    const std::string_view agreed = row.agreed;
    CHECK(wire.speaks() == !agreed.empty());
    if (agreed.empty()) continue;
    CHECK(wire.version() == agreed);
    CHECK(wire.protocol() == (row.offer.protocols.empty() ? "" : "http/1.1"));
    CHECK(wire.say(get).hear().status == 200);
  }
}

TEST_CASE("a client cannot begin a new handshake inside of a connection") {
  SecureRunning shop;
  class Renegotiating : public Wire {
   public:
    using Wire::Wire;
    int descriptor() const { return socket_; }
  } wire(shop.url);
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  SSL* const session = SSL_new(context);
  SSL_set_fd(session, wire.descriptor());
  REQUIRE(SSL_connect(session) == 1);

  SSL_renegotiate(session);
  CHECK(SSL_do_handshake(session) != 1);

  SSL_free(session);
  SSL_CTX_free(context);
}

TEST_CASE("draining over TLS answers what is in flight and says goodbye to what is idle") {
  SecureRunning shop;
  TlsWire idle(shop.url), busy(shop.url);
  CHECK(idle.say(get).hear().status == 200);
  CHECK(busy.say(get).hear().status == 200);
  busy.say("GET /held HTTP/1.1\r\nHost: s\r\n\r\n");
  shop.echo.await_held();

  auto drained =
      std::async(std::launch::async, [&] { return shop.loops.run(shop.server.drain(1min)); });
  CHECK(idle.is_closed());
  CHECK(idle.was_told_goodbye());
  shop.echo.release();

  const auto last = busy.hear();
  CHECK(last.status == 200);
  CHECK(last.closes());
  CHECK(busy.stop().is_closed());
  CHECK(busy.was_told_goodbye());
  CHECK(drained.get());
}

TEST_CASE("what is not done when the time to drain is over is cut off over TLS too") {
  SecureRunning shop;
  TlsWire half(shop.url);
  half.say("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
  REQUIRE(half.hear().status == 100);

  CHECK_FALSE(shop.loops.run(shop.server.drain(30ms)));
  CHECK(half.is_closed());
}

TEST_CASE("draining does not wait for handshakes") {
  http::ServerOptions options;
  options.head_timeout = 1h;
  SecureRunning shop(options);
  Wire silent(shop.url);
  while (shop.server.connections() == 0) std::this_thread::sleep_for(1ms);

  CHECK(shop.loops.run(shop.server.drain(1min)));
  CHECK(silent.is_closed());
}
