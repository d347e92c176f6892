// http, internal: TLS over a socket that does not block.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/tls.h"
#include "kernel/task.h"
#include "socket.h"

struct ssl_st;  // OpenSSL's SSL

namespace http {

// OpenSSL reads and writes the descriptor itself; what it waits for is waited for on the socket.
// So a connection holds no buffer of TLS while nothing is under way (decisions/0019). One operation
// at a time. Cancelling the socket ends what waits.
class TlsSession {
 public:
  TlsSession(ssl_ctx_st& context, int descriptor);
  // Says goodbye if that can be said at once.
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // The client's side, which asks for `host` by name. Unless `trusted`, the certificate must be for
  // it and lead to a root of the system's.
  void be_client(const std::string& host, bool trusted);

  kernel::Task<bool> handshake(Socket& socket);
  // After a handshake that failed: why.
  std::string failure() const;

  // Like the socket's own: what has come, up to `size` bytes; 0 with an error.
  kernel::Task<std::size_t> read_some(Socket& socket, char* room, std::size_t size,
                                      ErrorCode& error);
  std::size_t read_now(char* room, std::size_t size) noexcept;  // 0: nothing is there

  kernel::Task<bool> write_all(Socket& socket, std::string_view head, std::string_view body,
                               std::size_t& sent);
  // Says that nothing more comes.
  kernel::Task<> end(Socket& socket);
  // The descriptor is closed: nothing is read or written any more, whatever its number is used for.
  void forget_descriptor() noexcept { descriptor_ = -1; }

  bool holds_more() const noexcept;  // bytes that were read and not yet asked for

 private:
  enum class Step { done, wait_read, wait_write, ended, failed };
  template <class F>
  Step attempt(F operation) noexcept;
  static kernel::Task<> await(Socket& socket, Step step, ErrorCode& error);

  struct Free {
    void operator()(ssl_st* session) const noexcept;
  };
  int descriptor_;  // the socket's; OpenSSL reaches it by its address here
  std::unique_ptr<ssl_st, Free> session_;
  std::string failure_;
  bool broken_ = false;  // by a fault in the protocol or of the connection
};

}  // namespace http
