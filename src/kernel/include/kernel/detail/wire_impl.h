// kernel: the two coroutines per message that turn it into bytes and back. See wire.h.
#pragma once

#include "kernel/bus.h"
#include "kernel/detail/describe_impl.h"
#include "kernel/json.h"
#include "kernel/wire.h"

namespace kernel {

namespace detail {
// A pass of the codec has ended: counted, and of a sampled trace a span below `trace`'s.
void pass_ended(const Edge& edge, const Trace& trace, CodecPass pass, Ticks begun,
                std::size_t bytes) noexcept;
// What came back, and under which trace it had been sent.
struct Answer {
  std::string body;
  Trace trace;
};
// Carries an encoded request over the slot's edge: measured, with its deadline, decoded error
// thrown. `message` is what `body` says.
Task<Answer> carry_encoded(const Slot& slot, const Context& context, const void* message,
                           std::string body);
// The call has ended well: for the tap, if somebody asks.
void tap_carried(const Slot& slot, const Context& context, const Trace& sent, Ticks began,
                 const void* message, const void* reply);
// Decodes leniently and checks the bounds; throws invalid_argument.
void decode_message(std::string_view body, const Type& type, void* object);
void decode_reply(std::string_view body, const Type& type, void* object);
}  // namespace detail

template <Message M>
Task<typename M::Reply> Wire<M>::invoke_remote(const Slot& slot, const Context& context,
                                               const M& message) {
  const Ticks encoding = codec_begins(*slot.edge);
  std::string body = json::to_json(message);
  detail::pass_ended(*slot.edge, context.trace, CodecPass::encode_request, encoding, body.size());
  const detail::Answer answer =
      co_await detail::carry_encoded(slot, context, &message, std::move(body));
  const Ticks decoding = codec_begins(*slot.edge);
  typename M::Reply reply{};
  detail::decode_reply(answer.body, type_of<typename M::Reply>(), &reply);
  detail::pass_ended(*slot.edge, context.trace, CodecPass::decode_reply, decoding,
                     answer.body.size());
  detail::tap_carried(slot, context, answer.trace, encoding, &message, &reply);
  co_return reply;
}

template <Message M>
Task<WireResponse> Wire<M>::serve(const Slot& local, const Context& context,
                                  std::string_view body) {
  const Ticks decoding = codec_begins(*local.edge);
  M message{};
  detail::decode_message(body, type_of<M>(), &message);
  detail::pass_ended(*local.edge, context.trace, CodecPass::decode_request, decoding, body.size());
  const auto reply = co_await reinterpret_cast<Invoke<M>*>(local.invoke)(local, context, message);
  const Ticks encoding = codec_begins(*local.edge);
  WireResponse response;
  json::write(response.body, type_of<typename M::Reply>(), &reply);
  detail::pass_ended(*local.edge, context.trace, CodecPass::encode_reply, encoding,
                     response.body.size());
  co_return response;
}

}  // namespace kernel
