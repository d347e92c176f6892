#include "tls_client.h"

#include <boost/asio/buffer.hpp>
#include <cstdlib>

#include "channel.h"
#include "kernel/error.h"
#include "tls_wire.h"

using namespace test;

namespace {

http::Response ask(Loops& loops, http::ClientPool& pool, const std::string& url,
                   std::string body = {}) {
  http::ClientRequest request;
  request.method = body.empty() ? "GET" : "POST";
  request.target = "/x";
  request.body = std::move(body);
  return loops.run(pool.send(url, request, loops.runtime.ticks() + 1min));
}

// Why `host` is not believed at `url`; empty when it is.
kernel::Task<std::string> doubt(boost::asio::io_context& loop, std::string url, std::string host) {
  const http::TlsClient tls;
  http::Channel stream{http::Socket(loop.get_executor())};
  const auto endpoint = http::resolve(http::parse_origin(url)).front();
  http::ErrorCode error;
  stream.socket().open(endpoint.protocol(), error);
  co_await stream.socket().async_connect(endpoint, http::into(error));
  stream.socket().non_blocking(true, error);
  stream.be_tls_client(tls.context(), host, false);
  const bool agreed = co_await stream.handshake();
  co_return agreed ? std::string() : stream.failure();
}

}  // namespace

TEST_CASE("a client on this machine speaks TLS with whatever certificate, and keeps connections") {
  SecureRunning shop;
  {
    http::ClientPool pool(shop.loops.runtime, *shop.loops.contexts[0]);
    CHECK(ask(shop.loops, pool, shop.url).body == "GET /x");
    const std::string body(3'000'00, 'b');
    CHECK(ask(shop.loops, pool, shop.url, body).body == "POST /x " + body);
    CHECK(ask(shop.loops, pool, shop.url).body == "GET /x");
    CHECK(pool.connections() == 1);
    CHECK(shop.server.connections() == 1);

    shop.server.set_tls(load(shop.directory, Identity("new.example")));
    CHECK(ask(shop.loops, pool, shop.url).body == "GET /x");
  }
  shop.loops.end();
}

TEST_CASE("a client says clearly that there is no TLS at the other end") {
  Running open;
  std::string said;
  {
    http::ClientPool pool(open.loops.runtime, *open.loops.contexts[0]);
    try {
      ask(open.loops, pool, "https" + open.url.substr(4));
    } catch (const kernel::Error& error) {
      CHECK(error.code == kernel::Code::unavailable);
      said = error.message;
    }
  }
  CHECK(said == "no TLS with https" + open.url.substr(4) + ": wrong version number");
  open.loops.end();
}

TEST_CASE("a client that must not trust believes only the certificate of that host") {
  SecureRunning shop;
  auto& loop = *shop.loops.contexts[0];
  ::unsetenv("SSL_CERT_FILE");
  const auto unknown = shop.loops.run(doubt(loop, shop.url, "shop.example"));
  ::setenv("SSL_CERT_FILE", (shop.directory / "cert.pem").c_str(), 1);

  CHECK(unknown.starts_with("self"));  // -signed certificate
  CHECK(shop.loops.run(doubt(loop, shop.url, "shop.example")) == "");
  CHECK(shop.loops.run(doubt(loop, shop.url, "127.0.0.1")) == "");
  CHECK(shop.loops.run(doubt(loop, shop.url, "other.example")) == "hostname mismatch");
  CHECK(shop.loops.run(doubt(loop, shop.url, "127.0.0.2")) == "IP address mismatch");
  ::unsetenv("SSL_CERT_FILE");
}

TEST_CASE("a client's time holds for a handshake that is never answered") {
  Loops loops;
  Peer silent;
  {
    http::ClientPool pool(loops.runtime, *loops.contexts[0]);
    http::ClientRequest request;
    const auto url = "https" + silent.url().substr(4);
    try {
      loops.run(pool.send(url, request, loops.runtime.ticks() + 50ms));
      FAIL("somebody answered");
    } catch (const kernel::Error& error) {
      CHECK(error.code == kernel::Code::deadline_exceeded);
    }
  }
  loops.end();
}
