// kernel: the templates of exchange.h.
#pragma once

#include "kernel/exchange.h"
#include "kernel/json.h"

namespace kernel {

namespace detail {

template <class>
struct Handler;
template <class Owner, class Reply, class M>
struct Handler<Task<Reply> (Owner::*)(const Context&, const M&)> {
  using Message = M;
};

// Hands a call that has ended to the tap, if it is wanted there. `reply` is null for one that
// failed, with `error`.
void tap_call(const Slot& slot, const Context& context, Ticks began, const void* message,
              const void* reply, const Error* error);

// Logs and counts an exception that is no kernel::Error: a handler's own mistake.
void report_internal(const Edge& edge, const Context& context, const std::exception& error);

}  // namespace detail

// The whole of a local call: deadline, bounds, counters, the handler itself.
template <class Module, class M, auto Method>
Task<typename M::Reply> invoke_local(const Slot& slot, const Context& context, const M& message) {
  Observed observed(*slot.edge, context);
  try {
    if (slot.type->bounded) check_bounds(slot.type->request(), &message);
    Faults::Fate fate;
    if (slot.exchange->faults().any()) [[unlikely]]
      fate = co_await slot.exchange->faults().befall(slot.type->module, slot.type->name,
                                                     observed.context());
    auto reply = co_await (static_cast<Module*>(slot.module)->*Method)(observed.context(), message);
    if (fate.twice) [[unlikely]]
      reply = co_await (static_cast<Module*>(slot.module)->*Method)(observed.context(), message);
    if (fate.dies_at_end) [[unlikely]]
      Faults::die();
    observed.ok();
    if (slot.exchange->tap().any()) [[unlikely]]
      detail::tap_call(slot, observed.context(), observed.started(), &message, &reply, nullptr);
    co_return reply;
  } catch (const Error& error) {
    observed.fail(error.code);
    if (slot.exchange->tap().any()) [[unlikely]]
      detail::tap_call(slot, observed.context(), observed.started(), &message, nullptr, &error);
    throw;
  } catch (const std::exception& error) {
    observed.fail(Code::internal);
    detail::report_internal(*slot.edge, observed.context(), error);
    const Error internal(Code::internal, "internal error");
    if (slot.exchange->tap().any()) [[unlikely]]
      detail::tap_call(slot, observed.context(), observed.started(), &message, nullptr, &internal);
    throw internal;
  }
}

template <auto Method, class Module>
void Exchange::serve(Module& module) {
  using M = typename detail::Handler<decltype(Method)>::Message;
  Invoke<M>* invoke = &invoke_local<Module, M, Method>;
  add_served(message_type<M>(), &module, reinterpret_cast<void (*)()>(invoke), &Wire<M>::serve);
}

template <Event E, auto Method, class Module>
void Exchange::subscribe(std::string_view subscriber, Database& database, Module& module) {
  add_listener({&event_type<E>(), std::string(subscriber), &database,
                [&module](Transaction& tx, const Context& context, std::string_view json) {
                  const auto event = json::from_json<E>(json);
                  (module.*Method)(tx, context, event);
                }});
}

}  // namespace kernel
