// http: messages between processes, the receiving side.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "http/server.h"
#include "kernel/exchange.h"

namespace http {

// Tells who a bearer token stands for.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;
  // Throws Error{unauthenticated} for a token that does not hold. The principal carries the token.
  virtual kernel::Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view token) = 0;
};

// What a process tells about itself. Called on any loop; must not block.
class Probes {
 public:
  virtual ~Probes() = default;
  virtual Response health() = 0;   // GET /healthz
  virtual Response ready() = 0;    // GET /readyz
  virtual Response metrics() = 0;  // GET /metrics
};

// POST /rpc/<module>.<Message> and /rpc/<module>/events, dispatched to the modules of this process,
// and the probes. A `Cleave-Service` header is believed from loopback and Unix sockets only and
// never beside a token.
class RpcHandler final : public Handler {
 public:
  RpcHandler(kernel::Exchange& exchange, TokenVerifier& verifier, Probes& probes,
             kernel::Ticks timeout_max = std::chrono::seconds(30));

  kernel::Task<Response> handle(const Request& request) override;

 private:
  kernel::Task<Response> dispatch(const Request& request);
  kernel::Task<std::shared_ptr<const kernel::Principal>> principal(const Request& request);

  kernel::Exchange& exchange_;
  TokenVerifier& verifier_;
  Probes& probes_;
  const kernel::Ticks timeout_max_;
  const std::shared_ptr<const kernel::Principal> anonymous_;
};

// The answer of a probe or nullopt when `path` is none of the three. For the gateway, too.
std::optional<Response> answer_probe(Probes& probes, const Request& request);

// {"code","message","details"} with the status of its code.
Response error_response(const kernel::Error& error);

}  // namespace http
