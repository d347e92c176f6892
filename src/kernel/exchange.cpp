#include "kernel/exchange.h"

#include <algorithm>
#include <cassert>

#include "kernel/cloud_event.h"
#include "kernel/log.h"
#include "kernel/mutation.h"
#include "kernel/spans.h"

namespace kernel {

std::string_view transport_name(Place::Kind kind) noexcept {
  switch (kind) {
    case Place::Kind::local:
      return "local";
    case Place::Kind::serialized:
      return "serialized";
    case Place::Kind::remote:
      break;
  }
  return "http";
}

Exchange::Exchange(Runtime& runtime, Transport& transport, std::map<std::string, Place> places,
                   const GuardOptions& guard)
    : runtime_(runtime),
      transport_(transport),
      spans_(std::make_unique<Spans>(runtime)),
      faults_(runtime),
      tap_(runtime) {
  for (auto& [module, where] : places) {
    if (where.kind == Place::Kind::remote) guards_.try_emplace(module, guard);
    places_.try_emplace(module, std::move(where));
  }
}

Exchange::~Exchange() = default;

const Place& Exchange::place(std::string_view module) const {
  static const Place here;
  const auto found = places_.find(module);
  return found == places_.end() ? here : found->second.get();
}

std::map<std::string, Place> Exchange::places() const {
  std::map<std::string, Place> all;
  for (const auto& [module, where] : places_) all.emplace(module, where.get());
  return all;
}

void Exchange::move(std::string_view module, std::string url) {
  const auto found = places_.find(module);
  if (found == places_.end() || found->second.get().kind != Place::Kind::remote)
    throw Error(Code::invalid_argument,
                std::string(module) +
                    " is in this process, not at a URL: it cannot be moved while "
                    "the process runs");
  found->second.replace({Place::Kind::remote, std::move(url)});
}

std::map<std::string, GuardCounts> Exchange::guards() const {
  std::map<std::string, GuardCounts> all;
  for (const auto& [module, guard] : guards_) all[module] = guard.counts(runtime_.ticks());
  return all;
}

Ticks Exchange::attempt_deadline(const MessageType& message, Ticks begin, Ticks deadline) const {
  const auto guard = guards_.find(message.module);
  const bool guarded = guard != guards_.end() && message.kind == Kind::query;
  return guarded ? guard->second.query_deadline(begin, deadline) : deadline;
}

void Exchange::add_served(const MessageType& type, void* module, void (*invoke)(), Serve* serve) {
  Served served;
  served.slot.module = module;
  served.slot.invoke = invoke;
  served.slot.type = &type;
  served.slot.exchange = this;
  served.slot.edge = make_call_edge("wire", type, "local");
  served.serve = serve;
  served_.insert_or_assign("/rpc/" + std::string(type.name), served);
}

void Exchange::serve_at(std::string path, Answer answer) {
  own_.insert_or_assign(std::move(path), std::move(answer));
}

void Exchange::add_listener(Listener listener) {
  subscriptions_.push_back({listener.subscriber, std::string(listener.type->name)});
  listeners_.push_back(std::move(listener));
}

namespace {

SpanKind span_kind(const Edge& edge) {
  const bool comes_in = edge.caller == "wire";
  if (edge.kind != Edge::Kind::call) return comes_in ? SpanKind::consumer : SpanKind::producer;
  if (comes_in) return SpanKind::server;
  return edge.transport == transport_name(Place::Kind::local) ? SpanKind::internal
                                                              : SpanKind::client;
}

}  // namespace

Edge* Exchange::make_edge(Edge edge) {
  edge.runtime = &runtime_;
  edge.spans = spans_.get();
  edge.site = spans_->site({.name = edge.message,
                            .kind = span_kind(edge),
                            .caller = edge.caller,
                            .callee = edge.callee,
                            .message = edge.message,
                            .transport = edge.transport});
  const unsigned loops = std::min(runtime_.loops(), loops_max);
  for (unsigned i = 0; i <= loops; ++i) {
    counters_.push_back(std::make_unique<EdgeCounters>());
    edge.per_loop[i] = counters_.back().get();
  }
  edges_.push_back(std::make_unique<Edge>(std::move(edge)));
  return edges_.back().get();
}

Edge* Exchange::make_call_edge(const std::string& caller, const MessageType& type,
                               std::string_view transport) {
  Edge edge;
  edge.caller = caller;
  edge.callee = std::string(type.module);
  edge.message = std::string(type.name);
  edge.transport = std::string(transport);
  const std::lock_guard lock(edges_mutex_);
  return make_edge(std::move(edge));
}

const Edge& Exchange::delivery_edge(const std::string& caller, const std::string& destination,
                                    const std::string& type, Edge::Kind kind) {
  const std::lock_guard lock(edges_mutex_);
  Edge*& known = deliveries_[{caller, destination, type}];
  if (known == nullptr) {
    Edge edge;
    edge.caller = caller;
    edge.callee = destination;
    edge.message = type;
    edge.transport = transport_name(place(destination).kind);
    edge.kind = kind;
    known = make_edge(std::move(edge));
  }
  return *known;
}

std::vector<const Edge*> Exchange::edges() const {
  const std::lock_guard lock(edges_mutex_);
  std::vector<const Edge*> all;
  for (const auto& edge : edges_) all.push_back(edge.get());
  return all;
}

Slot Exchange::make_slot(const std::string& caller, const MessageType& type, void (*remote)()) {
  calls_.push_back({caller, std::string(type.name)});
  const Place& where = place(type.module);
  Slot slot;
  slot.type = &type;
  slot.exchange = this;
  if (where.kind != Place::Kind::local) {
    slot.invoke = remote;
    slot.edge = make_call_edge(caller, type, transport_name(where.kind));
    return slot;
  }
  const auto served = served_.find("/rpc/" + std::string(type.name));
  if (served == served_.end())
    throw Error(Code::internal, caller + " registered a call of " + std::string(type.name) +
                                    ", which no module of this process serves");
  slot.module = served->second.slot.module;
  slot.invoke = served->second.slot.invoke;
  slot.edge = make_call_edge(caller, type, transport_name(where.kind));
  return slot;
}

namespace {

// Where a module is and why it was not reached is for the log; customers may read the rest.
void log_unreached(std::string_view module, const Place& where, const WireRequest& request,
                   const Error& error, bool again) {
  log_debug(request.context, "module not reached",
            {{"module", std::string(module)},
             {"url", where.url},
             {"error", error.message},
             {"again", again ? "yes" : "no"}});
}

Error unreached(std::string_view module, const Error& error) {
  return {error.code, std::string(module) + " does not answer at the moment"};
}

}  // namespace

Task<WireResponse> Exchange::carry(std::string_view module, const WireRequest& request) {
  const Place& where = place(module);
  return where.kind == Place::Kind::remote ? send(module, where, request) : dispatch(request);
}

Task<WireResponse> Exchange::deliver(std::string_view module, const WireRequest& request) {
  const Place& where = place(module);
  if (where.kind != Place::Kind::remote) co_return co_await dispatch(request);
  // An open breaker is not asked, but what comes of it says how the module is.
  Guard& guard = guards_.find(module)->second;
  std::optional<Guard::Attempt> heard;
  if (guard.counts(runtime_.ticks()).state != Breaker::State::open)
    heard.emplace(guard, runtime_.ticks());
  try {
    auto response = co_await transport_.send(where.url, request);
    if (heard) heard->answered(runtime_.ticks());
    co_return response;
  } catch (const Error& error) {
    if (heard) heard->failed(runtime_.ticks(), error.code);
    log_unreached(module, where, request, error, false);
    throw unreached(module, error);
  }
}

Task<bool> Exchange::is_well(std::string_view module, const Context& context) {
  const WireRequest question{"/rpc/" + std::string(module) + "/health", context, "{}"};
  const Place& where = place(module);
  if (where.kind != Place::Kind::remote) {
    const WireResponse response = co_await dispatch(question);
    co_return response.status < 300;
  }
  bool well = false;
  try {
    const WireResponse response = co_await transport_.send(where.url, question);
    well = response.status < 300;
  } catch (const Error&) {
    // Which of its many reasons does not matter here.
  }
  guards_.find(module)->second.asked(runtime_.ticks(), well);
  co_return well;
}

Task<WireResponse> Exchange::send(std::string_view module, const Place& where,
                                  const WireRequest& request) {
  Guard& guard = guards_.find(module)->second;
  guard.called();
  for (int attempts = 1;; ++attempts) {
    Tried tried = co_await try_once(guard, where, request);
    if (tried.response) co_return std::move(*tried.response);
    const Error& error = *tried.error;
    std::optional<Ticks> pause;
    if (request.repeatable && !tried.refused)
      pause = guard.pause_before_next(
          error.code, attempts, request.context.deadline - runtime_.ticks(), runtime_.random());
    log_unreached(module, where, request, error, pause.has_value());
    if (!pause) throw unreached(module, error);
    co_await runtime_.sleep(*pause);
  }
}

Task<Exchange::Tried> Exchange::try_once(Guard& guard, const Place& where,
                                         const WireRequest& request) {
  Tried tried;
  Guard::Attempt attempt(guard, runtime_.ticks());
  if (!attempt.admitted()) {
    tried.refused = true;
    tried.error.emplace(Code::unavailable, "its circuit breaker is open");
    co_return tried;
  }
  WireRequest sent = request;
  if (request.is_query)
    sent.context.deadline = guard.query_deadline(runtime_.ticks(), sent.context.deadline);
  try {
    auto response = co_await transport_.send(where.url, sent);
    const auto carried = carried_error(response);
    if (carried && !carried->by_module) throw carried->error;
    attempt.answered(runtime_.ticks());
    tried.response = std::move(response);
  } catch (const Error& error) {
    attempt.failed(runtime_.ticks(), error.code);
    tried.error = error;
  }
  co_return tried;
}

Task<WireResponse> Exchange::dispatch(const WireRequest& request) {
  // One way only into an Error answer, so that local and remote failures are the same.
  try {
    if (const auto found = served_.find(request.path); found != served_.end())
      co_return co_await found->second.serve(found->second.slot, request.context, request.body);
    if (const auto found = own_.find(request.path); found != own_.end())
      co_return co_await found->second(request);
    if (request.path.ends_with("/events")) co_return co_await dispatch_events(request);
    if (asks_health(request.path)) co_return WireResponse{204, ""};
    const Error unknown(Code::not_found, "nothing is served at " + request.path);
    co_return to_response(unknown);
  } catch (const Error& error) {
    co_return to_response(error);
  } catch (const std::exception& error) {
    log_error(request.context, "request failed", {{"path", request.path}, {"error", error.what()}});
  }
  const Error internal(Code::internal, "internal error");
  co_return to_response(internal);
}

// "/rpc/cart/health": somebody asks whether cart is served here and can be reached.
bool Exchange::asks_health(std::string_view path) const {
  constexpr std::string_view health = "/health";
  if (!path.ends_with(health)) return false;
  path.remove_suffix(health.size());
  const std::string prefix = std::string(path) + ".";
  const auto found = served_.lower_bound(prefix);
  const bool serves = found != served_.end() && found->first.starts_with(prefix);
  return serves || std::any_of(listeners_.begin(), listeners_.end(), [&](const Listener& one) {
           return path.ends_with("/" + one.subscriber);
         });
}

Task<WireResponse> Exchange::dispatch_events(const WireRequest& request) {
  request.context.require_service();
  const CloudEvent event = parse_cloud_event(request.body);
  const std::string_view subscriber =
      std::string_view(request.path).substr(5, request.path.size() - 5 - 7);  // /rpc/…/events
  for (Listener& listener : listeners_) {
    if (listener.subscriber != subscriber || listener.type->name != event.type) continue;
    const Edge& edge = delivery_edge("wire", listener.subscriber, event.type, Edge::Kind::event);
    Observed observed(edge, request.context);
    const auto once = [&](Transaction& tx) {
      const bool first = tx.first_seen(event.id, event.type, runtime_.now());
      if (first || mutated(Mutation::skip_inbox))
        listener.handle(tx, observed.context(), event.data);
    };
    try {
      Faults::Fate fate;
      if (faults_.any()) fate = co_await faults_.befall(subscriber, event.type, observed.context());
      co_await listener.database->write(observed.context(), once);
      if (fate.twice) co_await listener.database->write(observed.context(), once);
      if (fate.dies_at_end) Faults::die();
      observed.ok();
    } catch (const Error& error) {
      observed.fail(error.code);
      throw;
    } catch (const std::exception&) {
      observed.fail(Code::internal);
      throw;
    }
    co_return WireResponse{204, ""};
  }
  throw Error(Code::not_found, std::string(subscriber) + " does not listen to " + event.type);
}

}  // namespace kernel
