// kernel: how a module reads what an administrator asks of it, at own_path.
#pragma once

#include "kernel/exchange.h"
#include "kernel/json.h"
#include "kernel/wire.h"

namespace kernel {

// Throws unauthenticated or permission_denied unless an administrator asks (one who logged in
// lately, for a command), invalid_argument for what is malformed or out of bounds.
template <Message M>
M own_message(const Exchange& exchange, const WireRequest& request) {
  if constexpr (M::kind == Kind::command) {
    exchange.require_recent_admin(request.context);
  } else {
    request.context.require_admin();
  }
  auto message = json::from_json<M>(request.body);
  check_bounds(type_of<M>(), &message);
  return message;
}

}  // namespace kernel
