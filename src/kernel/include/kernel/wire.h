// kernel: messages as bytes. A request between processes, its answer, and per message type the two
// coroutines that encode and decode; those are instantiated once, in the contract's .cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/context.h"
#include "kernel/message.h"

namespace kernel {

struct Slot;

// POST <path>, JSON both ways. The context travels beside the body.
struct WireRequest {
  std::string path;  // "/rpc/cart.AddItem", "/rpc/order/events"
  Context context;
  std::string body;
  bool repeatable = false;  // twice has the effect of once, and nobody else repeats it
  bool is_query = false;
};

// An error travels as {"code","message","details":[{"pointer","detail"}]} with status ≥ 400.
struct WireResponse {
  int status = 200;
  std::string body;
  Ticks queued{};  // how long the request waited for a connection
};

WireResponse to_response(const Error& error);
// The error that `response` carries: none for a 2xx. What names no code was not said by a module
// but by a proxy, a stranger or a server that is full: unavailable.
struct Carried {
  Error error;
  bool by_module = true;
};
std::optional<Carried> carried_error(const WireResponse& response);
void throw_if_error(const WireResponse& response);

// The one place where a code becomes an HTTP status.
int http_status(Code code) noexcept;

template <Message M>
struct Wire {
  // The caller's side: encode, carry, decode.
  static Task<typename M::Reply> invoke_remote(const Slot& slot, const Context& context,
                                               const M& message);
  // The owner's side: decode, call through the local slot, encode.
  static Task<WireResponse> serve(const Slot& local, const Context& context, std::string_view body);
};

}  // namespace kernel
