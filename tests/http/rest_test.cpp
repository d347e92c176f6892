#include "buffer_pool.h"
#include "http/redirect.h"
#include "tls_wire.h"

using namespace test;

namespace {

constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: shop\r\n\r\n";

http::ServerOptions soon_tired() {
  http::ServerOptions options;
  options.rest_after = 20ms;
  options.idle_timeout = 1min;
  return options;
}

void await_resting(const http::Server& server, std::size_t count) {
  while (server.resting() != count) std::this_thread::sleep_for(1ms);
}

template <class Shop, class Client>
void rests_and_goes_on() {
  Shop shop(soon_tired());
  Client wire(shop.url), fresh(shop.url);
  CHECK(wire.say(get).hear().status == 200);
  await_resting(shop.server, 2);

  CHECK(wire.say(get).hear().body == "GET /a");
  CHECK(fresh.say("POST /b HTTP/1.1\r\nHost: s\r\nContent-Length: 4\r\n\r\nbody").hear().body ==
        "POST /b body");
  await_resting(shop.server, 2);
  wire.say("GET /c HT");
  await_resting(shop.server, 1);
  CHECK(wire.say("TP/1.1\r\nHost: s\r\n\r\n").hear().body == "GET /c");
}

}  // namespace

TEST_CASE("an idle connection gives its buffer back and is answered all the same") {
  rests_and_goes_on<Running, Wire>();
}

TEST_CASE("an idle connection over TLS gives its buffer back and is answered all the same") {
  rests_and_goes_on<SecureRunning, TlsWire>();
}

TEST_CASE("a resting connection ends by its client, by time and by draining") {
  auto options = soon_tired();
  options.idle_timeout = 1s;
  Running shop(options);
  auto leaving = std::make_unique<Wire>(shop.url);
  await_resting(shop.server, 1);
  leaving.reset();
  while (shop.server.connections() > 0) std::this_thread::sleep_for(1ms);
  CHECK(shop.server.resting() == 0);

  CHECK(Wire(shop.url).is_closed());  // after idle_timeout

  Wire drained(shop.url);
  await_resting(shop.server, 1);
  CHECK(shop.loops.run(shop.server.drain(1min)));
  CHECK(drained.is_closed());
}

TEST_CASE("what came to a resting connection before the end was announced is answered") {
  Running shop(soon_tired());
  Wire wire(shop.url);
  CHECK(wire.say(get).hear().status == 200);
  await_resting(shop.server, 1);
  std::promise<void> held_up, said;
  shop.loops.runtime.post(0, [&] {
    held_up.set_value();
    said.get_future().wait();
  });
  held_up.get_future().wait();

  auto drained =
      std::async(std::launch::async, [&] { return shop.loops.run(shop.server.drain(1min)); });
  wire.say(get);
  said.set_value();

  CHECK(wire.hear().status == 200);
  CHECK(wire.stop().is_closed());
  CHECK(drained.get());
}

TEST_CASE("a buffer that was given back beyond the warm ones holds no memory") {
  http::BufferPool pool(5000);
  CHECK(pool.bytes() == 8192);
  std::vector<char*> taken;
  for (int i = 0; i < 1000; ++i) {
    taken.push_back(pool.take());
    std::fill_n(taken.back(), pool.bytes(), 'x');
  }
  std::sort(taken.begin(), taken.end());
  for (std::size_t i = 1; i < taken.size(); ++i) REQUIRE(taken[i] >= taken[i - 1] + pool.bytes());

  for (char* const buffer : taken) pool.give_back(buffer);

  int written = 0, empty = 0;
  for (int i = 0; i < 1000; ++i) {
    char* const again = pool.take();
    REQUIRE(std::binary_search(taken.begin(), taken.end(), again));
    (*again == 'x' ? written : empty) += 1;
  }
  CHECK(written == 64);
  CHECK(empty == 936);
}

TEST_CASE("whoever comes without TLS is sent on to the same target with it") {
  struct Row {
    http::Redirect::Target target;
    const char* request;
    int status;
    const char* to;
  };
  const Row rows[] = {
      {{},
       "GET /a?b=%20c HTTP/1.1\r\nHost: shop.example\r\n\r\n",
       308,
       "https://shop.example/a?b=%20c"},
      {{},
       "POST /a HTTP/1.1\r\nHost: shop.example:80\r\nContent-Length: 0\r\n\r\n",
       308,
       "https://shop.example/a"},
      {{"", ":8443"}, "HEAD / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 308, "https://[::1]:8443/"},
      {{"", ":8443"}, "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n", 308, "https://[::1]:8443/"},
      {{"https://shop.example", ""},
       "GET //evil.example HTTP/1.1\r\nHost: evil.example\r\n\r\n",
       308,
       "https://shop.example//evil.example"},
      {{"https://shop.example", ""},
       "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
       308,
       "https://shop.example/"},
      {{"https://shop.example", ""}, "GET /a HTTP/1.0\r\n\r\n", 308, "https://shop.example/a"},
      {{}, "GET /a HTTP/1.0\r\n\r\n", 400, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.request);
    Loops loops;
    http::Redirect redirect(row.target);
    http::Server server(loops.runtime, loops.contexts, redirect);
    const auto answer = Wire(server.listen("http://127.0.0.1:0")).say(row.request).hear(true);
    CHECK(answer.status == row.status);
    const std::string line = std::string("\r\nLocation: ") + row.to + "\r\n";
    const bool located = answer.head.find(line) != std::string::npos;
    CHECK(located == (row.status == 308));
    loops.end();
  }
}
