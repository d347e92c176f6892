#include "gateway/gateway.h"

#include <optional>
#include <set>

#include "call.h"
#include "docs.h"
#include "gateway/openapi.h"
#include "gateway/problem.h"
#include "http/text.h"
#include "kernel/log.h"
#include "metrics.h"
#include "shedder.h"
#include "table.h"

namespace gateway {

namespace {

using kernel::Code;
using kernel::Error;
using Who_is = std::shared_ptr<const kernel::Principal>;

// A client's trace id is kept; its span and its wish to be sampled are not.
kernel::Trace trace_of(const http::Request& request, kernel::Runtime& runtime) {
  kernel::Trace trace = kernel::new_trace(runtime);
  if (const auto header = request.header("traceparent"))
    if (const auto given = kernel::parse_traceparent(*header)) trace.id = given->id;
  return trace;
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() <= scheme.size() ||
      !http::same_name(authorization.substr(0, scheme.size()), scheme))
    throw Error(Code::unauthenticated, "a bearer token is expected as Authorization");
  return authorization.substr(scheme.size());
}

// What comes with a body that the row does not read is not looked at.
bool is_acceptable(const http::Request& request) {
  if (request.body.empty() || request.method == "GET") return true;
  const auto type = single_header(request, "Content-Type");
  return type && http::is_json(*type);
}

std::string entity_tag(std::string_view body) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a: to tell versions apart, not to protect
  for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  constexpr char hex[] = "0123456789abcdef";
  std::string tag = "\"";
  for (int shift = 60; shift >= 0; shift -= 4) tag += hex[hash >> shift & 15];
  return tag + '"';
}

void add_entity_tag(const http::Request& request, http::Response& response) {
  const std::string tag = entity_tag(response.body);
  const auto known = request.header("If-None-Match");
  if (known && (*known == "*" || known->find(tag) != std::string_view::npos)) {
    response.status = 304;
    response.body.clear();
  }
  response.headers.add("ETag", tag);
}

}  // namespace

struct Gateway::Core {
  Core(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
       GatewayOptions given);

  kernel::Task<http::Response> respond(const http::Request& request, const http::Match& match,
                                       const kernel::Trace& trace);
  kernel::Task<http::Response> run(const http::Request& request, const http::Match& match,
                                   const kernel::Trace& trace);
  kernel::Task<Who_is> who_asks(const Route& route, const http::Request& request);
  kernel::Key key_of(const Route& route, const http::Request& request,
                     const kernel::Principal& who);

  kernel::Runtime& runtime;
  http::TokenVerifier& verifier;
  const GatewayOptions options;
  kernel::Bus bus;
  const Table table;
  Services services;
  RequestCounters counters;
  Shedder shedder;
  const Who_is nobody = std::make_shared<const kernel::Principal>();
};

Gateway::Core::Core(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
                    GatewayOptions given)
    : runtime(exchange.runtime()),
      verifier(verifier),
      options(std::move(given)),
      bus(exchange, "gateway"),
      table(all_rows()),
      services{exchange, bus, monitor},
      counters(table.routes().size(), exchange.runtime().loops()),
      shedder(exchange.runtime(), {}) {
  std::set<std::string_view> connected;
  for (const auto& route : table.routes()) {
    const Action& action = route.row.action;
    if (action.message != nullptr && connected.insert(action.message().name).second)
      action.connect(bus);
  }
  services.openapi = openapi_document(all_rows(), options.version);
  services.docs = docs_page(table.routes());
  monitor.add_metrics([this] { return counters.families(table.routes()); });
  monitor.add_metrics([this] { return shed_families(shedder.refused()); });
}

Gateway::Gateway(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
                 GatewayOptions options)
    : core_(std::make_unique<Core>(exchange, verifier, monitor, std::move(options))) {}

Gateway::~Gateway() = default;

void Gateway::start() { core_->shedder.start(); }

kernel::Task<http::Response> Gateway::handle(const http::Request& request) {
  const auto began = core_->runtime.ticks();
  const auto trace = trace_of(request, core_->runtime);
  const auto match = core_->table.find(request);
  auto response = co_await core_->respond(request, match, trace);
  response.headers.add("traceparent", kernel::to_traceparent(trace));
  const auto route = match.kind == http::Match::Kind::found ? match.route : std::size_t(-1);
  core_->counters.count(core_->runtime.this_loop(), route, response.status,
                        core_->runtime.ticks() - began);
  co_return response;
}

