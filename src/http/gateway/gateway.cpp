#include "gateway/gateway.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <set>

#include "call.h"
#include "command_key.h"
#include "docs.h"
#include "document.h"
#include "entity_tag.h"
#include "gateway/problem.h"
#include "history.h"
#include "http/negotiate.h"
#include "http/text.h"
#include "kernel/log.h"
#include "kernel/spans.h"
#include "media.h"
#include "metrics.h"
#include "outgoing.h"
#include "rate_limiter.h"
#include "routes.h"
#include "shedder.h"
#include "streams.h"
#include "table.h"
#include "web_files.h"

namespace gateway {

namespace {

using kernel::Code;
using kernel::Error;
using Who_is = std::shared_ptr<const kernel::Principal>;

// A client's trace id is kept; its span and its wish to be sampled are not. What draws is not the
// id, which a client may choose.
kernel::Trace trace_of(const http::Request& request, kernel::Runtime& runtime,
                       const kernel::Spans& spans, bool is_checkout) {
  kernel::Trace trace = kernel::new_trace(runtime);
  if (const auto header = request.header("traceparent"))
    if (const auto given = kernel::parse_traceparent(*header)) trace.id = given->id;
  trace.sampled = spans.samples(trace.span, is_checkout);
  return trace;
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "Bearer ";
  if (authorization.size() <= scheme.size() ||
      !http::same_name(authorization.substr(0, scheme.size()), scheme))
    throw Error(Code::unauthenticated, "a bearer token is expected as Authorization");
  return authorization.substr(scheme.size());
}

kernel::SpanSite span_site(std::string_view method, std::string_view path) {
  kernel::SpanSite site;
  site.name = std::string(method);
  if (!path.empty()) site.name += ' ' + std::string(path);
  site.kind = kernel::SpanKind::server;
  site.callee = "gateway";
  return site;
}

// The id in the path, of whatever it is.
kernel::Uuid subject_of(const http::Match& match) {
  for (const auto& parameter : match.parameters)
    if (const auto id = kernel::parse_uuid(parameter.value)) return *id;
  return {};
}

constexpr auto no_route = static_cast<std::size_t>(-1);  // of the counters

std::unique_ptr<AccessLog> log_of(kernel::Runtime& runtime, const AccessLogOptions& options) {
  if (options.format == AccessLogOptions::Format::off) return nullptr;
  return std::make_unique<AccessLog>(runtime, options);
}

constexpr std::string_view options_method = "OPTIONS";

std::string with_options(const std::string& methods) {
  return methods + ", " + std::string(options_method);
}

}  // namespace

struct Gateway::Core {
  Core(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
       GatewayOptions given);

  Visit begin(const http::Request& request) const;
  kernel::Task<http::Response> respond(Visit& visit);
  kernel::Task<http::Response> run(Visit& visit);
  kernel::Task<Who_is> who_asks(const Route& route, const http::Request& request);
  kernel::Task<Pulse> pulse();
  const Route* route_of(const Visit& visit) const;
  void count(const Visit& visit, int status);
  void record(const Visit& visit, int status);
  http::Response unrouted(const Visit& visit) const;
  std::optional<http::Response> without_slash(const http::Request& request) const;
  http::Response options_of(const Visit& visit, const std::string& methods) const;
  bool admits_user(Visit& visit, const Route& route, const kernel::Principal& who);
  http::Response too_much(const Visit& visit) const;

