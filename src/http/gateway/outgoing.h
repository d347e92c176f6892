// gateway: what every answer has, whatever came of the request: its id, what browsers are to beware
// of, what a client may still ask for, its coding, and a line in the access log.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cors.h"
#include "gateway/access_log.h"
#include "http/forwarded.h"
#include "http/gzip.h"
#include "http/router.h"
#include "kernel/context.h"
#include "kernel/runtime.h"
#include "rate_limiter.h"

namespace gateway {

// One request on its way through the front door.
struct Visit {
  const http::Request& request;
  const kernel::Ticks began;
  const kernel::Trace trace;
  const http::Match match;
  const http::Client client;
  Verdict verdict = {};
  std::optional<kernel::UserId> user = {};
  kernel::Uuid subject = {};               // its order, its product: what it is about
  std::optional<kernel::Code> error = {};  // that ended it
  bool shed = false;                       // refused unseen
  // Not what holds tokens: the length of a compressed body tells what stands in it twice.
  bool may_compress = true;
};

// How a body goes out. `plain`: it would be gzip if the client took that.
enum class Coding { identity, plain, gzip };
Coding coding_for(const Visit& visit, const http::Response& response) noexcept;

// Wherever the coding depends on what the client takes.
inline constexpr std::string_view vary_by_coding = "Vary: Accept-Encoding\r\n";

class Outgoing {
 public:
  // `hsts`: of GatewayOptions. `log`: null for none.
  Outgoing(kernel::Runtime& runtime, const RateLimiter& limiter,
           std::vector<std::string> cors_origins, kernel::Ticks hsts, AccessLog* log);

  const Cors& cors() const noexcept { return cors_; }

  // Bodies that would keep a loop busy for long are compressed by a worker, before finish().
  static bool is_long(const Visit& visit, const http::Response& response) noexcept;
  kernel::Task<> compress_on_worker(http::Response& response);

  // Of a stream, the line in the log is written when it has ended.
  void finish(const Visit& visit, http::Response& response);
  // The same for a request that was refused before it was understood.
  void finish_refusal(const http::Request& request, const kernel::Trace& trace,
                      http::Response& response);

 private:
  void add_common(const http::Request& request, const std::string& traceparent,
                  http::Response& response) const;
  void compress(http::Response& response);
  // What the log says of a request, whenever it says it.
  struct Asked {
    const http::Request& request;
    kernel::Ticks began;
    std::string traceparent;
    std::optional<kernel::UserId> user;
    std::string address;  // empty: the peer's
  };
  class LoggedStream;
  void log(const Asked& asked, int status, std::size_t bytes) const;
  void log(const http::Request& request, int status, std::size_t bytes, Access access) const;

  kernel::Runtime& runtime_;
  const RateLimiter& limiter_;
  const Cors cors_;
  const std::string hsts_;  // the whole line; empty: none
  AccessLog* const log_;
  std::vector<std::unique_ptr<http::Gzip>> gzips_;  // by loop, made when first needed
};

}  // namespace gateway
