#include "lab/load/load_connection.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>

namespace lab {
namespace {

namespace asio = boost::asio;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

LoadConnection::LoadConnection(kernel::RealRuntime& runtime, const Address& address, Owner& owner)
    : runtime_(runtime),
      address_(address),
      owner_(owner),
      socket_(runtime.loop(0).get_executor()) {}

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
  ErrorCode error;
  socket_.open(address_.protocol(), error);
  if (error) return fail();
  socket_.async_connect(address_, [self = shared_from_this(), life = life_](ErrorCode failed) {
    if (life != self->life_) return;
    if (failed) return self->fail();
    ErrorCode ignored;
    self->socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    self->socket_.non_blocking(true, ignored);
    self->state_ = State::busy;
    self->listen();
    self->transmit();
  });
}

void LoadConnection::transmit() {
  if (sent_ == 0) left_at_ = runtime_.ticks();
  while (sent_ < request_.size()) {
    const auto sent = ::send(socket_.native_handle(), request_.data() + sent_,
                             request_.size() - sent_, MSG_NOSIGNAL);
    if (sent >= 0) {
      sent_ += static_cast<std::size_t>(sent);
    } else if (would_block()) {
      return socket_.async_wait(Socket::wait_write,
                                [self = shared_from_this(), life = life_](ErrorCode) {
                                  if (life == self->life_) self->transmit();
                                });
    } else if (errno != EINTR) {
      return fail();
    }
  }
}

// Always, also when idle: so a connection that the peer closes is never used again. Not
// async_wait, which costs two system calls more each time.
void LoadConnection::listen() {
  socket_.async_read_some(asio::buffer(buffer_), [self = shared_from_this(), life = life_](
                                                     ErrorCode error, std::size_t size) {
    if (life == self->life_) self->heard(error, size);
  });
}

void LoadConnection::heard(ErrorCode error, std::size_t size) {
  if (!error && state_ == State::busy) return take({buffer_.data(), size});
  if (state_ == State::idle) {
    close();
    return owner_.closed_idle(*this);
  }
  if (error == asio::error::eof && scan_.end() == AnswerScan::State::done) {
    close();
    return owner_.answered(*this, scan_.status());
  }
  fail();
}

void LoadConnection::take(std::string_view bytes) {
  const auto state = scan_.feed(bytes);
  if (state == AnswerScan::State::reading) return listen();
  if (state == AnswerScan::State::malformed) return fail();
  if (scan_.keeps_alive() && sent_ == request_.size()) {
    state_ = State::idle;
    listen();
  } else {
    close();
  }
  owner_.answered(*this, scan_.status());
}

void LoadConnection::close() {
  ++life_;
  state_ = State::closed;
  ErrorCode ignored;
  socket_.close(ignored);
}

void LoadConnection::drop() { close(); }

void LoadConnection::fail() {
  const bool again = kept_ && (sent_ == 0 || (repeatable_ && scan_.silent()));
  close();
  asio::post(socket_.get_executor(), [self = shared_from_this(), life = life_, again] {
    if (life == self->life_) self->owner_.lost(*self, again);
  });
}

}  // namespace lab
