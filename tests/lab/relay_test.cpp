#include "lab/arms/relay.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "child_process.h"
#include "lab/arms/ports.h"

namespace lab::test {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

int connected_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return socket;
}

void send_whole(int socket, const std::string& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const auto size = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return;
    sent += static_cast<std::size_t>(size);
  }
}

std::string receive(int socket, std::size_t size_max) {
  std::string text;
  char buffer[64 * 1024];
  while (text.size() < size_max) {
    const auto size = ::recv(socket, buffer, std::min(sizeof buffer, size_max - text.size()), 0);
    if (size <= 0) break;
    text.append(buffer, static_cast<std::size_t>(size));
  }
  return text;
}

// Sends back what one client sends, until its end.
class Echo {
 public:
  Echo() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 1) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Echo() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::uint16_t port = 0;

 private:
  void serve() {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    char buffer[16 * 1024];
    for (;;) {
      const auto size = ::recv(client, buffer, sizeof buffer, 0);
      if (size <= 0) break;
      send_whole(client, std::string(buffer, static_cast<std::size_t>(size)));
    }
    ::close(client);
  }
  int listener_;
  std::thread thread_;
};

class Relay {
 public:
  Relay(std::uint16_t to, const std::vector<std::string>& options) {
    kernel::RealRuntime runtime({.loops = 1, .workers = 1});
    port = Ports(runtime).take();
    const std::string local = "http://127.0.0.1:";
    std::vector<std::string> arguments{"cleave",   "relay",
                                       "--listen", local + std::to_string(port),
                                       "--to",     local + std::to_string(to)};
    arguments.insert(arguments.end(), options.begin(), options.end());
    process_ = std::make_unique<app::ChildProcess>(arguments);
    bool ready = false;
    while (!ready && process_->out() >= 0) {
      pollfd wait{process_->out(), POLLIN, 0};
      ::poll(&wait, 1, -1);
      process_->read_out([&](const std::string&) { ready = true; });
    }
    REQUIRE(ready);
  }
  ~Relay() {
    process_->send_signal(SIGTERM);
    int status = 0;
    ::waitpid(process_->pid(), &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
  void send_signal(int signal) { process_->send_signal(signal); }
  std::uint16_t port = 0;

 private:
  std::unique_ptr<app::ChildProcess> process_;
};

Clock::duration round_trip(int socket) {
  const auto begun = Clock::now();
  send_whole(socket, "ping");
  CHECK(receive(socket, 4) == "ping");
  return Clock::now() - begun;
}

TEST_CASE("a relay adds its delay in both directions") {
  const Echo echo;
  const Relay relay(echo.port, {"--delay", "20ms"});
  const int socket = connected_to(relay.port);

  for (int i = 0; i < 5; ++i) CHECK(round_trip(socket) >= 40ms);

  ::close(socket);
}

TEST_CASE("a fraction of a millisecond can be asked for") {
  const Echo echo;
  const Relay relay(echo.port, {"--delay", "1.5ms", "--jitter", "500us"});
  const int socket = connected_to(relay.port);

  for (int i = 0; i < 20; ++i) CHECK(round_trip(socket) >= 2ms);

  ::close(socket);
}

TEST_CASE("bytes keep their order under jitter, and the end comes after them") {
  const Echo echo;
  const Relay relay(echo.port, {"--delay", "2ms", "--jitter", "2ms"});
  const int socket = connected_to(relay.port);
  std::string all;
  std::thread sender([&] {
    for (int i = 0; i < 2'000; ++i) {
      const auto record = std::to_string(i) + ";";
      send_whole(socket, record);
      all += record;
    }
    ::shutdown(socket, SHUT_WR);
  });

  const auto received = receive(socket, 1 << 20);
  sender.join();

  CHECK(received == all);
  ::close(socket);
}

TEST_CASE("more bytes than a relay holds pass through it") {
  const Echo echo;
  const Relay relay(echo.port, {"--delay", "1ms"});
  const int socket = connected_to(relay.port);
  std::string all;
  for (int i = 0; all.size() < 6'000'000; ++i) all += std::to_string(i) + ",";
  std::thread sender([&] {
    send_whole(socket, all);
    ::shutdown(socket, SHUT_WR);
  });

  const auto received = receive(socket, all.size() + 1);
  sender.join();

  CHECK(received.size() == all.size());
  CHECK((received == all));
  ::close(socket);
}

TEST_CASE("a signal switches the fault's delay on and another one off") {
  const Echo echo;
  Relay relay(echo.port, {"--fault-delay", "150ms"});
  const int socket = connected_to(relay.port);
  const auto until = [&](bool slow) {
    for (int i = 0; i < 1'000; ++i)
      if ((round_trip(socket) >= 300ms) == slow) return true;
    return false;
  };

  CHECK(until(false));
  relay.send_signal(SIGUSR1);
  CHECK(until(true));
  CHECK(round_trip(socket) >= 300ms);
  relay.send_signal(SIGUSR2);
  CHECK(until(false));

  ::close(socket);
}

TEST_CASE("where nobody listens, a connection ends without an answer") {
  std::uint16_t nobody = 0;
  {
    const Echo gone;
    nobody = gone.port;
  }
  const Relay relay(nobody, {});
  const int socket = connected_to(relay.port);

  CHECK(receive(socket, 1).empty());

  ::close(socket);
}

}  // namespace
}  // namespace lab::test
