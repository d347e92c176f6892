// Bodies that are made while they are sent.
#include "http/stream.h"

#include <deque>
#include <mutex>

#include "kernel/signal.h"
#include "net.h"

using namespace test;

namespace {

// What a test says at the other end of a stream, and what it learns there. From any thread.
class Script {
 public:
  explicit Script(kernel::Runtime& runtime) : news_(runtime) {}

  void say(std::string text) {
    change([&] { texts_.push_back(std::move(text)); });
  }
  void finish() {
    change([&] { finished_ = true; });
  }
  void fail() {
    change([&] { failing_ = true; });
  }
  void stop() {
    change([&] { stopped_ = true; });
  }

  struct End {
    bool stopped = false;
    bool reached = true;  // all that was written reached the client
    std::uint64_t written = 0;
  };
  End end() { return ended_.get_future().get(); }
  bool has_begun() {
    const std::lock_guard lock(mutex_);
    return begun_;
  }

  kernel::Task<> run(http::StreamWriter& out) {
    change([&] { begun_ = true; });
    End end;
    for (;;) {
      const auto seen = news_.version();
      const auto next = take();
      if (next.failing) throw std::runtime_error("as the test wishes");
      if (next.text) {
        const bool reached = co_await out.write(*next.text);
        end.reached = end.reached && reached;
        if (reached) continue;
      }
      if (next.stopped) co_await out.write("goodbye");
      end.stopped = next.stopped;
      end.written = out.written();
      if (!end.reached || next.stopped || next.finished) break;
      co_await news_.wait(seen, 1min);
    }
    ended_.set_value(end);
  }

 private:
  struct Next {
    std::optional<std::string> text;
    bool stopped, finished, failing;
  };
  Next take() {
    const std::lock_guard lock(mutex_);
    Next next{std::nullopt, stopped_, finished_ && texts_.empty(), failing_ && texts_.empty()};
    if (!texts_.empty()) {
      next.text = std::move(texts_.front());
      texts_.pop_front();
    }
    return next;
  }
  template <class F>
  void change(F how) {
    {
      const std::lock_guard lock(mutex_);
      how();
    }
    news_.notify();
  }

  kernel::Signal news_;
  std::promise<End> ended_;
  std::mutex mutex_;
  std::deque<std::string> texts_;
  bool begun_ = false, stopped_ = false, finished_ = false, failing_ = false;
};

class Told final : public http::Stream {
 public:
  explicit Told(Script& script) : script_(script) {}
  kernel::Task<> run(http::StreamWriter& out) override { co_await script_.run(out); }
  void stop() noexcept override { script_.stop(); }

 private:
  Script& script_;
};

// A server whose "/stream" is a script's, once; anything else is answered "plain", "/held" when it
// is released.
struct Streaming final : http::Handler {
  explicit Streaming(http::ServerOptions options = {})
      : server(loops.runtime, loops.contexts, *this, std::move(options)),
        url(server.listen("http://127.0.0.1:0")) {}
  ~Streaming() override { loops.end(); }

  kernel::Task<http::Response> handle(const http::Request& request) override {
    http::Response response;
    response.content_type = http::text_type;
    if (request.path() == "/held") {
      held.set_value();
      const auto go_on = released.get_future();
      while (go_on.wait_for(0ms) != std::future_status::ready) co_await loops.runtime.sleep(1ms);
    }
    if (request.path() == "/plain")
      response.body = "plain";
    else
      response.stream = std::make_shared<Told>(script);
    co_return response;
  }

  std::future<bool> begin_to_drain() {
    return std::async(std::launch::async, [this] { return loops.run(server.drain(1min)); });
  }

  Loops loops;
  Script script{loops.runtime};
  std::promise<void> held, released;
  http::Server server;
  std::string url;
};

std::string get(std::string_view path, std::string_view version = "1.1") {
  return "GET " + std::string(path) + " HTTP/" + std::string(version) + "\r\nHost: shop\r\n\r\n";
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a stream goes out in chunks, each when it is written, and the connection stays") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say(get("/stream"));

  const auto answer = wire.hear(true);
  CHECK(answer.status == 200);
  CHECK(has(answer.head, "Transfer-Encoding: chunked\r\n"));
  CHECK(has(answer.head, "Content-Type: text/plain"));
  CHECK_FALSE(has(answer.head, "Content-Length"));
  shop.script.say("hello");
  CHECK(wire.hear_to("hello\r\n") == "5\r\nhello\r\n");
  shop.script.say("");  // would be the end if it were sent
  shop.script.say(std::string(300, 'x'));
  CHECK(wire.hear_to("x\r\n") == "12c\r\n" + std::string(300, 'x') + "\r\n");
  shop.script.finish();
  CHECK(wire.hear_to("\r\n\r\n") == "0\r\n\r\n");

  CHECK(shop.script.end().written == 305);
  CHECK(wire.say(get("/plain")).hear().body == "plain");
}

TEST_CASE("over HTTP/1.0 a stream goes out as it is and ends with the connection") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say("GET /stream HTTP/1.0\r\nHost: shop\r\nConnection: keep-alive\r\n\r\n");

