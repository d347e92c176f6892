#include "api_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "http/address.h"
#include "kernel/error.h"

namespace app {
namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Error;
using kernel::Ticks;

constexpr Ticks backoff_first = std::chrono::milliseconds(100);
constexpr Ticks backoff_max = std::chrono::seconds(2);

bool is_passing(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

Ticks asked_to_wait(const ApiReply& reply) {
  int seconds = 0;
  const auto& text = reply.retry_after;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0, 60));
}

std::string member(const ApiReply& reply, std::string_view name) {
  boost::system::error_code error;
  const auto parsed = json::parse(reply.body, error);
  if (error || !parsed.is_object()) return {};
  const auto* found = parsed.get_object().if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string().c_str())
                                                : std::string();
}

}  // namespace

ApiClient::ApiClient(kernel::RealRuntime& runtime, std::string_view url)
    : runtime_(runtime), origin_(http::parse_origin(url).text()), pool_(runtime, runtime.loop(0)) {}

kernel::Task<ApiReply> ApiClient::attempt(const ApiRequest& request, Ticks deadline) {
  http::ClientRequest wire;
  wire.method = request.method;
  wire.target = request.target;
  wire.body = request.body;
  if (request.token != nullptr)
    wire.headers.add("Authorization", "Bearer " + request.token->reveal());
  if (!request.key.empty()) wire.headers.add("Idempotency-Key", request.key);
  auto response = co_await pool_.send(origin_, wire, deadline);
  ApiReply reply;
  reply.status = response.status;
  reply.body = std::move(response.body);
  reply.retry_after = response.headers.find("Retry-After").value_or("");
  co_return reply;
}

kernel::Task<ApiReply> ApiClient::send(const ApiRequest& request) {
  const auto give_up = runtime_.ticks() + patience;
  auto backoff = backoff_first;
  for (;;) {
    std::string reason;
    auto wait = backoff;
    try {
      auto reply = co_await attempt(request, runtime_.ticks() + timeout);
      if (!is_passing(reply.status)) co_return reply;
      reason = describe_problem(reply);
      wait = std::max(wait, asked_to_wait(reply));
    } catch (const Error& error) {
      if (error.code != Code::unavailable && error.code != Code::deadline_exceeded) throw;
      reason = error.message;
    }
    if (runtime_.ticks() + wait > give_up)
      throw Error(Code::unavailable, fmt::format("{}: {}", origin_, reason));
    co_await runtime_.sleep(wait);
    backoff = std::min(backoff * 2, backoff_max);
  }
}

std::vector<kernel::Fault> problem_faults(const ApiReply& reply) {
  boost::system::error_code failed;
  const auto problem = boost::json::parse(reply.body, failed);
  std::vector<kernel::Fault> faults;
  if (failed || !problem.is_object()) return faults;
  const auto* errors = problem.as_object().if_contains("errors");
  if (errors == nullptr || !errors->is_array()) return faults;
  for (const auto& fault : errors->as_array())
    faults.push_back({std::string(fault.at("pointer").as_string()),
                      std::string(fault.at("detail").as_string())});
  return faults;
}

std::string problem_code(const ApiReply& reply) { return member(reply, "code"); }

std::string describe_problem(const ApiReply& reply) {
  const auto code = problem_code(reply);
  const auto detail = member(reply, "detail");
  if (code.empty()) return fmt::format("{} {}", reply.status, http::reason(reply.status));
  std::string text =
      fmt::format("{} {}{}{}", reply.status, code, detail.empty() ? "" : ": ", detail);
  for (const auto& fault : problem_faults(reply))
    text += fmt::format("; {} {}", fault.pointer, fault.detail);
  return text;
}

}  // namespace app