kernel::Task<http::Response> Gateway::Core::respond(const http::Request& request,
                                                    const http::Match& match,
                                                    const kernel::Trace& trace) {
  Problem problem{500, "internal", "internal error"};
  switch (match.kind) {
    case http::Match::Kind::bad_path:
      problem = {400, "invalid_argument", "the path is not a plain one"};
      break;
    case http::Match::Kind::no_path:
      problem = {404, "not_found", "nothing is here"};
      break;
    case http::Match::Kind::no_method: {
      problem = {405, "method_not_allowed", "only these methods are allowed: " + match.allow};
      auto response = to_response(problem, trace);
      response.headers.add("Allow", match.allow);
      co_return response;
    }
    case http::Match::Kind::found:
      if (shedder.refuses(work_of(table.routes()[match.route].row))) {
        problem = {503, "overloaded", "the shop has more to do than it can; try again in a moment"};
        break;
      }
      try {
        co_return co_await run(request, match, trace);
      } catch (const Error& error) {
        problem = to_problem(error);
      } catch (const std::exception& error) {
        kernel::log_error("request failed",
                          {{"trace_id", kernel::trace_id_text(trace)}, {"error", error.what()}});
      }
  }
  co_return to_response(problem, trace);
}

kernel::Task<http::Response> Gateway::Core::run(const http::Request& request,
                                                const http::Match& match,
                                                const kernel::Trace& trace) {
  const Route& route = table.routes()[match.route];
  kernel::Context context;
  context.trace = trace;
  context.deadline = runtime.ticks() + options.request_timeout;
  context.principal = co_await who_asks(route, request);
  if (route.row.who == Who::admin) context.require_admin();
  if (!is_acceptable(request)) {
    const Problem problem{415, "unsupported_media_type", "a body must be application/json"};
    co_return to_response(problem, trace);
  }
  context.key = key_of(route, request, context.who());
  Call call(services, route, request, match.parameters, std::move(context));
  auto response = co_await route.row.action.run(call);
  const bool tagged = route.row.etag && response.status == 200;
  if (tagged) add_entity_tag(request, response);
  if (!response.headers.find("Cache-Control"))
    response.headers.add("Cache-Control",
                         tagged || response.status == 304 ? "no-cache" : "no-store");
  co_return response;
}

// Rows for all do not look at tokens: an expired one must not keep anybody from logging in.
kernel::Task<Who_is> Gateway::Core::who_asks(const Route& route, const http::Request& request) {
  if (route.row.who == Who::all) co_return nobody;
  const auto authorization = single_header(request, "Authorization");
  if (authorization) {
    const auto token = bearer_token(*authorization);
    co_return co_await verifier.verify(token);
  }
  if (route.row.who == Who::guest && request.header(cart_token_header)) co_return nobody;
  throw Error(Code::unauthenticated, route.row.who == Who::guest
                                         ? "an access token or a Cart-Token is needed"
                                         : "an access token is needed");
}

// A command's key: fresh, or else the same for what the same caller sends to the same target under
// the same Idempotency-Key, so that it can be repeated after a lost answer. The body does not
// count: another one under the same key must not have an effect of its own.
kernel::Key Gateway::Core::key_of(const Route& route, const http::Request& request,
                                  const kernel::Principal& who) {
  if (!route.is_command) return {};
  const auto given = single_header(request, key_header);
  const auto guest = request.header(cart_token_header);
  const bool is_user = who.kind == kernel::Principal::Kind::user;
  const bool known = is_user || (guest && route.row.who == Who::guest);
  if (!given || !known || route.key != nullptr) return kernel::Key::fresh(runtime);
  if (!is_visible(*given, key_max))
    throw Error(Code::invalid_argument, "the request is not valid: see errors",
                {{"/Idempotency-Key",
                  "header Idempotency-Key must be 1 to 255 visible ASCII "
                  "characters"}});
  const kernel::Uuid caller =
      is_user ? kernel::Uuid(who.user) : kernel::derived_uuid(kernel::Uuid(), *guest);
  std::string what;
  for (const std::string_view part : {request.method, request.target, *given}) {
    what += part;
    what += '\n';
  }
  return {kernel::derived_uuid(caller, what)};
}

}  // namespace gateway
