#include "kernel/wire.h"

#include "kernel/detail/describe_impl.h"
#include "kernel/detail/exchange_impl.h"
#include "kernel/detail/wire_impl.h"
#include "kernel/json.h"
#include "kernel/runtime.h"
#include "kernel/spans.h"

namespace kernel {

namespace {

void record_part(const Edge& edge, const Trace& trace, CallPart part, Ticks started,
                 Ticks took) noexcept {
  Spans* const spans = edge.spans;
  if (spans == nullptr || !spans->on() || !trace.sampled) return;
  spans->record({.trace = trace.id,
                 .id = spans->child_of(trace.span),
                 .parent = trace.span,
                 .site = spans->part(part),
                 .started = started,
                 .took = took,
                 .sampled = true});
}

struct ErrorBody {
  std::string code;
  std::string message;
  std::vector<Fault> details;
};

}  // namespace

BOOST_DESCRIBE_STRUCT(Fault, (), (pointer, detail))
namespace {
BOOST_DESCRIBE_STRUCT(ErrorBody, (), (code, message, details))
}  // namespace

WireResponse to_response(const Error& error) {
  const ErrorBody body{std::string(code_name(error.code)), error.message, error.details};
  return {http_status(error.code), json::to_json(body)};
}

std::optional<Carried> carried_error(const WireResponse& response) {
  if (response.status < 300) return std::nullopt;
  ErrorBody body;
  const auto faults = json::read(response.body, type_of<ErrorBody>(), &body, json::Mode::lenient);
  const auto code = faults.empty() ? parse_code(body.code) : std::nullopt;
  if (code) return Carried{{*code, std::move(body.message), std::move(body.details)}};
  const auto status = std::to_string(response.status);
  return Carried{{Code::unavailable, "an answer with status " + status + " and no error in it"},
                 false};
}

void throw_if_error(const WireResponse& response) {
  if (auto carried = carried_error(response)) throw std::move(carried->error);
}

namespace detail {

void pass_ended(const Edge& edge, const Trace& trace, CodecPass pass, Ticks begun,
                std::size_t bytes) noexcept {
  codec_ended(edge, pass, begun, bytes);
  const bool encoded = pass == CodecPass::encode_request || pass == CodecPass::encode_reply;
  record_part(edge, trace, encoded ? CallPart::encode : CallPart::decode, begun,
              edge.runtime->ticks() - begun);
}

Task<Answer> carry_encoded(const Slot& slot, const Context& context, const void* message,
                           std::string body) {
  Observed observed(*slot.edge, context);
  try {
    WireRequest request{"/rpc/" + std::string(slot.type->name), observed.context(),
                        std::move(body)};
    request.is_query = slot.type->kind == Kind::query;
    request.repeatable = request.is_query || !context.key.empty();
    const Ticks began = slot.edge->runtime->ticks();
    WireResponse response = co_await slot.exchange->carry(slot.type->module, request);
    waited_in_queue(*slot.edge, response.queued);
    if (response.queued > Ticks::zero())
      record_part(*slot.edge, observed.context().trace, CallPart::queue, began, response.queued);
    throw_if_error(response);
    observed.ok();
    co_return Answer{std::move(response.body), observed.context().trace};
  } catch (const Error& error) {
    observed.fail(error.code);
    if (slot.exchange->tap().any())
      tap_call(slot, observed.context(), observed.started(), message, nullptr, &error);
    throw;
  }
}

void tap_carried(const Slot& slot, const Context& context, const Trace& sent, Ticks began,
                 const void* message, const void* reply) {
  if (!slot.exchange->tap().any()) return;
  Context carried = context;
  carried.trace = sent;
  tap_call(slot, carried, began, message, reply, nullptr);
}

void decode_message(std::string_view body, const Type& type, void* object) {
  if (auto faults = json::read(body, type, object, json::Mode::lenient); !faults.empty())
    throw Error(Code::invalid_argument, "the message is malformed", std::move(faults));
}

void decode_reply(std::string_view body, const Type& type, void* object) {
  if (auto faults = json::read(body, type, object, json::Mode::lenient); !faults.empty())
    throw Error(Code::internal, "the reply is malformed", std::move(faults));
}

}  // namespace detail

}  // namespace kernel
