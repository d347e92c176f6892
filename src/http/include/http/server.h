// http: an HTTP/1.1 server over the program's event loops.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/tls.h"
#include "kernel/runtime.h"

namespace http {

// Answers requests. Called on the connection's loop, for one request of a connection at a time.
class Handler {
 public:
  virtual ~Handler() = default;
  // `request` holds until the task has ended. An Error becomes its status, any other exception
  // 500; both by ServerOptions::refusal.
  virtual kernel::Task<Response> handle(const Request& request) = 0;
};

struct ServerOptions {
  std::size_t head_bytes_max = 16 * 1024;                 // request line and headers: 431 beyond
  std::size_t headers_max = 64;                           // 431 beyond
  std::size_t body_bytes_max = 1024 * 1024;               // 413 beyond
  std::size_t bodies_bytes_max = 128 * 1024 * 1024;       // read at once, a loop: 503 beyond
  std::size_t connections_max = 10'000;                   // of all loops; 503 beyond
  std::size_t connections_per_address_max = 0;            // 429 beyond; 0: no such limit
  Networks unlimited;                                     // addresses that it spares
  kernel::Ticks head_timeout = std::chrono::seconds(10);  // from a request's first byte; handshakes
  kernel::Ticks body_timeout = std::chrono::seconds(30);  // from the head's end
  kernel::Ticks idle_timeout = std::chrono::seconds(75);  // between requests
  kernel::Ticks write_timeout = std::chrono::seconds(30);  // a peer that does not read
  kernel::Ticks rest_after = std::chrono::seconds(2);      // idle ones give their memory back

  // The response to what never reached the handler or came back as an exception. `request` holds
  // what was understood of it: perhaps nothing but the peer. Default: problem details that carry
  // also the members of an error between processes.
  std::function<Response(const Request& request, int status, std::string_view detail)> refusal;
};

// A connection is handed to the loop with the fewest and stays there. One sweep per loop and
// quarter of the shortest timeout (at most a second) ends what takes too long.
//
// The handler and the loops outlive the server's connections: drain() it, or stop the loops, first.
class Server {
 public:
  // Accepts on the first loop; needs no loop to run yet.
  Server(kernel::Runtime& runtime, std::span<boost::asio::io_context* const> loops,
         Handler& handler, ServerOptions options = {});
  ~Server();  // closes the listeners; what is in flight ends by itself

  // What connections to https:// that begin from now on are served with; the others go on with
  // theirs. From any thread. Until there is one, such connections are closed at once.
  void set_tls(std::shared_ptr<const Tls> tls);

  // Listens at http://host:port or https://host:port (port 0: any free one) or unix:/path (mode
  // 0600; a socket that nobody answers at is replaced). Returns the URL with the actual port.
  // Throws Error{failed_precondition} in one clear line when that cannot be had.
  std::string listen(std::string_view url);

  // For connections that begin from now on; head_bytes_max stays. From any thread.
  void set_options(ServerOptions options);

  // Accepts no more, closes idle connections, lets requests in flight be answered with
  // `Connection: close`; after `timeout` the rest is cut off. True when nothing had to be.
  kernel::Task<bool> drain(kernel::Ticks timeout);

  std::size_t connections() const noexcept;
  std::uint64_t turned_away() const noexcept;  // connections beyond a limit, so far
  std::size_t resting() const noexcept;        // connections without a buffer: long idle

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace http
