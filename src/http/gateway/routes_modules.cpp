#include "call.h"
#include "kernel/audit.h"
#include "kernel/faults.h"
#include "kernel/json.h"
#include "kernel/outbox.h"
#include "routes.h"

namespace gateway {

namespace {

// To the module that the message names, wherever it is; it answers for itself.
template <class M>
kernel::Task<http::Response> ask_owner(Call& call) {
  M message{};
  call.bind(&message);
  kernel::Exchange& exchange = call.services().exchange;
  if (!exchange.places().contains(message.module))
    throw kernel::Error(kernel::Code::not_found, "no such module");
  kernel::WireRequest request;
  request.path = kernel::own_path<M>(message.module);
  request.context = call.context();
  request.body = kernel::json::to_json(message);
  request.is_query = M::kind == kernel::Kind::query;
  request.repeatable = request.is_query || !request.context.key.empty();
  const kernel::WireResponse response = co_await exchange.carry(message.module, request);
  kernel::throw_if_error(response);
  const auto reply = kernel::json::from_json<typename M::Reply>(response.body);
  co_return call.answer(&reply);
}

template <class M>
void connects_nothing(kernel::Bus&) {}

template <class M>
constexpr Action asks_owner{&kernel::message_type<M>, &connects_nothing<M>, &ask_owner<M>};

}  // namespace

std::vector<Row> module_rows() {
  using enum kernel::Code;
  return {
      {.method = "GET",
       .path = "/api/v1/admin/outbox/{module}",
       .who = Who::admin,
       .action = asks_owner<outbox::List>,
       .query = {"dead", "after", "limit"},
       .fails = {not_found},
       .text = "What a module still owes others, oldest first; dead=true: what was given up",
       .part = "What a module still owes others"},
      {.method = "POST",
       .path = "/api/v1/admin/outbox/{module}/{delivery}/replay",
       .who = Who::admin,
       .action = asks_owner<outbox::Replay>,
       .status = 204,
       .fails = {not_found},
       .text = "Tries a dead letter again, from its first attempt"},
      {.method = "POST",
       .path = "/api/v1/admin/outbox/{module}/{delivery}/discard",
       .who = Who::admin,
       .action = asks_owner<outbox::Discard>,
       .status = 204,
       .fails = {not_found},
       .text = "Gives a dead letter up; what waits behind it goes on"},
      {.method = "GET",
       .path = "/api/v1/admin/audit/{module}",
       .who = Who::admin,
       .action = asks_owner<audit::List>,
       .query = {"after", "limit"},
       .fails = {not_found},
       .text = "What administrators did to a module and how it ended, oldest first",
       .part = "What administrators did"},
      {.method = "GET",
       .path = "/api/v1/admin/faults/{module}",
       .who = Who::admin,
       .action = asks_owner<faults::Get>,
       .fails = {not_found},
       .text = "Faults that are injected into messages to a module",
       .part = "Trouble on purpose"},
      {.method = "PUT",
       .path = "/api/v1/admin/faults/{module}",
       .who = Who::admin,
       .action = asks_owner<faults::Set>,
       .body = {"rules"},
       .fails = {not_found, failed_precondition},
       .text = "Injects faults into messages to a module, where faults.enabled; none: ends them"},
  };
}

}  // namespace gateway
