// kernel: the templates of storage.h.
#pragma once

#include "kernel/json.h"
#include "kernel/storage.h"

namespace kernel {

template <class F>
Task<std::invoke_result_t<F&, Transaction&>> Database::write(F fn) {
  return write_as(nullptr, fn);
}

template <class F>
Task<std::invoke_result_t<F&, Transaction&>> Database::write(const Context& context, F fn) {
  return write_as(&context, fn);
}

template <class F>
Task<std::invoke_result_t<F&, Transaction&>> Database::write_as(const Context* context, F fn) {
  static_assert(std::is_trivially_copyable_v<F>, "capture by reference (GCC 12, see RUNTIME)");
  using Result = std::invoke_result_t<F&, Transaction&>;
  if constexpr (std::is_void_v<Result>) {
    WriteJob job{this, &fn, [](void* f, Transaction& tx) { (*static_cast<F*>(f))(tx); }};
    co_await submit(job, context);
  } else {
    struct Call {
      F& fn;
      std::optional<Result> result;
    } call{fn, {}};
    WriteJob job{this, &call, [](void* c, Transaction& tx) {
                   auto& self = *static_cast<Call*>(c);
                   self.result.emplace(self.fn(tx));
                 }};
    co_await submit(job, context);
    co_return std::move(*call.result);
  }
}

template <Message M, class F>
Task<typename M::Reply> Database::command(const Context& context, const M&, F fn) {
  static_assert(std::is_trivially_copyable_v<F>, "capture by reference (GCC 12, see RUNTIME)");
  using Reply = typename M::Reply;
  const Key key = context.key;
  const WallTime now = runtime_.now();
  const std::string_view what = message_type<M>().name;
  const auto once = [&](Transaction& tx) -> Reply {
    if (key.empty()) return fn(tx);
    if (const auto kept = tx.kept_reply(key, what)) return json::from_json<Reply>(*kept);
    Reply reply = fn(tx);
    tx.keep_reply(key, what, json::to_json(reply), now);
    return reply;
  };
  co_return co_await write(context, once);
}

template <Message M, class F>
Task<typename M::Reply> Database::audited(const Context& context, const M& message,
                                          std::string_view target, F fn) {
  const AdminAction action{context, message_type<M>().name, target};
  const auto noted = [&](Transaction& tx) {
    auto reply = fn(tx);
    tx.note_done(action);
    return reply;
  };
  std::optional<Error> refused;
  try {
    co_return co_await command(context, message, noted);
  } catch (const Error& error) {
    refused = error;
  }
  co_await note_refused(action, *refused);
  throw *refused;
}

template <Message M>
Task<typename M::Reply> Database::audited_work(const Context& context, const M&,
                                               std::string_view target,
                                               Task<typename M::Reply> work) {
  const AdminAction action{context, message_type<M>().name, target};
  const auto id = co_await note_begun(action);
  std::optional<typename M::Reply> reply;
  std::optional<Error> refused;
  try {
    reply.emplace(co_await std::move(work));
  } catch (const Error& error) {
    refused = error;
  }
  co_await note_ended(action, id, refused);
  if (refused) throw *refused;
  co_return std::move(*reply);
}

template <Event E>
void Transaction::publish(const Context& context, const E& event) {
  publish_row(context, event_type<E>(), event.aggregate(), Payload::of(event));
}

template <Owable M>
void Transaction::owe(const Context& context, const M& message) {
  owe_row(context, message_type<M>(), message.aggregate(), Payload::of(message));
}

template <class T>
Transaction::Payload Transaction::Payload::of(const T& described) {
  static const bool secret = json::holds_secret(type_of<T>());
  Payload payload{json::to_json(described), {}};
  if (secret) payload.shown = json::to_json(described, json::Secrets::masked);
  return payload;
}

}  // namespace kernel
