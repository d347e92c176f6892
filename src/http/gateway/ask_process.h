// gateway: what an administrator asks of the process of a module, at the module's own path.
#pragma once

#include <chrono>
#include <string>

#include "call.h"
#include "kernel/exchange.h"
#include "kernel/json.h"

namespace gateway {

// Throws what the module answers; unavailable or deadline_exceeded when it is out of reach.
template <class M>
kernel::Task<typename M::Reply> ask_process(const Call& call, const std::string& module,
                                            const M& message) {
  constexpr kernel::Ticks patience = std::chrono::seconds(2);
  kernel::Exchange& exchange = call.services().exchange;
  kernel::WireRequest request;
  request.path = kernel::own_path<M>(module);
  request.context = call.context().with_deadline(exchange.runtime().ticks() + patience);
  request.body = kernel::json::to_json(message);
  request.is_query = true;
  const kernel::WireResponse response = co_await exchange.carry(module, request);
  kernel::throw_if_error(response);
  co_return kernel::json::from_json<typename M::Reply>(response.body);
}

}  // namespace gateway
