#include "lab/arms/relay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <deque>
#include <memory>

#include "http/address.h"
#include "kernel/error.h"
#include "signals.h"

namespace lab {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using kernel::Ticks;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, kernel::Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, kernel::Executor>;

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t held_bytes_max = 1024 * 1024;  // of one direction; then it reads no more

// What all connections of a relay share.
struct Shared {
  kernel::RealRuntime& runtime;
  const RelayPlan& plan;
  Tcp::endpoint to;
  bool faulty = false;

  Ticks next_delay() {
    const auto width = static_cast<std::uint64_t>(2 * plan.jitter.count() + 1);
    const Ticks jitter(static_cast<std::int64_t>(runtime.random() % width) - plan.jitter.count());
    return std::max(Ticks(0), plan.delay + jitter) + (faulty ? plan.fault_delay : Ticks(0));
  }
};

// One direction. Bytes leave in the order in which they came, each when it is due; the end of the
// stream is held as long as the bytes before it.
class Direction : public std::enable_shared_from_this<Direction> {
 public:
  // `close` ends both directions.
  Direction(Shared& shared, std::shared_ptr<Socket> from, std::shared_ptr<Socket> to)
      : shared_(shared), from_(std::move(from)), to_(std::move(to)) {}

  void read() {
    if (reading_ || at_end_ || held_bytes_ >= held_bytes_max) return;
    reading_ = true;
    from_->async_read_some(asio::buffer(buffer_),
                           [self = shared_from_this()](error_code error, std::size_t size) {
                             self->reading_ = false;
                             self->on_read(error, size);
                           });
  }

 private:
  struct Held {
    Ticks due;
    std::string bytes;  // none: the end of the stream
  };

  void on_read(const error_code& error, std::size_t size) {
    if (error && error != asio::error::eof) return close();
    at_end_ = error == asio::error::eof;
    last_due_ = std::max(last_due_, shared_.runtime.ticks() + shared_.next_delay());
    held_.push_back({last_due_, std::string(buffer_.data(), size)});
    held_bytes_ += size;
    if (held_.size() == 1) wait();
    read();
  }

  void wait() {
    const auto left = held_.front().due - shared_.runtime.ticks();
    if (left <= Ticks(0)) return write();
    shared_.runtime.after(left, [self = shared_from_this()] { self->write(); });
  }

  void write() {
    const auto& bytes = held_.front().bytes;
    if (bytes.empty()) {
      error_code ignored;
      to_->shutdown(Socket::shutdown_send, ignored);
      return;
    }
    send(0);
  }

  void send(std::size_t sent) {
    const auto& bytes = held_.front().bytes;
    if (sent == bytes.size()) return on_sent();
    to_->async_write_some(asio::buffer(bytes.data() + sent, bytes.size() - sent),
                          [self = shared_from_this(), sent](error_code error, std::size_t size) {
                            if (error) return self->close();
                            self->send(sent + size);
                          });
  }

  void on_sent() {
    held_bytes_ -= held_.front().bytes.size();
    held_.pop_front();
    if (!held_.empty()) wait();
    read();
  }

  // One side is lost: the other one hears of it at once, as it would of a process that died.
  void close() {
    error_code ignored;
    from_->close(ignored);
    to_->close(ignored);
  }

  Shared& shared_;
  const std::shared_ptr<Socket> from_;
  const std::shared_ptr<Socket> to_;
  std::array<char, read_bytes> buffer_;
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;
  Ticks last_due_{};
  bool reading_ = false;
  bool at_end_ = false;
};

void connect(Shared& shared, std::shared_ptr<Socket> client) {
  const auto server = std::make_shared<Socket>(shared.runtime.loop(0));
  server->async_connect(shared.to, [&shared, client, server](error_code error) {
    if (error) return;  // both sockets close
    for (const auto& socket : {client, server}) socket->set_option(Tcp::no_delay(true), error);
    std::make_shared<Direction>(shared, client, server)->read();
    std::make_shared<Direction>(shared, server, client)->read();
  });
}

void accept(Shared& shared, Acceptor& acceptor) {
  const auto client = std::make_shared<Socket>(shared.runtime.loop(0));
  acceptor.async_accept(*client, [&shared, &acceptor, client](error_code error) {
    if (error == asio::error::operation_aborted) return;
    if (!error) connect(shared, client);
    accept(shared, acceptor);
  });
}

Tcp::endpoint endpoint_of(const std::string& url) {
  const auto origin = http::parse_origin(url);
  error_code error;
  const auto address =
      asio::ip::make_address(origin.host == "localhost" ? "127.0.0.1" : origin.host, error);
  if (error || origin.is_unix())
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("{}: a relay needs http:// and an IP address", url));
  return {address, origin.port};
}

Acceptor listen(kernel::RealRuntime& runtime, const std::string& url) {
  const auto endpoint = endpoint_of(url);
  Acceptor acceptor(runtime.loop(0));
  error_code error;
  acceptor.open(endpoint.protocol());
  acceptor.set_option(Acceptor::reuse_address(true));
  acceptor.bind(endpoint, error);
  if (error)
    throw kernel::Error(kernel::Code::failed_precondition,
                        fmt::format("{} cannot be listened at: {}", url, error.message()));
  acceptor.listen();
  return acceptor;
}

using Signals = asio::basic_signal_set<kernel::Executor>;

void hear(Signals& signals, Shared& shared) {
  signals.async_wait([&](const error_code& error, int signal) {
    if (error) return;
    shared.faulty = signal == SIGUSR1;
    hear(signals, shared);
  });
}

}  // namespace

void run_relay(const RelayPlan& plan, const std::function<void()>& ready) {
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  Shared shared{runtime, plan, endpoint_of(plan.to), false};
  Acceptor acceptor = listen(runtime, plan.listen);
  Signals signals(runtime.loop(0), SIGUSR1, SIGUSR2);
  hear(signals, shared);
  const app::Interrupts interrupts(runtime, [&](int) { runtime.stop(); });
  accept(shared, acceptor);
  ready();
  runtime.run();
}

}  // namespace lab
