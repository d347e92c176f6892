#include "schema.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>

#include "hints.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Field;
using kernel::Shape;
using kernel::Type;

json::object text_schema(const Type& type, const Field* limits, bool is_request) {
  const bool limited = limits != nullptr && limits->limited;
  json::object schema{{"type", "string"}};
  if (type.secret) schema["format"] = "password";
  if (limited && limits->min > 0) schema["minLength"] = limits->min;
  if (limited) schema["maxLength"] = limits->max;  // bytes of UTF-8
  if (!limited && is_request) schema["maxLength"] = kernel::text_max;
  if (is_request) schema["pattern"] = text_pattern(limits != nullptr ? limits->name : "");
  return schema;
}

json::object integer_schema(const Type& type, const Field* limits) {
  const bool limited = limits != nullptr && limits->limited;
  json::object schema{{"type", "integer"}, {"format", type.name}};
  const auto min = limited ? limits->min : type.min;
  const auto max = limited ? limits->max : type.max;
  if (min != std::numeric_limits<std::int64_t>::min()) schema["minimum"] = min;
  if (max != std::numeric_limits<std::int64_t>::max()) schema["maximum"] = max;
  return schema;
}

json::object scalar_schema(const Type& type) {
  json::object schema{{"type", "string"}};
  if (type.name == "currency") {
    schema["description"] = "ISO 4217";
    schema["pattern"] = "^[A-Z]{3}$";
  } else {
    schema["format"] = type.name;
  }
  return schema;
}

json::object enumeration_schema(const Type& type) {
  json::array names;
  for (const auto name : type.names) names.emplace_back(name);
  return {{"type", "string"}, {"enum", std::move(names)}};
}

void bound_amount(json::object& schema, const Hint& hint) {
  json::object* const properties =
      schema.contains("properties") ? &schema["properties"].as_object() : nullptr;
  if (properties == nullptr || !properties->contains("amount")) return;
  json::object& amount = (*properties)["amount"].as_object();
  amount["minimum"] = hint.amount_min;
  amount["maximum"] = hint.amount_max;
}

// What no table of types tells. Beside a reference it would be of every object of that type, and
// belongs to this field only; JSON Schema 2020-12 takes both side by side.
void add_hint(json::object& schema, const Hint& hint, bool is_request) {
  if (!hint.text.empty()) schema["description"] = hint.text;
  if (!hint.format.empty()) schema["format"] = hint.format;
  if (is_request && !hint.pattern.empty()) schema["pattern"] = hint.pattern;
  if (is_request && hint.amount_max != 0) bound_amount(schema, hint);
}

}  // namespace

struct Schemas::Collected {
  std::map<std::string, json::object> by_name;
};

Schemas::Schemas(Side side) : side_(side), collected_(std::make_unique<Collected>()) {}

Schemas::~Schemas() = default;

void Schemas::add_collected(json::object& schemas) const {
  for (const auto& [name, schema] : collected_->by_name) schemas[name] = schema;
}

json::object Schemas::field(const Type& owner, const Field& field) {
  json::object schema = of(field.type(), &field);
  if (const Hint* hint = hint_of(owner.name, field.name))
    add_hint(schema, *hint, side_ == Side::request);
  return schema;
}

json::object Schemas::reference(const Type& type) {
  const std::string name(type.name);
  auto& found = collected_->by_name;
  if (!found.contains(name)) {
    found[name] = {};  // a place for a type that contains itself
    found[name] = object(type);
  }
  return {{"$ref", "#/components/schemas/" + name}};
}

bool Schemas::is_required(const Type& owner, const Field& field) const {
  if (side_ == Side::request) return field.type().shape != Shape::optional;
  const Hint* const hint = hint_of(owner.name, field.name);
  return hint == nullptr || !hint->may_be_absent;
}

json::object Schemas::object(const Type& type) {
  json::object properties;
  json::array required;
  for (const Field& inner : type.fields) {
    properties[inner.name] = field(type, inner);
    if (is_required(type, inner)) required.emplace_back(inner.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  if (side_ == Side::request) schema["additionalProperties"] = false;
  return schema;
}

json::object Schemas::of(const Type& type, const Field* limits) {
  switch (type.shape) {
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::integer:
      return integer_schema(type, limits);
    case Shape::number:
      return {{"type", "number"}};
    case Shape::text:
      return text_schema(type, limits, side_ == Side::request);
    case Shape::scalar:
      return scalar_schema(type);
    case Shape::enumeration:
      return enumeration_schema(type);
    case Shape::object:
      return side_ == Side::reply ? reference(type) : object(type);
    case Shape::optional:
      return optional(type, limits);
    case Shape::list:
      break;
  }
  json::object list{{"type", "array"}, {"items", of(type.element(), nullptr)}};
  const bool limited = limits != nullptr && limits->limited;
  if (limited && limits->min > 0) list["minItems"] = limits->min;
  if (limited) list["maxItems"] = limits->max;
  if (!limited && side_ == Side::request) list["maxItems"] = kernel::list_max;
  return list;
}

json::object Schemas::optional(const Type& type, const Field* limits) {
  json::object schema = of(type.element(), limits);
  if (schema.contains("type") && !schema.contains("enum")) {
    const json::value name = schema["type"];
    schema["type"] = json::array{name, "null"};
    return schema;
  }
  return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

}  // namespace gateway
