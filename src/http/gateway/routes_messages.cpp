#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "ask_process.h"
#include "call.h"
#include "console_messages.h"
#include "example_code.h"
#include "examples.h"
#include "routes.h"
#include "streams.h"

namespace gateway {

namespace {

// A message, or an event, which has no reply.
struct Said {
  std::string_view module;
  std::string_view kind;
  const kernel::Type* request = nullptr;
  const kernel::Type* reply = nullptr;
};

// Throws not_found.
Said said_as(const std::vector<const kernel::Contract*>& contracts, const std::string& name) {
  for (const auto* const contract : contracts) {
    for (const auto* const message : contract->messages)
      if (message->name == name)
        return {message->module, message->kind == kernel::Kind::query ? "query" : "command",
                &message->request(), &message->reply()};
    for (const auto* const event : contract->events)
      if (event->name == name) return {event->module, "event", &event->type(), nullptr};
  }
  throw kernel::Error(kernel::Code::not_found, "no such message");
}

kernel::Task<http::Response> answer_example(Call& call) {
  console::GetExample which;
  call.bind(&which);
  const Said said = said_as(call.services().contracts, which.message);
  const boost::json::value request = example_of(*said.request);
  console::Example example;
  example.name = which.message;
  example.module = said.module;
  example.kind = said.kind;
  example.request = boost::json::serialize(request);
  if (said.reply != nullptr) example.reply = boost::json::serialize(example_of(*said.reply));
  example.code = code_of(*said.request, request);
  co_return call.answer(&example);
}

constexpr std::string_view here = "gateway";

// A real message as C++; of an event, what the CloudEvent around it carries.
std::string code_of_seen(const Said& said, const tap::Seen& seen) {
  if (seen.request.empty()) return "";
  const boost::json::value request = boost::json::parse(seen.request);
  return code_of(*said.request, said.reply == nullptr ? request.at("data") : request);
}

kernel::Task<http::Response> answer_tapped(Call& call) {
  console::GetTapped which;
  call.bind(&which);
  Services& services = call.services();
  const Said said = said_as(services.contracts, which.message);
  if (!services.exchange.places().contains(which.callee))
    throw kernel::Error(kernel::Code::not_found, "no such module");
  const tap::Get asked{which.caller, which.callee, which.message, which.sent_as};
  console::Tapped tapped;
  if (which.caller == here) {
    tapped.seen = services.exchange.tap().take(asked, services.streams.tasks());
  } else {
    const auto context = with_patience(call);
    auto found = co_await ask_process(services.exchange, context, which.caller, asked);
    tapped.seen = std::move(found.seen);
  }
  if (tapped.seen) tapped.code = code_of_seen(said, *tapped.seen);
  co_return call.answer(&tapped);
}

}  // namespace

std::vector<Row> message_rows() {
  using enum kernel::Code;
  return {
      {.method = "GET",
       .path = "/api/v1/admin/messages/{message}",
       .who = Who::admin,
       .action = fills<console::GetExample>(&answer_example),
       .fails = {not_found},
       .text = "What a message or event looks like, made up from its contract",
       .part = "For /console: messages as they look and as they go, and layouts compared"},
      {.method = "GET",
       .path = "/api/v1/admin/messages/{message}/next",
       .who = Who::admin,
       .action = fills<console::GetTapped>(&answer_tapped),
       .query = {"caller", "callee", "sent_as"},
       .fails = {not_found},
       .text =
           "A real one, once: the first that has gone from caller to callee since somebody "
           "asked. Secrets are masked; nothing is kept when nobody has asked for half a minute"},
  };
}

}  // namespace gateway
