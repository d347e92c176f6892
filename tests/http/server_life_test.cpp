#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "kernel/error.h"
#include "net.h"

using namespace test;

namespace {

constexpr std::string_view get = "GET /a?b=c HTTP/1.1\r\nHost: shop\r\n\r\n";

}  // namespace

TEST_CASE("connections beyond the most allowed are refused with 503") {
  http::ServerOptions options;
  options.connections_max = 2;
  Running shop(options);
  Wire one(shop.url), two(shop.url);
  CHECK(one.say(get).hear().status == 200);
  CHECK(two.say(get).hear().status == 200);

  CHECK(Wire(shop.url).hear().status == 503);
}

TEST_CASE("one address has so many connections and no more, whatever others have") {
  http::ServerOptions options;
  options.connections_per_address_max = 2;
  options.unlimited = {http::parse_network("127.0.0.9"), http::parse_network("127.8.0.0/16")};
  Running shop(options);
  auto one = std::make_unique<Wire>(shop.url, "127.0.0.2");
  Wire two(shop.url, "127.0.0.2"), other(shop.url, "127.0.0.3");
  CHECK(one->say(get).hear().status == 200);
  CHECK(two.say(get).hear().status == 200);

  Wire three(shop.url, "127.0.0.2");
  const auto refused = three.hear();
  CHECK(refused.status == 429);
  CHECK(refused.closes());
  CHECK(refused.head.find("Retry-After: ") != std::string::npos);
  CHECK(refused.body.find("too many connections") != std::string::npos);
  CHECK(three.is_closed());
  CHECK(other.say(get).hear().status == 200);
  CHECK(shop.server.turned_away() == 1);

  one.reset();
  while (shop.server.connections() > 2) std::this_thread::sleep_for(1ms);
  CHECK(Wire(shop.url, "127.0.0.2").say(get).hear().status == 200);
}

TEST_CASE("addresses that are spared have as many connections as they like") {
  http::ServerOptions options;
  options.connections_per_address_max = 1;
  options.unlimited = {http::parse_network("127.0.0.9"), http::parse_network("127.8.0.0/16")};
  Running shop(options);

  std::vector<std::unique_ptr<Wire>> wires;
  for (const std::string from : {"127.0.0.9", "127.0.0.9", "127.8.1.2", "127.8.1.2"}) {
    wires.push_back(std::make_unique<Wire>(shop.url, from));
    CHECK(wires.back()->say(get).hear().status == 200);
  }
}

TEST_CASE("connections that end by themselves, by refusal or unread are all given back") {
  http::ServerOptions options;
  options.connections_per_address_max = 4;
  Running shop(options);
  for (int i = 0; i < 40; ++i) {
    Wire wire(shop.url);
    if (i % 3 == 0) wire.say(get).hear();
    if (i % 3 == 1) wire.say("nonsense\r\n\r\n").hear();
    wire.stop();
    while (shop.server.connections() > 2) std::this_thread::sleep_for(1ms);
  }
  CHECK(shop.server.turned_away() == 0);
}

TEST_CASE("each connection goes to the loop with the fewest") {
  Loops loops(3);
  Answering handler([&](const http::Request&) {
    http::Response response;
    response.body = std::to_string(loops.runtime.this_loop());
    return response;
  });
  http::Server server(loops.runtime, loops.contexts, handler);
  const auto url = server.listen("http://127.0.0.1:0");
  std::vector<int> per_loop(3);

  std::vector<std::unique_ptr<Wire>> wires;
  for (int i = 0; i < 9; ++i) {
    wires.push_back(std::make_unique<Wire>(url));
    ++per_loop[static_cast<std::size_t>(std::stoi(wires.back()->say(get).hear().body))];
  }

  CHECK(per_loop == std::vector<int>{3, 3, 3});
  loops.end();
}

TEST_CASE("draining answers what is in flight, closes what is idle and takes nothing new") {
  Running shop;
  Wire idle(shop.url), busy(shop.url);
  CHECK(idle.say(get).hear().status == 200);
  CHECK(busy.say(get).hear().status == 200);
  busy.say("GET /held HTTP/1.1\r\nHost: s\r\n\r\n");
  shop.echo.await_held();

  auto drained =
      std::async(std::launch::async, [&] { return shop.loops.run(shop.server.drain(1min)); });
  CHECK(idle.is_closed());
  shop.echo.release();

  const auto last = busy.hear();
  CHECK(last.status == 200);
  CHECK(last.closes());
  CHECK(busy.stop().is_closed());
  CHECK(drained.get());
  CHECK(shop.server.connections() == 0);
  CHECK_THROWS_AS(
      [&] {
        http::ClientPool pool(shop.loops.runtime, *shop.loops.contexts[0]);
        const http::ClientRequest request;
        shop.loops.run(pool.send(shop.url, request, shop.loops.runtime.ticks() + 1min));
      }(),
      kernel::Error);
}

