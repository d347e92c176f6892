#include "ask_process.h"
#include "call.h"
#include "kernel/audit.h"
#include "kernel/faults.h"
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
  const auto reply = co_await ask_process(exchange, call.context(), message.module, message);
  co_return call.answer(&reply);
}

template <class M>
constexpr Action asks_owner = fills<M>(&ask_owner<M>);

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
