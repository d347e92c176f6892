// kernel: the next message of a kind between two modules, for an administrator who wants to see a
// real one. The process that sends it keeps a copy, with secrets masked, from the first question on
// and until the answer is fetched or nobody asks any more. Of what nobody asks for, nothing is
// kept.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "kernel/context.h"
#include "kernel/message.h"
#include "kernel/task.h"

namespace tap {

using kernel::Kind;

// owed: a durable command, delivered by the relay. One message may go either way.
enum class SentAs { call, event, owed };

// One message as it went, whatever the transport.
struct Seen {
  kernel::WallTime at;       // it was sent
  std::int64_t took_us = 0;  // until its answer was there
  std::string request;       // JSON; of an event, the CloudEvent
  std::string reply;         // JSON; empty: it failed, or was a delivery, whose reply is dropped
  std::int64_t request_bytes = 0;  // as encoded, secrets in full
  std::int64_t reply_bytes = 0;
  bool too_long = false;             // it is: request and reply are empty
  std::optional<std::string> error;  // "not_found: no such product"
  std::string traceparent;
  std::int64_t deadline_ms = 0;     // that were left, for one attempt
  std::string asks;                 // user, service, anonymous
  std::optional<kernel::Uuid> key;  // of the command
};

struct Found {
  std::optional<Seen> seen;
};

// The next message since the first question, once; asked again, the one after. Forgotten when
// nobody has asked for half a minute. Administrators. Fails: not_found (module).
struct Get {
  using Reply = Found;
  static constexpr auto kind = Kind::query;
  std::string module;  // that sends it, whose process is asked
  std::string callee;
  std::string message;  // "payment.Charge", "order.OrderConfirmed"
  SentAs sent_as = SentAs::call;
};

BOOST_DESCRIBE_ENUM(SentAs, call, event, owed)
BOOST_DESCRIBE_STRUCT(Seen, (),
                      (at, took_us, request, reply, request_bytes, reply_bytes, too_long, error,
                       traceparent, deadline_ms, asks, key))
BOOST_DESCRIBE_STRUCT(Found, (), (seen))
BOOST_DESCRIBE_STRUCT(Get, (), (module, callee, message, sent_as))

}  // namespace tap

namespace kernel {

class Exchange;
class Runtime;
class TaskGroup;
struct Edge;

// What is asked for in this process. From any thread.
class Tap {
 public:
  explicit Tap(Runtime& runtime) : runtime_(runtime) {}

  // Cheap: asked after every message.
  bool any() const noexcept { return any_.load(std::memory_order_relaxed); }
  // Whether somebody waits for a message of this edge.
  bool wants(const Edge& edge) const;
  void put(const Edge& edge, tap::Seen seen);

  // What Get says. On a loop: what is kept is forgotten by a task of `tasks`.
  std::optional<tap::Seen> take(const tap::Get& which, TaskGroup& tasks);

 private:
  // Caller, callee, message.
  using Arrow = std::tuple<std::string, std::string, std::string, tap::SentAs>;
  static Arrow arrow_of(const Edge& edge);
  struct Watch {
    Ticks asked{};
    std::optional<tap::Seen> seen;
  };
  Task<> forget_later(TaskGroup& tasks);
  bool forget_unasked();

  Runtime& runtime_;
  std::atomic<bool> any_ = false;
  mutable std::mutex mutex_;
  std::map<Arrow, Watch> watches_;  // guarded by mutex_
  bool forgetting_ = false;         // a task does; guarded by mutex_
};

// What was sent under `context` at `began` and has ended now, with `error` or (null) well; without
// its bodies.
tap::Seen seen_envelope(Runtime& runtime, const Context& context, Ticks began, const Error* error);

// Answers Get at the own path of `module`.
void serve_tap(Exchange& exchange, const std::string& module, TaskGroup& tasks);

}  // namespace kernel
