#include "kernel/tap.h"

#include <chrono>

#include "durations.h"
#include "kernel/contract_impl.h"
#include "kernel/detail/exchange_impl.h"
#include "kernel/json.h"
#include "kernel/task_group.h"
#include "own_message.h"

KERNEL_MESSAGE(tap::Get)

namespace kernel {

namespace {

constexpr Ticks asked_lifetime = 30s;
constexpr std::size_t shown_max = 256 * 1024;  // of both bodies; more is nothing to look at

std::int64_t milliseconds_up(Ticks duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

std::string_view who_asks(const Principal& who) {
  switch (who.kind) {
    case Principal::Kind::user:
      return "user";
    case Principal::Kind::service:
      return "service";
    case Principal::Kind::anonymous:
      break;
  }
  return "anonymous";
}

std::int64_t size_of(const Type& type, const void* object) {
  std::string text;
  json::write(text, type, object);
  return static_cast<std::int64_t>(text.size());
}

Task<WireResponse> answer_get(Exchange& exchange, const std::string& module, TaskGroup& tasks,
                              const WireRequest& request) {
  auto which = own_message<tap::Get>(exchange, request);
  which.module = module;
  const tap::Found found{exchange.tap().take(which, tasks)};
  co_return WireResponse{200, json::to_json(found), {}};
}

}  // namespace

Tap::Arrow Tap::arrow_of(const Edge& edge) {
  constexpr auto sent_as = [](Edge::Kind kind) {
    switch (kind) {
      case Edge::Kind::call:
        return tap::SentAs::call;
      case Edge::Kind::event:
        return tap::SentAs::event;
      case Edge::Kind::owed:
        break;
    }
    return tap::SentAs::owed;
  };
  return {edge.caller, edge.callee, edge.message, sent_as(edge.kind)};
}

bool Tap::wants(const Edge& edge) const {
  const std::lock_guard lock(mutex_);
  const auto watch = watches_.find(arrow_of(edge));
  return watch != watches_.end() && !watch->second.seen;
}

void Tap::put(const Edge& edge, tap::Seen seen) {
  if (seen.request.size() + seen.reply.size() > shown_max) {
    seen.too_long = true;
    seen.request.clear();
    seen.reply.clear();
  }
  const std::lock_guard lock(mutex_);
  const auto watch = watches_.find(arrow_of(edge));
  if (watch != watches_.end()) watch->second.seen = std::move(seen);
}

std::optional<tap::Seen> Tap::take(const tap::Get& which, TaskGroup& tasks) {
  std::optional<tap::Seen> taken;
  bool forgets = true;
  {
    const std::lock_guard lock(mutex_);
    Watch& watch = watches_[{which.module, which.callee, which.message, which.sent_as}];
    watch.asked = runtime_.ticks();
    taken.swap(watch.seen);
    any_ = true;
    std::swap(forgets, forgetting_);
  }
  if (!forgets) tasks.spawn(forget_later(tasks));
  return taken;
}

Task<> Tap::forget_later(TaskGroup& tasks) {
  bool more = true;
  while (more) {
    const bool slept = co_await tasks.sleep(asked_lifetime / 2);
    more = slept && forget_unasked();
  }
}

// Whether there is more to forget later.
bool Tap::forget_unasked() {
  const std::lock_guard lock(mutex_);
  const Ticks now = runtime_.ticks();
  std::erase_if(watches_,
                [&](const auto& watch) { return now - watch.second.asked > asked_lifetime; });
  any_ = forgetting_ = !watches_.empty();
  return forgetting_;
}

tap::Seen seen_envelope(Runtime& runtime, const Context& context, Ticks began, const Error* error) {
  const Ticks took = runtime.ticks() - began;
  tap::Seen seen;
  seen.at = runtime.now() - took;
  seen.took_us = microseconds(took);
  seen.traceparent = to_traceparent(context.trace);
  seen.deadline_ms = milliseconds_up(context.deadline - began);
  seen.asks = who_asks(context.who());
  if (!context.key.empty()) seen.key.emplace(context.key);
  if (error != nullptr) seen.error = std::string(code_name(error->code)) + ": " + error->message;
  return seen;
}

namespace detail {

void tap_call(const Slot& slot, const Context& context, Ticks began, const void* message,
              const void* reply, const Error* error) {
  Tap& tap = slot.exchange->tap();
  if (!tap.wants(*slot.edge)) return;
  const Type& request_type = slot.type->request();
  auto seen = seen_envelope(slot.exchange->runtime(), context, began, error);
  json::write(seen.request, request_type, message, json::Secrets::masked);
  seen.request_bytes = size_of(request_type, message);
  const Ticks end = slot.exchange->attempt_deadline(*slot.type, began, context.deadline);
  seen.deadline_ms = milliseconds_up(end - began);
  if (reply != nullptr) {
    json::write(seen.reply, slot.type->reply(), reply, json::Secrets::masked);
    seen.reply_bytes = size_of(slot.type->reply(), reply);
  }
  tap.put(*slot.edge, std::move(seen));
}

}  // namespace detail

void serve_tap(Exchange& exchange, const std::string& module, TaskGroup& tasks) {
  exchange.serve_at(own_path<tap::Get>(module),
                    [&exchange, module, &tasks](const WireRequest& request) {
                      return answer_get(exchange, module, tasks, request);
                    });
}

}  // namespace kernel
