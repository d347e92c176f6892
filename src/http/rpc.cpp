#include "http/rpc.h"

#include <algorithm>
#include <charconv>

#include "http/text.h"
#include "http/transport.h"
#include "kernel/error.h"

namespace http {

namespace {

using kernel::Code;
using kernel::Error;
using kernel::Principal;

constexpr std::string_view rpc_prefix = "/rpc/";

kernel::Ticks remaining(const Request& request, kernel::Ticks timeout_max) {
  const auto text = request.header(deadline_header);
  if (!text) return timeout_max;
  std::uint32_t ms = 0;  // 49 days: no overflow on the way to nanoseconds
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), ms);
  if (error != std::errc() || end != text->data() + text->size())
    throw Error(Code::invalid_argument, "Cleave-Deadline-Ms must be a number of milliseconds");
  return std::min<kernel::Ticks>(std::chrono::milliseconds(ms), timeout_max);
}

kernel::Key key_of(const Request& request) {
  const auto text = request.header("Idempotency-Key");
  if (!text) return {};
  const auto key = kernel::Key::parse(*text);
  if (!key) throw Error(Code::invalid_argument, "Idempotency-Key must be a UUID between processes");
  return *key;
}

std::shared_ptr<const Principal> service(const Request& request, std::string_view module) {
  const bool valid = !module.empty() && module.size() <= 64 &&
                     std::all_of(module.begin(), module.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                     });
  if (!request.local || !valid)
    throw Error(Code::unauthenticated, "a module is believed on this machine only");
  Principal principal;
  principal.kind = Principal::Kind::service;
  principal.service = std::string(module);
  return std::make_shared<const Principal>(std::move(principal));
}

}  // namespace

RpcHandler::RpcHandler(kernel::Exchange& exchange, TokenVerifier& verifier, Probes& probes,
                       kernel::Ticks timeout_max)
    : exchange_(exchange),
      verifier_(verifier),
      probes_(probes),
      timeout_max_(timeout_max),
      anonymous_(std::make_shared<const Principal>()) {}

kernel::Task<Response> RpcHandler::handle(const Request& request) {
  if (auto probe = answer_probe(probes_, request)) co_return std::move(*probe);
  try {
    co_return co_await dispatch(request);
  } catch (const Error& error) {
    co_return error_response(error);
  }
}

kernel::Task<Response> RpcHandler::dispatch(const Request& request) {
  if (!request.path().starts_with(rpc_prefix)) throw Error(Code::not_found, "no such path");
  if (request.method != "POST") {
    Response response = error_response(Error(Code::invalid_argument, "messages are sent by POST"));
    response.status = 405;
    response.headers.add("Allow", "POST");
    co_return response;
  }
  // A web page can post anything but JSON to this machine without being asked about it first.
  if (!is_json(request.header("Content-Type").value_or("")))
    throw Error(Code::invalid_argument, "messages are application/json");
  kernel::WireRequest wire;
  wire.path = request.path();
  wire.context.deadline = exchange_.runtime().ticks() + remaining(request, timeout_max_);
  wire.context.key = key_of(request);
  const auto trace = kernel::parse_traceparent(request.header("traceparent").value_or(""));
  wire.context.trace = trace ? *trace : kernel::new_trace(exchange_.runtime());
  wire.context.principal = co_await principal(request);
  wire.body = request.body;
  kernel::WireResponse answer = co_await exchange_.dispatch(wire);
  Response response;
  response.status = answer.status;
  response.body = std::move(answer.body);
  co_return response;
}

kernel::Task<std::shared_ptr<const Principal>> RpcHandler::principal(const Request& request) {
  constexpr std::string_view bearer = "Bearer ";
  const auto module = request.header(service_header);
  const auto authorization = request.header("Authorization");
  if (module && authorization)
    throw Error(Code::unauthenticated, "a user or a module asks, not both");
  if (module) co_return service(request, *module);
  if (!authorization) co_return anonymous_;
  if (authorization->size() <= bearer.size() ||
      !same_name(authorization->substr(0, bearer.size()), bearer))
    throw Error(Code::unauthenticated, "only bearer tokens are understood");
  co_return co_await verifier_.verify(authorization->substr(bearer.size()));
}

std::optional<Response> answer_probe(Probes& probes, const Request& request) {
  const auto path = request.path();
  if (request.method != "GET") return std::nullopt;
  if (path == "/healthz") return probes.health();
  if (path == "/readyz") return probes.ready();
  if (path == "/metrics") return probes.metrics();
  return std::nullopt;
}

Response error_response(const Error& error) {
  kernel::WireResponse wire = kernel::to_response(error);
  Response response;
  response.status = wire.status;
  response.body = std::move(wire.body);
  return response;
}

}  // namespace http
