// http, internal: one connection of a client, and one request over it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "channel.h"
#include "deadlines.h"
#include "http/client.h"
#include "tls_client.h"

namespace http {

class ClientConnection {
 public:
  ClientConnection(asio::io_context& loop, const ClientOptions& options);

  // Connects to the first endpoint that answers. Throws unavailable, deadline_exceeded.
  kernel::Task<> connect(const std::vector<Endpoint>& endpoints, const std::string& origin,
                         Deadlines& deadlines, kernel::Ticks deadline);

  // Once connected: TLS with `host`. Its certificate is not looked at when it is on this machine:
  // nobody else can be there, and it would be believed without TLS. Throws as connect().
  kernel::Task<> secure(const TlsClient& tls, const std::string& host, const std::string& origin,
                        Deadlines& deadlines, kernel::Ticks deadline);

  // False when the peer has closed, or sent what nobody asked for.
  bool is_alive();

  struct Outcome {
    Response response;
    bool answered = false;
    bool untouched = false;  // not answered: no byte was sent, the peer saw nothing
    bool silent = false;     // not answered: no byte of an answer came
    std::string failure;     // not answered: why
  };
  // Sends `bytes` in one write and reads the answer. Throws deadline_exceeded.
  kernel::Task<Outcome> exchange(const std::string& bytes, bool head_only, Deadlines& deadlines,
                                 kernel::Ticks deadline);

  bool reusable() const noexcept { return reusable_; }
  bool used() const noexcept { return used_; }  // it has carried a request before
  kernel::Ticks idle_since{};

 private:
  class Cancelling;
  kernel::Task<> receive(Outcome& outcome, bool head_only);
  kernel::Task<bool> read_some(Outcome& outcome);
  bool is_on_this_machine() const;
  std::string_view pending() const noexcept { return {buffer_.get() + begin_, end_ - begin_}; }

  const ClientOptions& options_;
  Channel channel_;
  const std::size_t capacity_;
  const std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool reusable_ = false;
  bool used_ = false;
};

}  // namespace http
