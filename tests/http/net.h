// tests/http: a running server, and plain sockets that say exactly what a test wants said.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/client.h"
#include "http/server.h"
#include "kernel/real_runtime.h"

namespace test {

using namespace std::chrono_literals;

// A directory that goes away again.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// Event loops on threads of their own, until the end of the test. Declare what they use before.
class Loops {
 public:
  explicit Loops(unsigned count = 1);
  ~Loops();
  kernel::RealRuntime runtime;
  std::vector<boost::asio::io_context*> contexts;

  // Runs `task` on the first loop and returns what it returned, or throws what it threw.
  template <class T>
  T run(kernel::Task<T> task) {
    std::promise<T> promise;
    auto result = promise.get_future();
    kernel::start(contexts[0]->get_executor(), settle(std::move(task), promise),
                  [&promise](std::exception_ptr error) {
                    if (error) promise.set_exception(error);
                  });
    return result.get();
  }
  // Ends the loops and destroys what is suspended.
  void end();

 private:
  template <class T>
  static kernel::Task<> settle(kernel::Task<T> task, std::promise<T>& promise) {
    promise.set_value(co_await std::move(task));
  }
  std::thread thread_;
};

// Answers with what a plain function says.
class Answering final : public http::Handler {
 public:
  using Answer = std::function<http::Response(const http::Request&)>;
  explicit Answering(Answer answer) : answer_(std::move(answer)) {}
  kernel::Task<http::Response> handle(const http::Request& request) override {
    co_return answer_(request);
  }

 private:
  Answer answer_;
};

// "GET /path?query body" back to whoever asks; "/slow" takes 100 ms, "/held" until release().
class Echo final : public http::Handler {
 public:
  explicit Echo(kernel::Runtime& runtime) : runtime_(runtime) {}
  kernel::Task<http::Response> handle(const http::Request& request) override;

  void await_held();  // until a request for /held is being answered
  void release() { released_.set_value(); }

 private:
  kernel::Task<> hold();

  kernel::Runtime& runtime_;
  std::promise<void> held_, released_;
};

// One blocking connection to a URL, over IPv4 from any address that begins with 127.
class Wire {
 public:
  explicit Wire(const std::string& url, const std::string& from = "127.0.0.1");
  virtual ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  Wire& say(std::string_view bytes);  // all of them, at once
  virtual Wire& stop();               // says that nothing more comes
  struct Answer {
    int status = 0;  // 0: the connection ended without one
    std::string head;
    std::string body;
    bool closes() const { return head.find("Connection: close") != std::string::npos; }
  };
  Answer hear(bool head_only = false);  // the next answer
  // What comes, to the end of the first `mark`; all that came when it does not come.
  std::string hear_to(std::string_view mark);
  std::string hear_all();  // until the peer closes
  bool is_closed();  // waits until the peer closes; false when bytes come instead, or patience ends

 protected:
  // At most so many bytes; 0 or less when the peer closed or patience ended.
  virtual long transmit(const char* bytes, std::size_t size);
  virtual long receive(char* room, std::size_t size);
  int socket_ = -1;

 private:
  bool more();
  std::string buffer_;
};

// An Echo that listens.
struct Running {
  explicit Running(http::ServerOptions options = {})
      : echo(loops.runtime),
        server(loops.runtime, loops.contexts, echo, std::move(options)),
        url(server.listen("http://127.0.0.1:0")) {}
  ~Running() { loops.end(); }

  // Connects and says it while the loop is held up: the server finds connection and bytes at once,
  // so no time-out can come between.
  std::unique_ptr<Wire> arrive(std::string_view bytes);

  Loops loops;
  Echo echo;
  http::Server server;
  std::string url;
};

// A blocking peer for clients: accepts one connection at a time and does as told.
class Peer {
 public:
  Peer();
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  const std::string& url() const { return url_; }
  int accept();                              // a connected socket
  static std::string read_head(int socket);  // to the empty line; empty when the peer closed
  static void write(int socket, std::string_view bytes);
  static void close(int socket);
  static void hang_up(int socket);  // closes; the other side's kernel knows when it returns

 private:
  int listener_ = -1;
  std::string url_;
};

}  // namespace test
