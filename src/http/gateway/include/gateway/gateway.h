// gateway: the HTTP front door. Finds the row of a request, finds out who asks, makes the message,
// sends it and renders the reply; every refusal becomes problem details (problem.h).
#pragma once

#include <memory>
#include <string>

#include "gateway/monitor.h"
#include "http/rpc.h"
#include "http/server.h"
#include "kernel/exchange.h"

namespace gateway {

struct GatewayOptions {
  kernel::Ticks request_timeout = std::chrono::seconds(10);  // until the answer must stand
  std::string version = "0";                                 // of /openapi.json
};

// Built once every module of the process serves its messages. Calls under the name "gateway".
class Gateway final : public http::Handler {
 public:
  // Throws std::logic_error when a row of the table cannot be (route.h).
  Gateway(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
          GatewayOptions options = {});
  ~Gateway() override;

  // Begins to refuse what is too much. Called on a loop.
  void start();

  // Never throws. The response carries `traceparent`; a client's own trace id is kept.
  kernel::Task<http::Response> handle(const http::Request& request) override;

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace gateway
