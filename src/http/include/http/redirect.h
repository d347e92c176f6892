// http: sends whoever comes without TLS on to where there is TLS.
#pragma once

#include <string>

#include "http/server.h"

namespace http {

// Answers every request with 308 (RFC 9110 §15.4.9) to the same target over https. Not 301, after
// which clients make a GET of a POST: what an API was asked for would be lost without a word.
class Redirect final : public Handler {
 public:
  struct Target {
    std::string origin;  // "https://shop.example"; empty: the host that was asked for
    std::string port;    // behind that host: ":8443"; empty: 443
  };
  explicit Redirect(Target target) : target_(std::move(target)) {}

  // 400 when neither the target nor the request names a host.
  kernel::Task<Response> handle(const Request& request) override;

 private:
  const Target target_;
};

}  // namespace http
