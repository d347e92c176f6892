// kernel: how a module reads what an administrator asks of it, at own_path.
#pragma once

#include "kernel/json.h"
#include "kernel/wire.h"

namespace kernel {

// Throws unauthenticated or permission_denied unless an administrator asks, invalid_argument for
// what is malformed or out of bounds.
template <Message M>
M own_message(const WireRequest& request) {
  request.context.require_admin();
  auto message = json::from_json<M>(request.body);
  check_bounds(type_of<M>(), &message);
  return message;
}

}  // namespace kernel
