#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "kernel/error.h"
#include "kernel/task_group.h"
#include "net.h"

using namespace test;
using kernel::Code;

namespace {

struct Client {
  Client() : pool(loops.runtime, *loops.contexts[0], options()) {}
  static http::ClientOptions options() {
    http::ClientOptions options;
    options.connections_max = 2;
    options.waiting_max = 3;
    options.body_bytes_max = 1000;
    return options;
  }
  ~Client() { loops.end(); }

  static constexpr kernel::Ticks patience = 1min;  // passes only where something is broken

  http::Response get(const std::string& origin, kernel::Ticks timeout = patience) {
    http::ClientRequest request;
    request.target = "/x";
    return send(origin, request, timeout);
  }
  http::Response post(const std::string& origin, kernel::Ticks timeout = patience) {
    http::ClientRequest request;
    request.method = "POST";
    request.target = "/x";
    request.body = "{}";
    return send(origin, request, timeout);
  }
  http::Response send(const std::string& origin, const http::ClientRequest& request,
                      kernel::Ticks timeout) {
    return loops.run(pool.send(origin, request, loops.runtime.ticks() + timeout));
  }
  // Begins a GET on the loop; its outcome comes later.
  std::future<std::string> later(const std::string& origin, kernel::Ticks timeout = patience) {
    return std::async(std::launch::async, [this, origin, timeout] {
      try {
        return get(origin, timeout).body;
      } catch (const kernel::Error& error) {
        return std::string(kernel::code_name(error.code));
      }
    });
  }

