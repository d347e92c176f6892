#include "http/transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "kernel/error.h"

namespace http {

namespace {

using kernel::Code;
using kernel::Error;

// Rounded up: 0 would say that the time is over.
std::string milliseconds(kernel::Ticks remaining) {
  return fmt::format_int(std::chrono::ceil<std::chrono::milliseconds>(remaining).count()).str();
}

void add_context(HeaderLines& headers, const kernel::Context& context, kernel::Ticks remaining) {
  headers.add("traceparent", kernel::to_traceparent(context.trace));
  headers.add(deadline_header, milliseconds(remaining));
  const kernel::Principal& who = context.who();
  if (who.kind == kernel::Principal::Kind::user)
    headers.add("Authorization", "Bearer " + who.token.reveal());
  else if (who.kind == kernel::Principal::Kind::service)
    headers.add(service_header, who.service);
  if (!context.key.empty()) headers.add("Idempotency-Key", kernel::to_text(context.key));
}

}  // namespace

HttpTransport::HttpTransport(kernel::Runtime& runtime,
                             std::span<boost::asio::io_context* const> loops,
                             TransportOptions options)
    : runtime_(runtime), timeout_max_(options.timeout_max), waits_(std::move(options.waits)) {
  ClientOptions waiting = options.client;
  waiting.connections_max = options.waits_max;
  for (auto* loop : loops) {
    pools_.push_back(std::make_unique<ClientPool>(runtime, *loop, options.client));
    waiting_pools_.push_back(std::make_unique<ClientPool>(runtime, *loop, waiting));
  }
}

HttpTransport::~HttpTransport() = default;

HttpTransport::Pools& HttpTransport::pools_for(const std::string& path) {
  const bool waits = std::find(waits_.begin(), waits_.end(), path) != waits_.end();
  return waits ? waiting_pools_ : pools_;
}

kernel::Task<kernel::WireResponse> HttpTransport::send(const std::string& url,
                                                       const kernel::WireRequest& request) {
  const unsigned loop = runtime_.this_loop();
  if (loop >= pools_.size())
    throw Error(Code::internal, "a message was sent from outside of the event loops");
  const auto now = runtime_.ticks();
  const auto deadline = std::min(request.context.deadline, now + timeout_max_);
  if (deadline <= now)
    throw Error(Code::deadline_exceeded, "the time was over before the message was sent");
  ClientRequest post;
  post.method = "POST";
  post.target = request.path;
  post.body = request.body;
  add_context(post.headers, request.context, deadline - now);
  kernel::Ticks waited{};
  post.waited = &waited;
  Response response = co_await pools_for(request.path)[loop]->send(url, post, deadline);
  co_return kernel::WireResponse{response.status, std::move(response.body), waited};
}

}  // namespace http