  const auto answer = wire.hear(true);
  CHECK(answer.status == 200);
  CHECK(answer.closes());
  CHECK_FALSE(has(answer.head, "Transfer-Encoding"));
  CHECK_FALSE(has(answer.head, "Content-Length"));
  shop.script.say("hello");
  CHECK(wire.hear_to("hello") == "hello");
  shop.script.finish();

  CHECK(wire.hear_all().empty());
}

TEST_CASE("a HEAD gets the head of a stream and no more") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say("HEAD /stream HTTP/1.1\r\nHost: shop\r\n\r\n");

  CHECK(has(wire.hear(true).head, "Transfer-Encoding: chunked\r\n"));
  CHECK(wire.say(get("/plain")).hear().body == "plain");
  CHECK_FALSE(shop.script.has_begun());
}

TEST_CASE("a request that comes during a stream is answered behind it") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say(get("/stream") + get("/plain"));
  CHECK(wire.hear(true).status == 200);
  wire.say(get("/plain"));

  shop.script.say("hello");
  CHECK(wire.hear_to("hello\r\n") == "5\r\nhello\r\n");
  shop.script.finish();

  CHECK(wire.hear_to("0\r\n\r\n") == "0\r\n\r\n");
  CHECK(wire.hear().body == "plain");
  CHECK(wire.hear().body == "plain");
  CHECK_FALSE(shop.script.end().stopped);
}

TEST_CASE("a client that goes away ends its stream while nothing is written") {
  Streaming shop;
  auto wire = std::make_unique<Wire>(shop.url);
  wire->say(get("/stream"));
  CHECK(wire->hear(true).status == 200);
  shop.script.say("hello");
  CHECK(wire->hear_to("hello\r\n") == "5\r\nhello\r\n");

  wire.reset();

  CHECK(shop.script.end().stopped);
  while (shop.server.connections() > 0) std::this_thread::sleep_for(1ms);
}

TEST_CASE("a client that does not read ends its stream once a write takes too long") {
  http::ServerOptions options;
  options.write_timeout = 100ms;
  Streaming shop(options);
  Wire wire(shop.url);
  wire.say(get("/stream"));
  CHECK(wire.hear(true).status == 200);

  shop.script.say(std::string(64 << 20, 'x'));  // more than any socket holds

  CHECK_FALSE(shop.script.end().reached);
  CHECK_FALSE(has(wire.hear_all(), "\r\n0\r\n\r\n"));
}

TEST_CASE("the time for a write is not the time for the stream") {
  http::ServerOptions options;
  options.write_timeout = 20ms;
  Streaming shop(options);
  Wire wire(shop.url);
  wire.say(get("/stream"));
  CHECK(wire.hear(true).status == 200);

  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(60ms);
    shop.script.say("hello");
    CHECK(wire.hear_to("hello\r\n") == "5\r\nhello\r\n");
  }
  shop.script.finish();

  CHECK(wire.hear_to("0\r\n\r\n") == "0\r\n\r\n");
}

TEST_CASE("draining lets a stream have a last word and closes its connection behind it") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say(get("/stream"));
  CHECK(wire.hear(true).status == 200);
  shop.script.say("hello");
  CHECK(wire.hear_to("hello\r\n") == "5\r\nhello\r\n");

  auto drained = shop.begin_to_drain();

  CHECK(wire.hear_to("0\r\n\r\n") == "7\r\ngoodbye\r\n0\r\n\r\n");
  CHECK(wire.stop().is_closed());
  CHECK(drained.get());
  CHECK(shop.script.end().stopped);
}

TEST_CASE("a stream that begins while the server drains is told to end at once") {
  Streaming shop;
  Wire idle(shop.url), busy(shop.url);
  CHECK(idle.say(get("/plain")).hear().status == 200);
  busy.say(get("/held"));
  shop.held.get_future().wait();

  auto drained = shop.begin_to_drain();
  CHECK(idle.is_closed());
  shop.released.set_value();

  CHECK(busy.hear(true).closes());
  CHECK(busy.hear_to("0\r\n\r\n") == "7\r\ngoodbye\r\n0\r\n\r\n");
  CHECK(busy.stop().is_closed());
  CHECK(drained.get());
}

TEST_CASE("a stream that fails is cut off, so that nobody takes it for whole") {
  Streaming shop;
  Wire wire(shop.url);
  wire.say(get("/stream"));
  CHECK(wire.hear(true).status == 200);
  shop.script.say("hello");
  shop.script.fail();

  CHECK(wire.hear_all() == "5\r\nhello\r\n");
}
