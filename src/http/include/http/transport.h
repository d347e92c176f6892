// http: messages between processes, the sending side.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "http/client.h"
#include "kernel/exchange.h"

namespace http {

// The headers of a message between processes, beside W3C `traceparent`, `Authorization: Bearer`
// (a user, by the user's own access token) and `Idempotency-Key`.
inline constexpr std::string_view deadline_header = "Cleave-Deadline-Ms";  // what remains
inline constexpr std::string_view service_header = "Cleave-Service";  // a module working for nobody

struct TransportOptions {
  ClientOptions client;
  kernel::Ticks timeout_max = std::chrono::seconds(30);  // whatever the context's deadline says
};

// Sends over one ClientPool per loop: call it on the runtime's loops only.
class HttpTransport final : public kernel::Transport {
 public:
  HttpTransport(kernel::Runtime& runtime, std::span<boost::asio::io_context* const> loops,
                TransportOptions options = {});
  ~HttpTransport() override;

  kernel::Task<kernel::WireResponse> send(const std::string& url,
                                          const kernel::WireRequest& request) override;

 private:
  kernel::Runtime& runtime_;
  const kernel::Ticks timeout_max_;
  std::vector<std::unique_ptr<ClientPool>> pools_;  // by loop
};

}  // namespace http
