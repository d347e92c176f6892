// gateway: the HTTP front door. Finds the row of a request, finds out who asks, makes the message,
// sends it and renders the reply; every refusal becomes problem details (problem.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gateway/access_log.h"
#include "gateway/comparisons.h"
#include "gateway/limits.h"
#include "gateway/monitor.h"
#include "gateway/stream_options.h"
#include "gateway/web.h"
#include "http/rpc.h"
#include "http/server.h"
#include "kernel/exchange.h"

namespace gateway {

// `text` itself; throws Error{invalid_argument} for what is neither an origin such as
// "https://shop.example" nor "*".
std::string cors_origin(std::string text);

struct GatewayOptions {
  std::span<const WebFile> web = embedded_web();             // none: the gateway has no pages
  kernel::Ticks request_timeout = std::chrono::seconds(10);  // until the answer must stand
  std::string version = "0";                                 // of /openapi.json
  Limits limits = {};                                        // default: none
  // Whose pages may use the API, with credentials; "*": all, without any.
  std::vector<std::string> cors_origins = {};
  std::string shop_url = {};  // the shop as customers know it; empty: as they reach it
  kernel::Ticks refresh_lifetime = std::chrono::days(30);  // of a refresh token in a cookie
  AccessLogOptions access_log = {};
  StreamOptions streams = {};
  // How long browsers shall come by https only, told in answers over TLS; 0: they are not told.
  kernel::Ticks hsts = {};
  std::vector<const kernel::Contract*> contracts = {};  // of all modules, to show what they say
  Comparisons* comparisons = nullptr;                   // outlives the gateway; null: off
};

// Built once every module of the process serves its messages. Calls under the name "gateway".
class Gateway final : public http::Handler {
 public:
  // Throws std::logic_error when a row of the table cannot be (route.h), Error for options that
  // cannot.
  Gateway(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
          GatewayOptions options = {});
  ~Gateway() override;

  // Begins to refuse what is too much, and to write the access log. Called on a loop.
  void start();
  // From now on, except buckets_max. From any thread.
  void set_limits(const Limits& limits);
  // Once no request comes any more: ends what streams have asked for, and writes what the access
  // log still holds.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  // Never throws. The response carries `traceparent` and `X-Request-Id`; a client's own are kept.
  kernel::Task<http::Response> handle(const http::Request& request) override;

  // For http::ServerOptions::refusal: what never reached handle() looks like what did.
  http::Response refuse(const http::Request& request, int status, std::string_view detail);

 private:
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace gateway
