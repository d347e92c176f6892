// http, internal: the bytes of a connection, as they are or over TLS.
#pragma once

#include <boost/asio/buffer.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "socket.h"
#include "tls_session.h"

namespace http {

// Plain until told otherwise; a plain one costs a look at a null pointer more than its socket. One
// operation in each direction at a time.
class Channel {
 public:
  explicit Channel(Socket socket) noexcept : socket_(std::move(socket)) {}

  bool is_tls() const noexcept { return tls_ != nullptr; }
  Socket& socket() noexcept { return socket_; }
  const Socket& socket() const noexcept { return socket_; }

  // From now on the server's or the client's end of TLS (tls_session.h); handshake() begins it.
  void be_tls_server(ssl_ctx_st& context) {
    tls_ = std::make_unique<TlsSession>(context, socket_.native_handle());
  }
  void be_tls_client(ssl_ctx_st& context, const std::string& host, bool trusted) {
    be_tls_server(context);
    tls_->be_client(host, trusted);
  }
  kernel::Task<bool> handshake() { return tls_->handshake(socket_); }
  std::string failure() const { return tls_->failure(); }

  // What has come, up to `size` bytes; 0 with an error.
  kernel::Task<std::size_t> read_some(char* room, std::size_t size, ErrorCode& error) {
    if (tls_) return tls_->read_some(socket_, room, size, error);
    return socket_.async_read_some(asio::buffer(room, size), into(error));
  }
  // The same without waiting; 0: nothing is there.
  std::size_t read_now(char* room, std::size_t size) {
    if (tls_) return tls_->read_now(room, size);
    ErrorCode error;
    socket_.non_blocking(true, error);
    return error ? 0 : socket_.read_some(asio::buffer(room, size), error);
  }

  // As http::write_all of a socket.
  kernel::Task<bool> write_all(std::string_view head, std::string_view body, std::size_t& sent) {
    if (tls_) return tls_->write_all(socket_, head, body, sent);
    return http::write_all(socket_, head, body, sent);
  }

  bool holds_more() const noexcept { return tls_ && tls_->holds_more(); }

  // Says that nothing more comes.
  kernel::Task<> end_sending(ErrorCode& error);

  void cancel() noexcept {  // what waits ends with operation_aborted
    ErrorCode ignored;
    socket_.cancel(ignored);
  }
  void close() noexcept {
    if (tls_) tls_->forget_descriptor();
    ErrorCode ignored;
    socket_.close(ignored);
  }

 private:
  Socket socket_;
  std::unique_ptr<TlsSession> tls_;  // null: plain. Ends before the socket does
};

}  // namespace http
