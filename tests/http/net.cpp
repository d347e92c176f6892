#include "net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <utility>

#include "http/address.h"

namespace test {

namespace {

constexpr int patience_ms = 30'000;  // passes only where something is broken

bool readable(int socket) {
  pollfd wanted{socket, POLLIN, 0};
  return ::poll(&wanted, 1, patience_ms) > 0;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

TempDir::TempDir() {
  std::string pattern = std::filesystem::temp_directory_path() / "cleave-test-XXXXXX";
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TempDir::~TempDir() { std::filesystem::remove_all(path_); }

Loops::Loops(unsigned count) : runtime({count, 2}) {
  for (unsigned i = 0; i < count; ++i) contexts.push_back(&runtime.loop(i));
  thread_ = std::thread([this] { runtime.run(); });
}

Loops::~Loops() { end(); }

void Loops::end() {
  if (!thread_.joinable()) return;
  runtime.stop();
  thread_.join();
  runtime.destroy_frames();
}

kernel::Task<http::Response> Echo::handle(const http::Request& request) {
  if (request.path() == "/slow") co_await runtime_.sleep(100ms);
  if (request.path() == "/held") co_await hold();
  http::Response response;
  response.content_type = http::text_type;
  response.body.append(request.method).append(" ").append(request.target);
  if (!request.body.empty()) response.body.append(" ").append(request.body);
  co_return response;
}

kernel::Task<> Echo::hold() {
  const auto released = released_.get_future();
  held_.set_value();
  while (released.wait_for(0ms) != std::future_status::ready) co_await runtime_.sleep(1ms);
}

void Echo::await_held() { held_.get_future().wait(); }

std::unique_ptr<Wire> Running::arrive(std::string_view bytes) {
  std::promise<void> held_up, said;
  const auto begun = held_up.get_future();
  loops.runtime.post(0, [held_up = std::move(held_up), go_on = said.get_future()]() mutable {
    held_up.set_value();
    go_on.wait();
  });
  begun.wait();
  auto wire = std::make_unique<Wire>(url);
  wire->say(bytes);
  said.set_value();
  return wire;
}

Wire::Wire(const std::string& url, const std::string& from) {
  const auto origin = http::parse_origin(url);
  int connected = -1;
  if (origin.is_unix()) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, origin.socket_path.c_str(), sizeof address.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    connected = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  } else {
    auto address = loopback(origin.port);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    auto own = loopback(0);
    REQUIRE(::inet_pton(AF_INET, from.c_str(), &own.sin_addr) == 1);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0);
    connected = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  REQUIRE(connected == 0);
}

Wire::~Wire() { ::close(socket_); }

Wire& Wire::say(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = transmit(bytes.data(), bytes.size());
    if (sent <= 0) break;  // the server may have refused already
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return *this;
}

Wire& Wire::stop() {
  ::shutdown(socket_, SHUT_WR);
  return *this;
}

long Wire::transmit(const char* bytes, std::size_t size) {
  return ::send(socket_, bytes, size, MSG_NOSIGNAL);
}

long Wire::receive(char* room, std::size_t size) {
  return readable(socket_) ? ::recv(socket_, room, size, 0) : 0;
}

bool Wire::more() {
  char bytes[16384];
  const auto got = receive(bytes, sizeof bytes);
  if (got <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

Wire::Answer Wire::hear(bool head_only) {
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!more()) return {};
  Answer answer;
  answer.head = buffer_.substr(0, end + 4);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  std::size_t length = 0;
  const auto at = answer.head.find("Content-Length: ");
  if (!head_only && at != std::string::npos) length = std::stoul(answer.head.substr(at + 16));
  while (buffer_.size() < length)
    if (!more()) return {};
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

std::string Wire::hear_to(std::string_view mark) {
  std::size_t found;
  while ((found = buffer_.find(mark)) == std::string::npos)
    if (!more()) return std::exchange(buffer_, {});
  const std::string text = buffer_.substr(0, found + mark.size());
  buffer_.erase(0, text.size());
  return text;
}

std::string Wire::hear_all() {
  while (more()) {
  }
  return std::exchange(buffer_, {});
}

bool Wire::is_closed() {
  if (!buffer_.empty() || !readable(socket_)) return false;
  char byte;
  return receive(&byte, 1) <= 0;
}

Peer::Peer() {
  listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener_, 16) == 0);
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

Peer::~Peer() { ::close(listener_); }

int Peer::accept() {
  REQUIRE(readable(listener_));
  const int accepted = ::accept(listener_, nullptr, nullptr);
  REQUIRE(accepted >= 0);
  return accepted;
}

std::string Peer::read_head(int socket) {
  std::string head;
  char byte;
  while (!head.ends_with("\r\n\r\n")) {
    if (!readable(socket) || ::recv(socket, &byte, 1, 0) <= 0) return {};
    head.push_back(byte);
  }
  return head;
}

void Peer::write(int socket, std::string_view bytes) {
  ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void Peer::close(int socket) { ::close(socket); }

void Peer::hang_up(int socket) {
  ::shutdown(socket, SHUT_WR);
  tcp_info info{};
  do {
    socklen_t size = sizeof info;
    REQUIRE(::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0);
    std::this_thread::yield();
  } while (info.tcpi_state == TCP_FIN_WAIT1);  // until the end is acknowledged
  ::close(socket);
}

}  // namespace test
