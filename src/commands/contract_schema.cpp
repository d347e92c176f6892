#include <boost/json.hpp>

#include "commands/contract.h"
#include "json_schema.h"

namespace commands {

namespace json = boost::json;

std::string contract_schema(const Contracts& contracts) {
  app::JsonSchemas schemas(app::JsonSchemas::Bounds::stated);
  json::object modules;
  for (const auto* contract : contracts) {
    json::object messages, events;
    for (const auto* message : contract->messages)
      messages[std::string(message->name)] =
          json::object{{"kind", message->kind == kernel::Kind::query ? "query" : "command"},
                       {"request", schemas.of(message->request())},
                       {"reply", schemas.of(message->reply())}};
    for (const auto* event : contract->events)
      events[std::string(event->name)] = schemas.of(event->type());
    modules[std::string(contract->module)] =
        json::object{{"messages", messages}, {"events", events}};
  }
  return json::serialize(json::object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                      {"contracts", modules},
                                      {"$defs", schemas.definitions()}});
}

}  // namespace commands
