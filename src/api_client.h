// app: the public API as a client sees it, with the patience that long work needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/client.h"
#include "kernel/error.h"
#include "kernel/real_runtime.h"
#include "kernel/secret.h"

namespace app {

struct ApiRequest {
  std::string_view method;  // of static storage
  std::string target;
  std::string body = {};
  const kernel::SecretText* token = nullptr;  // outlives the call
  std::string key = {};                       // Idempotency-Key
};

struct ApiReply {
  int status = 0;
  std::string body;
  std::string retry_after;
  bool ok() const noexcept { return status >= 200 && status < 300; }
};

// On the runtime's first loop.
class ApiClient {
 public:
  // `url`: http://host:port or https://host:port of a gateway. Throws Error{invalid_argument} when
  // it is none.
  ApiClient(kernel::RealRuntime& runtime, std::string_view url);

  // Sends, and sends again with back-off, for as long as `patience`, while nobody answers or the
  // answer is 429, 502, 503 or 504: so whatever is sent must bear repetition. Throws unavailable
  // when patience ends. A status of 4xx or 5xx else is a reply like any other.
  kernel::Task<ApiReply> send(const ApiRequest& request);

  const std::string& origin() const noexcept { return origin_; }

  kernel::Ticks patience = std::chrono::seconds(20);
  kernel::Ticks timeout = std::chrono::seconds(30);  // of one attempt

 private:
  kernel::Task<ApiReply> attempt(const ApiRequest& request, kernel::Ticks deadline);

  kernel::RealRuntime& runtime_;
  std::string origin_;
  http::ClientPool pool_;
};

// What a problem+json reply blames; empty when it blames nothing.
std::vector<kernel::Fault> problem_faults(const ApiReply& reply);

// "409 conflict: …" of a problem+json reply, for people, with what it blames.
std::string describe_problem(const ApiReply& reply);

// The `code` of a problem+json reply; empty when it is none.
std::string problem_code(const ApiReply& reply);

}  // namespace app
