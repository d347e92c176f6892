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
  // Paths of messages that wait on purpose, "/rpc/order.WaitForChange": they have connections of
  // their own, `waits_max` to each destination, so that they never keep others from theirs.
  std::vector<std::string> waits = {};
  std::size_t waits_max = 1'000;
};

// Sends over two ClientPools per loop: call it on the runtime's loops only.
class HttpTransport final : public kernel::Transport {
 public:
  HttpTransport(kernel::Runtime& runtime, std::span<boost::asio::io_context* const> loops,
                TransportOptions options = {});
  ~HttpTransport() override;

  kernel::Task<kernel::WireResponse> send(const std::string& url,
                                          const kernel::WireRequest& request) override;

 private:
  using Pools = std::vector<std::unique_ptr<ClientPool>>;  // by loop
  Pools& pools_for(const std::string& path);

  kernel::Runtime& runtime_;
  const kernel::Ticks timeout_max_;
  const std::vector<std::string> waits_;
  Pools pools_;
  Pools waiting_pools_;  // for messages that wait on purpose
};

}  // namespace http
