#include "client_connection.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <optional>

#include "body_reader.h"
#include "kernel/error.h"
#include "response_head.h"

namespace http {

namespace {

[[noreturn]] void too_late() {
  throw kernel::Error(kernel::Code::deadline_exceeded, "no answer in time");
}

}  // namespace

// Wakes whoever waits for the socket when the deadline comes.
class ClientConnection::Cancelling final : public Deadlines::Timed {
 public:
  Cancelling(Deadlines& deadlines, kernel::Ticks deadline, Channel& stream)
      : Timed(deadlines, deadline), channel_(stream) {}

 private:
  // Closing also ends what would be waited for after a wait that is just over.
  void expire() override { channel_.close(); }
  Channel& channel_;
};

ClientConnection::ClientConnection(asio::io_context& loop, const ClientOptions& options)
    : options_(options),
      channel_(Socket(loop.get_executor())),
      capacity_(options.head_bytes_max),
      buffer_(new char[capacity_]) {}

kernel::Task<> ClientConnection::connect(const std::vector<Endpoint>& endpoints,
                                         const std::string& origin, Deadlines& deadlines,
                                         kernel::Ticks deadline) {
  const Cancelling timed(deadlines, deadline, channel_);
  Socket& socket = channel_.socket();
  ErrorCode error = asio::error::host_not_found;
  for (const auto& endpoint : endpoints) {
    ErrorCode ignored;
    socket.close(ignored);
    socket.open(endpoint.protocol(), error);
    if (error) continue;
    co_await socket.async_connect(endpoint, into(error));
    if (timed.expired()) too_late();
    if (error) continue;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);  // Unix sockets know none
    socket.non_blocking(true, ignored);
    co_return;
  }
  throw kernel::Error(kernel::Code::unavailable,
                      "nobody answers at " + origin + ": " + error.message());
}

bool ClientConnection::is_on_this_machine() const {
  ErrorCode failed;
  const auto own = channel_.socket().local_endpoint(failed);
  const auto other = failed ? own : channel_.socket().remote_endpoint(failed);
  return !failed && (peer_of(other).local || ip_of(own) == ip_of(other));
}

kernel::Task<> ClientConnection::secure(const TlsClient& tls, const std::string& host,
                                        const std::string& origin, Deadlines& deadlines,
                                        kernel::Ticks deadline) {
  const Cancelling timed(deadlines, deadline, channel_);
  channel_.be_tls_client(tls.context(), host, is_on_this_machine());
  const bool agreed = co_await channel_.handshake();
  if (timed.expired()) too_late();
  if (!agreed)
    throw kernel::Error(kernel::Code::unavailable,
                        "no TLS with " + origin + ": " + channel_.failure());
}

bool ClientConnection::is_alive() {
  if (channel_.holds_more()) return false;
  char byte = 0;
  const auto peeked = ::recv(channel_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return peeked < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

kernel::Task<ClientConnection::Outcome> ClientConnection::exchange(const std::string& bytes,
                                                                   bool head_only,
                                                                   Deadlines& deadlines,
                                                                   kernel::Ticks deadline) {
  const Cancelling timed(deadlines, deadline, channel_);
  reusable_ = false;
  Outcome outcome;
  outcome.silent = true;
  std::size_t sent = 0;
  const bool complete = co_await channel_.write_all(bytes, {}, sent);
  if (timed.expired()) too_late();
  outcome.untouched = sent == 0;
  // A server may answer, and close, before it has read all: look for an answer in any case.
  if (sent > 0) co_await receive(outcome, head_only);
  if (timed.expired() && !outcome.answered) too_late();
  if (!complete) reusable_ = false;
  if (!outcome.answered && outcome.failure.empty())
    outcome.failure = "the connection was lost before the answer";
  used_ = true;
  co_return outcome;
}

// False when the peer closed or the connection broke.
kernel::Task<bool> ClientConnection::read_some(Outcome& outcome) {
  if (begin_ == end_ || end_ == capacity_) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) {
    outcome.failure = "the answer's headers are too large";
    co_return false;
  }
  ErrorCode error;
  end_ += co_await channel_.read_some(buffer_.get() + end_, capacity_ - end_, error);
  if (!error) outcome.silent = false;
  co_return !error;
}

kernel::Task<> ClientConnection::receive(Outcome& outcome, bool head_only) {
  begin_ = end_ = 0;
  std::optional<ResponseHead> head;
  do {
    head.emplace(outcome.response, head_only, options_.head_bytes_max);
    while (!head->done()) {
      const std::size_t used = begin_ < end_ ? head->read(pending()) : 0;
      begin_ += used;
      if (head->malformed()) {
        outcome.failure = "the answer is no HTTP";
        co_return;
      }
      if (head->done()) break;
      const bool more = co_await read_some(outcome);
      if (!more) co_return;
    }
  } while (head->interim());
  BodyReader body;
  head->start_body(body, options_.body_bytes_max);
  for (;;) {
    begin_ += body.feed(pending(), outcome.response.body);
    if (body.state() != BodyReader::State::reading) break;
    const bool more = co_await read_some(outcome);
    if (!more) body.finish();
  }
  outcome.answered = body.state() == BodyReader::State::done;
  if (body.state() == BodyReader::State::too_large) outcome.failure = "the answer is too large";
  reusable_ = outcome.answered && head->reusable() && begin_ == end_;
}

}  // namespace http