  kernel::Runtime& runtime;
  kernel::Spans& spans;
  http::TokenVerifier& verifier;
  const GatewayOptions options;
  kernel::Bus bus;
  const Table table;
  Streams streams;
  Services services;
  std::vector<const kernel::SpanSite*> sites;  // by route; the last: no route
  RequestCounters counters;
  Shedder shedder;
  RateLimiter limiter;
  kernel::Replaceable<http::Networks> proxies;  // whom it believes about addresses
  std::unique_ptr<AccessLog> log;               // null: off
  Outgoing outgoing;
  History history;
  const Who_is nobody = std::make_shared<const kernel::Principal>();
};

Gateway::Core::Core(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
                    GatewayOptions given)
    : runtime(exchange.runtime()),
      spans(exchange.spans()),
      verifier(verifier),
      options(std::move(given)),
      bus(exchange, "gateway"),
      table(served_rows(options.web)),
      streams(exchange.runtime(), options.streams),
      services{exchange,
               bus,
               monitor,
               verifier,
               streams,
               history,
               [this] { return pulse(); },
               {options.shop_url, options.cors_origins, proxies, options.refresh_lifetime},
               options.contracts,
               options.comparisons},
      counters(table.routes().size(), exchange.runtime().loops()),
      shedder(exchange.runtime(), {}),
      limiter(exchange.runtime(), options.limits),
      proxies(options.limits.proxies),
      log(log_of(exchange.runtime(), options.access_log)),
      outgoing(exchange.runtime(), limiter, options.cors_origins, options.hsts, log.get()),
      history(exchange.runtime(), services.take_pulse) {
  for (const auto& route : table.routes())
    sites.push_back(spans.site(span_site(route.row.method, route.row.path)));
  sites.push_back(spans.site(span_site("other", "")));
  std::set<std::string_view> connected;
  for (const auto& route : table.routes()) {
    const Action& action = route.row.action;
    if (action.message != nullptr && connected.insert(action.message().name).second)
      action.connect(bus);
  }
  const auto document = openapi_object(all_rows(), options.version, options.shop_url);
  services.openapi = make_document(boost::json::serialize(document));
  services.docs = make_document(docs_page(document, !options.web.empty()));
  services.docs_policy = docs_policy();
  services.web = options.web;
  monitor.add_metrics([this] { return counters.families(table.routes()); });
  monitor.add_metrics([this] { return shed_families(shedder.refused()); });
  monitor.add_metrics([this] { return limit_families(limiter); });
  monitor.add_metrics([this] { return stream_families(streams); });
  if (log) monitor.add_metrics([this] { return access_log_families(log->lost()); });
}

Gateway::Gateway(kernel::Exchange& exchange, http::TokenVerifier& verifier, Monitor& monitor,
                 GatewayOptions options)
    : core_(std::make_unique<Core>(exchange, verifier, monitor, std::move(options))) {}

Gateway::~Gateway() = default;

void Gateway::start() {
  core_->shedder.start();
  core_->history.start();
  if (core_->log) core_->log->start();
}

void Gateway::set_limits(const Limits& limits) {
  core_->limiter.set_limits(limits);
  core_->proxies.replace(limits.proxies);
}

kernel::Task<bool> Gateway::stop(kernel::Ticks timeout) {
  const auto end = core_->runtime.ticks() + timeout;
  const bool watched = co_await core_->history.stop(timeout);
  const bool ended = co_await core_->streams.stop(timeout);
  const bool stopped = watched && ended;
  if (!core_->log) co_return stopped;
  const auto left = std::max(end - core_->runtime.ticks(), kernel::Ticks::zero());
  const bool written = co_await core_->log->stop(left);
  co_return stopped&& written;
}

kernel::Task<http::Response> Gateway::handle(const http::Request& request) {
  Visit visit = core_->begin(request);
  auto response = co_await core_->respond(visit);
  if (Outgoing::is_long(visit, response)) co_await core_->outgoing.compress_on_worker(response);
  core_->outgoing.finish(visit, response);
  core_->count(visit, response.status);
  core_->record(visit, response.status);
  co_return response;
}

http::Response Gateway::refuse(const http::Request& request, int status, std::string_view detail) {
  const auto trace = kernel::new_trace(core_->runtime);
  auto response = to_response(refusal(status, detail), trace);
  core_->outgoing.finish_refusal(request, trace, response);
  if (!request.peer.empty())  // else it is made in advance
    core_->counters.count(core_->runtime.this_loop(), no_route, status, kernel::Ticks::zero());
  return response;
}

kernel::Task<Pulse> Gateway::Core::pulse() {
  Pulse pulse = co_await take_pulse(services.exchange, services.monitor);
  pulse.requests = requests_of(counters, table.routes());
  co_return pulse;
}

Visit Gateway::Core::begin(const http::Request& request) const {
  const auto began = runtime.ticks();
  auto match = table.find(request);
  const bool is_checkout = match.kind == http::Match::Kind::found &&
                           traffic_of(table.routes()[match.route].row) == Traffic::checkouts;
  const auto subject = subject_of(match);
  return {.request = request,
          .began = began,
          .trace = trace_of(request, runtime, spans, is_checkout),
          .match = std::move(match),
          .client = http::client_of(request, proxies.get()),
          .subject = subject};
}

const Route* Gateway::Core::route_of(const Visit& visit) const {
  return visit.match.kind == http::Match::Kind::found ? &table.routes()[visit.match.route]
                                                      : nullptr;
}

void Gateway::Core::count(const Visit& visit, int status) {
  const auto route = route_of(visit) != nullptr ? visit.match.route : no_route;
  counters.count(runtime.this_loop(), route, status, runtime.ticks() - visit.began);
}

void Gateway::Core::record(const Visit& visit, int status) {
  const auto outcome =
      visit.error ? static_cast<std::int8_t>(*visit.error) : kernel::SpanRecord::ok;
  const auto* const site = route_of(visit) != nullptr ? sites[visit.match.route] : sites.back();
  spans.record({.trace = visit.trace.id,
                .id = visit.trace.span,
                .site = site,
                .started = visit.began,
                .took = runtime.ticks() - visit.began,
                .subject = visit.subject,
                .status = static_cast<std::uint16_t>(status),
                .outcome = outcome,
                .failed = status >= 500 && !visit.shed,
                .sampled = visit.trace.sampled});
}

kernel::Task<http::Response> Gateway::Core::respond(Visit& visit) {
  const Route* const route = route_of(visit);
  visit.verdict = limiter.admit(visit.client, route ? traffic_of(route->row) : Traffic::reads);
  if (!visit.verdict.taken.allowed) co_return too_much(visit);
  if (route == nullptr) co_return unrouted(visit);
  Problem problem{500, "internal", "internal error"};
  if (shedder.refuses(work_of(route->row))) {
    visit.shed = true;
    problem = {503, "overloaded", "the shop has more to do than it can; try again in a moment"};
    co_return to_response(problem, visit.trace);
  }
  try {
    co_return co_await run(visit);
  } catch (const Error& error) {
    visit.error = error.code;
    problem = to_problem(error);
  } catch (const std::exception& error) {
    visit.error = Code::internal;
    kernel::log_error("request failed",
                      {{"trace_id", kernel::trace_id_text(visit.trace)}, {"error", error.what()}});
  }
  co_return to_response(problem, visit.trace);
}

http::Response Gateway::Core::unrouted(const Visit& visit) const {
  const bool asks_options = visit.request.method == options_method;
  switch (visit.match.kind) {
    case http::Match::Kind::no_method: {
      const auto methods = with_options(visit.match.allow);
      if (asks_options) return options_of(visit, methods);
      const Problem problem{405, "method_not_allowed",
                            "only these methods are allowed: " + methods};
      auto response = to_response(problem, visit.trace);
      response.headers.add("Allow", methods);
      return response;
    }
    case http::Match::Kind::bad_path:
      if (asks_options && visit.request.target == "*")
        return options_of(visit, with_options(table.methods()));
      return to_response({400, "invalid_argument", "the path is not a plain one"}, visit.trace);
    default:
      if (auto moved = without_slash(visit.request)) return std::move(*moved);
      if (auto page = lost_page(services.web, visit.request)) return std::move(*page);
      return to_response({404, "not_found", "nothing is here"}, visit.trace);
  }
}

// To a page whose address was given with a slash at its end. What is no page stays not found.
std::optional<http::Response> Gateway::Core::without_slash(const http::Request& request) const {
  auto path = request.path();
  if (!path.ends_with('/')) return std::nullopt;
  path.remove_suffix(1);
  const auto match = table.find(request.method, path);
  const bool found = match.kind == http::Match::Kind::found;
  if (!found || table.routes()[match.route].row.media != http::html_type) return std::nullopt;
  http::Response response;
  response.status = 308;
  response.headers.add("Location",
                       std::string(path).append(request.target.substr(path.size() + 1)));
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

http::Response Gateway::Core::options_of(const Visit& visit, const std::string& methods) const {
  http::Response response;
  response.status = 204;
  response.headers.add("Allow", methods);
  if (Cors::is_preflight(visit.request))
    outgoing.cors().add_permission(visit.request, methods, response.headers);
  return response;
}

http::Response Gateway::Core::too_much(const Visit& visit) const {
  Problem problem{429, "rate_limited", "this is more than the shop answers in a minute"};
  problem.retry_after_s = std::max(seconds_up(visit.verdict.taken.next_in), 1U);
  return to_response(problem, visit.trace);
}

// Notes who asks. False when that user has asked for too much.
bool Gateway::Core::admits_user(Visit& visit, const Route& route, const kernel::Principal& who) {
  if (who.kind != kernel::Principal::Kind::user) return true;
  visit.user = who.user;
  const auto of_user = limiter.admit(who.user, traffic_of(route.row));
  visit.verdict = stricter(of_user, visit.verdict);
  return of_user.taken.allowed;
}

kernel::Task<http::Response> Gateway::Core::run(Visit& visit) {
  const Route& route = *route_of(visit);
  const http::Request& request = visit.request;
  kernel::Context context;
  context.trace = visit.trace;
  context.deadline = runtime.ticks() + options.request_timeout;
  context.principal = co_await who_asks(route, request);
  if (!admits_user(visit, route, context.who())) co_return too_much(visit);
  if (route.row.who == Who::admin) context.require_admin();
  if (const auto problem = media_problem(route.row, request))
    co_return to_response(*problem, visit.trace);
  context.key = command_key(route, request, context.who(), runtime);
  Call call(services, route, request, visit.match.parameters, std::move(context), visit.subject);
  auto response = co_await route.row.action.run(call);
  visit.may_compress = !route.tells_secret && !has_own_media(route.row);
  const bool tagged = route.row.etag && response.status == 200;
  if (tagged) add_entity_tag(visit, response);
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

}  // namespace gateway
