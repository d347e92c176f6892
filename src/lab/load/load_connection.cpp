#include "lab/load/load_connection.h"

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "lab/load/arrival_stamps.h"

namespace lab {
namespace {

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

void send_at_once(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int error_of(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

bool has_peer(int socket) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  return ::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
}

}  // namespace

LoadConnection::LoadConnection(kernel::RealRuntime& runtime, LoadPoll& poll, const Address& address,
                               Owner& owner)
    : runtime_(runtime), poll_(poll), address_(address), owner_(owner) {}

LoadConnection::~LoadConnection() { close(); }

void LoadConnection::begin(bool repeatable) {
  repeatable_ = repeatable;
  sent_ = 0;
  left_at_ = {};
  scan_.start();
  if (state_ == State::closed) return connect();
  kept_ = true;
  state_ = State::busy;
  transmit();
}

void LoadConnection::connect() {
  kept_ = false;
  state_ = State::connecting;
  socket_ = ::socket(address_.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return fail();
  send_at_once(socket_);
  ArrivalStamps::ask_for(socket_);
  if (!poll_.watch(socket_, *this)) return fail();
  const auto size = static_cast<socklen_t>(address_.size());
  if (::connect(socket_, address_.data(), size) != 0 && errno != EINPROGRESS) return fail();
  // On loopback the handshake is over by now; else it is told when it is.
  if (!has_peer(socket_)) return;
  state_ = State::busy;
  transmit();
}

void LoadConnection::ready(std::uint32_t events) {
  const auto self = shared_from_this();
  if (state_ == State::connecting && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) connected();
  if (state_ == State::busy && sent_ < request_.size() && (events & EPOLLOUT) != 0) transmit();
  if (is_open() && (events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) receive();
}

void LoadConnection::connected() {
  if (error_of(socket_) != 0) return fail();
  state_ = State::busy;
}

void LoadConnection::transmit() {
  if (sent_ == 0) left_at_ = runtime_.ticks();
  while (sent_ < request_.size()) {
    const auto sent =
        ::send(socket_, request_.data() + sent_, request_.size() - sent_, MSG_NOSIGNAL);
    if (sent >= 0) {
      sent_ += static_cast<std::size_t>(sent);
    } else if (would_block()) {
      return;  // until it is ready
    } else if (errno != EINTR) {
      return fail();
    }
  }
}

// Whatever is there: a socket is told to be ready once, not as long as it is. Also when nothing is
// waited for, so that a connection that the peer closes is never used again.
void LoadConnection::receive() {
  const auto life = life_;
  while (life == life_ && is_open()) {
    const auto [size, stamp] = ArrivalStamps::receive(socket_, buffer_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && would_block()) return;
    if (size < 0) return state_ == State::idle ? end_of_stream({}) : fail();
    const auto now = runtime_.ticks();
    const auto at = stamp ? std::clamp(runtime_.ticks_at(*stamp), left_at_, now) : now;
    if (size == 0) return end_of_stream(at);
    take({buffer_.data(), static_cast<std::size_t>(size)}, at);
    if (static_cast<std::size_t>(size) < buffer_.size()) return;
  }
}

void LoadConnection::end_of_stream(kernel::Ticks at) {
  if (state_ == State::idle) {
    close();
    return owner_.closed_idle(*this);
  }
  if (scan_.end() != AnswerScan::State::done) return fail();
  close();
  owner_.answered(*this, scan_.status(), at);
}

void LoadConnection::take(std::string_view bytes, kernel::Ticks at) {
  if (state_ == State::idle) return end_of_stream(at);  // nobody asked
  const auto state = scan_.feed(bytes);
  if (state == AnswerScan::State::reading) return;
  if (state == AnswerScan::State::malformed) return fail();
  if (scan_.keeps_alive() && sent_ == request_.size())
    state_ = State::idle;
  else
    close();
  owner_.answered(*this, scan_.status(), at);
}

void LoadConnection::close() {
  ++life_;
  state_ = State::closed;
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void LoadConnection::drop() { close(); }

void LoadConnection::fail() {
  const bool again = kept_ && (sent_ == 0 || (repeatable_ && scan_.silent()));
  close();
  boost::asio::post(runtime_.loop(0), [self = shared_from_this(), life = life_, again] {
    if (life == self->life_) self->owner_.lost(*self, again);
  });
}

}  // namespace lab