  Loops loops;
  http::ClientPool pool;
};

template <class F>
Code code_of(F&& failing) {
  try {
    failing();
  } catch (const kernel::Error& error) {
    return error.code;
  }
  FAIL("no error");
  return Code::internal;
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

}  // namespace

TEST_CASE("a client keeps its connection") {
  Client client;
  Peer peer;
  std::thread serving([&] {
    const int socket = peer.accept();
    for (int i = 0; i < 3; ++i) {
      CHECK(Peer::read_head(socket).starts_with("GET /x HTTP/1.1\r\nHost: 127.0.0.1:"));
      Peer::write(socket, ok);
    }
    Peer::close(socket);
  });

  for (int i = 0; i < 3; ++i) CHECK(client.get(peer.url()).body == "hi");
  serving.join();
  CHECK(client.pool.connections() == 1);
}

TEST_CASE("answers come whole however they are framed or split") {
  Client client;
  Peer peer;
  const std::string_view answers[] = {
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: text/x-odd\r\n\r\nhi"};
  std::thread serving([&] {
    int socket = peer.accept();
    for (const auto answer : answers) {
      Peer::read_head(socket);
      for (const char c : answer) {
        Peer::write(socket, {&c, 1});
        std::this_thread::sleep_for(50us);
      }
    }
    Peer::close(socket);
  });

  for (int i = 0; i < 3; ++i) {
    const auto response = client.get(peer.url());
    CHECK(response.body == "hi");
    if (i == 2) CHECK(response.headers.find("content-type") == "text/x-odd");
  }
  serving.join();
}

TEST_CASE("a connection closed while idle is noticed before it is used, even for a POST") {
  Client client;
  Peer peer;
  const auto serve_one = [&] {
    const int socket = peer.accept();
    Peer::read_head(socket);
    Peer::write(socket, ok);
    Peer::hang_up(socket);
  };

  for (int i = 0; i < 2; ++i) {
    std::thread serving(serve_one);
    CHECK(client.post(peer.url()).body == "hi");
    serving.join();
  }
}

TEST_CASE("a kept connection that swallows a request: GET is sent again, POST is not") {
  Client client;
  Peer peer;
  std::thread serving([&] {
    const int socket = peer.accept();
    Peer::read_head(socket);
    Peer::write(socket, ok);
    Peer::read_head(socket);
    Peer::close(socket);
    const int again = peer.accept();
    Peer::read_head(again);
    Peer::write(again, ok);
    Peer::read_head(again);
    Peer::close(again);
  });

  CHECK(client.get(peer.url()).body == "hi");
  CHECK(client.get(peer.url()).body == "hi");
  CHECK(code_of([&] { client.post(peer.url()); }) == Code::unavailable);
  serving.join();
}

TEST_CASE("a refused connection, a lost one and nonsense are all unavailable") {
  Client client;
  CHECK(code_of([&] { client.get("http://127.0.0.1:1"); }) == Code::unavailable);
  CHECK(code_of([&] { client.get("unix:/nowhere/at/all.sock"); }) == Code::unavailable);
  CHECK(code_of([&] { client.get("http://no-such-host.invalid:80"); }) == Code::unavailable);
  CHECK(code_of([&] { client.get("ftp://shop"); }) == Code::invalid_argument);
  Peer peer;
  const std::string_view answers[] = {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
                                      "SMTP ready\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhi"};
  for (const auto answer : answers) {
    CAPTURE(answer);
    std::thread serving([&] {
      const int socket = peer.accept();
      Peer::read_head(socket);
      Peer::write(socket, answer);
      Peer::close(socket);
    });
    CHECK(code_of([&] { client.get(peer.url()); }) == Code::unavailable);
    serving.join();
  }
}

TEST_CASE("no answer in time is deadline_exceeded, at its time") {
  Client client;
  Peer peer;
  auto patient = client.later(peer.url());
  const int socket = peer.accept();

  const auto before = std::chrono::steady_clock::now();
  CHECK(code_of([&] { client.get(peer.url(), 50ms); }) == Code::deadline_exceeded);
  CHECK(std::chrono::steady_clock::now() - before >= 50ms);
  CHECK(code_of([&] { client.get(peer.url(), 0ms); }) == Code::deadline_exceeded);

  Peer::read_head(socket);
  Peer::write(socket, ok);
  CHECK(patient.get() == "hi");  // its time was not over yet
  CHECK(client.pool.connections() == 1);
  Peer::close(socket);
}

TEST_CASE("beyond the bound of connections requests wait in line, and no longer than they may") {
  Client client;
  Peer peer;
  auto first = client.later(peer.url());
  auto second = client.later(peer.url());
  const int one = peer.accept();
  const int two = peer.accept();
  auto third = client.later(peer.url());
  auto hasty = client.later(peer.url(), 50ms);
  CHECK(hasty.get() == "deadline_exceeded");

  Peer::read_head(one);
  Peer::write(one, ok);
  Peer::read_head(one);  // the third comes over the same connection
  Peer::write(one, ok);
  Peer::read_head(two);
  Peer::write(two, ok);

  CHECK(first.get() == "hi");
  CHECK(second.get() == "hi");
  CHECK(third.get() == "hi");
  Peer::close(one);
  Peer::close(two);
}

TEST_CASE("a line that is too long is resource_exhausted") {
  Client client;
  Peer peer;
  std::vector<std::future<std::string>> outcomes;
  for (int i = 0; i < 6; ++i) outcomes.push_back(client.later(peer.url()));
  const int one = peer.accept();
  const int two = peer.accept();

  // Two are under way and three in line; one of the six is one too many.
  const auto is_known = [](const auto& outcome) {
    return outcome.wait_for(1ms) == std::future_status::ready;
  };
  auto known = outcomes.end();
  while (known == outcomes.end()) known = std::find_if(outcomes.begin(), outcomes.end(), is_known);
  CHECK(known->get() == "resource_exhausted");
  outcomes.erase(known);

  for (const int socket : {one, one, one, one, two}) {
    Peer::read_head(socket);
    Peer::write(socket, ok);
  }
  for (auto& outcome : outcomes) CHECK(outcome.get() == "hi");
  Peer::close(one);
  Peer::close(two);
}

TEST_CASE("a loop may end while requests are under way and others wait in line") {
  Peer peer;
  Loops loops;
  http::ClientPool pool(loops.runtime, *loops.contexts[0], Client::options());
  const http::ClientRequest request;
  const auto url = peer.url();
  for (int i = 0; i < 5; ++i)
    loops.runtime.post(0, [&] {
      const auto send = [](http::ClientPool& pool, const std::string& url,
                           const http::ClientRequest& request,
                           kernel::Ticks deadline) -> kernel::Task<> {
        co_await pool.send(url, request, deadline);
      };
      loops.runtime.spawn(send(pool, url, request, loops.runtime.ticks() + 5s));
    });
  const int one = peer.accept();
  Peer::read_head(one);
  loops.end();
  Peer::close(one);
}