TEST_CASE("what is not done when the time to drain is over is cut off") {
  Running shop;
  Wire half(shop.url);
  half.say("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
  REQUIRE(half.hear().status == 100);  // so its head was read
  half.say("abc");

  CHECK_FALSE(shop.loops.run(shop.server.drain(30ms)));
  CHECK(half.is_closed());
}

TEST_CASE("a busy port is refused in one clear line") {
  Running shop;
  http::Server second(shop.loops.runtime, shop.loops.contexts, shop.echo);
  std::string said;
  try {
    second.listen(shop.url);
  } catch (const kernel::Error& error) {
    said = error.message;
    CHECK(error.code == kernel::Code::failed_precondition);
  }
  CHECK(said == shop.url + " is in use; stop the other process or choose another port");
}

TEST_CASE("a Unix socket: mode 0600, refused while somebody answers, replaced when nobody does") {
  const TempDir dir;
  Loops loops;
  Echo echo(loops.runtime);
  const std::string path = dir / "shop.sock";
  {
    http::Server server(loops.runtime, loops.contexts, echo);
    const auto url = server.listen("unix:" + path);
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    CHECK(Wire(url).say(get).hear().body == "GET /a?b=c");

    http::Server second(loops.runtime, loops.contexts, echo);
    CHECK_THROWS_WITH_AS(second.listen(url), (url + " is in use by another process").c_str(),
                         kernel::Error);
    const bool drained = loops.run(server.drain(1min));
    CHECK(drained);
  }
  CHECK_FALSE(std::filesystem::exists(path));
  loops.end();
}

TEST_CASE("a Unix socket left by a process that died is replaced, a file is not") {
  const TempDir dir;
  Loops loops;
  Echo echo(loops.runtime);
  {
    Loops died;
    http::Server server(died.runtime, died.contexts, echo);
    server.listen("unix:" + (dir / "a"));
    std::filesystem::rename(dir / "a", dir / "b");  // its end does not remove it
    died.end();
  }
  std::ofstream(dir / "file") << "precious";

  http::Server server(loops.runtime, loops.contexts, echo);
  CHECK(Wire(server.listen("unix:" + (dir / "b"))).say(get).hear().status == 200);
  CHECK_THROWS_AS(server.listen("unix:" + (dir / "file")), kernel::Error);
  CHECK_THROWS_AS(server.listen("unix:" + (dir / "no/such/dir")), kernel::Error);
  CHECK_THROWS_AS(server.listen("unix:" + (dir / std::string(200, 'x'))), kernel::Error);
  loops.end();
}

TEST_CASE("localhost and IPv6 literals can be listened at") {
  Loops loops;
  Echo echo(loops.runtime);
  http::Server server(loops.runtime, loops.contexts, echo);
  CHECK(Wire(server.listen("http://localhost:0")).say(get).hear().status == 200);
  const auto six = server.listen("http://[::1]:0");
  CHECK(six.starts_with("http://[::1]:"));
  CHECK_THROWS_AS(server.listen("http://192.0.2.1:0"), kernel::Error);
  loops.end();
}

TEST_CASE("new options are for new connections; a connection keeps those that it began with") {
  http::ServerOptions options;
  options.body_bytes_max = 10;
  Running shop(options);
  const std::string post = "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 11\r\n\r\nhello world";
  Wire before(shop.url);
  CHECK(before.say(get).hear().status == 200);

  options.body_bytes_max = 11;
  options.connections_max = 2;
  shop.server.set_options(options);

  CHECK(before.say(post).hear().status == 413);
  while (shop.server.connections() > 0) std::this_thread::sleep_for(1ms);
  Wire after(shop.url), second(shop.url);
  CHECK(after.say(post).hear().status == 200);
  CHECK(second.say(get).hear().status == 200);
  CHECK(Wire(shop.url).hear().status == 503);
}
