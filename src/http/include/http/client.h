// http: an HTTP/1.1 client with kept connections, for calls between processes and for the
// program's own tools.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"
#include "kernel/runtime.h"

namespace http {

struct ClientRequest {
  std::string_view method = "GET";  // of static storage
  std::string target = "/";
  std::string body;
  std::string_view content_type = json_type;  // of static storage; sent only with a body
  HeaderLines headers;                        // the others
  kernel::Ticks* waited = nullptr;            // set, if given: how long it waited for a connection
};

struct ClientOptions {
  std::size_t connections_max = 64;  // per destination; further requests wait in order
  std::size_t waiting_max = 4096;    // per destination; resource_exhausted beyond
  std::size_t head_bytes_max = 64 * 1024;
  std::size_t body_bytes_max = 64 * 1024 * 1024;
  kernel::Ticks idle_timeout = std::chrono::seconds(30);  // kept unused; less than a server's
};

// The connections of one loop; used on that loop only. Destroyed when no request is under way, or
// together with its loop.
//
// A connection that its peer closed while idle is noticed before it is used. A request is sent a
// second time, on a new connection, only when the peer cannot have acted on the first: not a byte
// of it could be sent, or it is a GET or HEAD that a kept connection swallowed without a byte of
// answer. Every other loss is `unavailable`: the outcome is unknown.
class ClientPool {
 public:
  ClientPool(kernel::Runtime& runtime, boost::asio::io_context& loop, ClientOptions options = {});
  ~ClientPool();

  // Sends `request` to `origin` (http://host:port, https://host:port or unix:/path) and returns the
  // response, of whatever status. The certificate must be for that host and lead to one that the
  // system trusts, unless the server is on this machine. `deadline` is on Runtime::ticks(). Throws
  // unavailable when nobody answers or the answer is no HTTP, deadline_exceeded,
  // resource_exhausted, or invalid_argument for an origin that is none. Both arguments outlive the
  // call.
  kernel::Task<Response> send(const std::string& origin, const ClientRequest& request,
                              kernel::Ticks deadline);

  std::size_t connections() const noexcept;  // open ones, all destinations

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace http
