#include <boost/json.hpp>

#include "commands/contract.h"
#include "kernel/describe.h"

namespace commands {
namespace {

namespace json = boost::json;
using kernel::Shape;
using kernel::Type;

class Schemas {
 public:
  // The schema of a value; objects are collected into $defs.
  json::object of(const Type& type, std::int64_t min, std::int64_t max) {
    switch (type.shape) {
      case Shape::boolean:
        return {{"type", "boolean"}};
      case Shape::integer:
        return {{"type", "integer"}, {"minimum", min}, {"maximum", max}};
      case Shape::text:
        return {{"type", "string"}, {"minLength", min}, {"maxLength", max}};
      case Shape::scalar:
        return {{"type", "string"}, {"format", std::string(type.name)}};
      case Shape::enumeration: {
        json::array names;
        for (const auto name : type.names) names.emplace_back(std::string(name));
        return {{"type", "string"}, {"enum", names}};
      }
      case Shape::object:
        return reference(type);
      case Shape::list: {
        const auto& element = type.element();
        return {{"type", "array"},
                {"items", of(element, least(element), most(element))},
                {"minItems", min},
                {"maxItems", max}};
      }
      case Shape::optional: {
        const json::object null{{"type", "null"}};
        return {{"anyOf", json::array{of(type.element(), min, max), null}}};
      }
    }
    return {};
  }

  json::object of(const Type& type) { return of(type, least(type), most(type)); }
  const json::object& definitions() const { return definitions_; }

 private:
  static std::int64_t least(const Type& type) {
    return type.shape == Shape::integer ? type.min : 0;
  }
  static std::int64_t most(const Type& type) {
    if (type.shape == Shape::integer) return type.max;
    return type.shape == Shape::text ? kernel::text_max : kernel::list_max;
  }

  json::object reference(const Type& type) {
    const std::string name(type.name);
    if (!definitions_.contains(name)) {
      definitions_[name] = json::object{};  // stands while its fields are looked at
      json::object properties;
      json::array required;
      for (const auto& field : type.fields) {
        const std::string field_name(field.name);
        properties[field_name] =
            of(field.type(), std::max<std::int64_t>(field.min, lower(field)), field.max);
        if (field.type().shape != Shape::optional) required.emplace_back(field_name);
      }
      definitions_[name] =
          json::object{{"type", "object"}, {"properties", properties}, {"required", required}};
    }
    return {{"$ref", "#/$defs/" + name}};
  }

  // Lengths have no lower bound below nothing.
  static std::int64_t lower(const kernel::Field& field) {
    const Type* type = &field.type();
    if (type->shape == Shape::optional) type = &type->element();
    const bool number = type->shape == Shape::integer;
    return number ? std::numeric_limits<std::int64_t>::min() : 0;
  }

  json::object definitions_;
};

}  // namespace

std::string contract_schema(const Contracts& contracts) {
  Schemas schemas;
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
