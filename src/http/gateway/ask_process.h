// gateway: what an administrator asks of the process of a module, at the module's own path.
#pragma once

#include <chrono>
#include <string>

#include "call.h"
#include "kernel/exchange.h"
#include "kernel/json.h"

namespace gateway {

// For a question to one process of many, which shall not hold up the rest.
inline kernel::Context with_patience(const Call& call) {
  constexpr kernel::Ticks patience = std::chrono::seconds(2);
  return call.context().with_deadline(call.services().exchange.runtime().ticks() + patience);
}

// Throws not_found for a module that is nowhere; else what the module answers, and unavailable or
// deadline_exceeded when it is out of reach.
template <class M>
kernel::Task<typename M::Reply> ask_process(kernel::Exchange& exchange,
                                            const kernel::Context& context,
                                            const std::string& module, const M& message) {
  if (!exchange.places().contains(module))
    throw kernel::Error(kernel::Code::not_found, "no such module");
  kernel::WireRequest request;
  request.path = kernel::own_path<M>(module);
  request.context = context;
  request.body = kernel::json::to_json(message);
  request.is_query = M::kind == kernel::Kind::query;
  request.repeatable = request.is_query || !context.key.empty();
  const kernel::WireResponse response = co_await exchange.carry(module, request);
  kernel::throw_if_error(response);
  co_return kernel::json::from_json<typename M::Reply>(response.body);
}

}  // namespace gateway
