#include "json_schema.h"

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

namespace app {
namespace {

namespace json = boost::json;
using kernel::Shape;
using kernel::Type;

std::int64_t least(const Type& type) { return type.shape == Shape::integer ? type.min : 0; }

std::int64_t most(const Type& type) {
  if (type.shape == Shape::integer) return type.max;
  return type.shape == Shape::text ? kernel::text_max : kernel::list_max;
}

// Lengths have no lower bound below nothing.
std::int64_t lower(const kernel::Field& field) {
  const Type* type = &field.type();
  if (type->shape == Shape::optional) type = &type->element();
  const bool number = type->shape == Shape::integer;
  return number ? std::numeric_limits<std::int64_t>::min() : 0;
}

}  // namespace

JsonSchemas::JsonSchemas(Bounds bounds)
    : bounds_(bounds), definitions_(std::make_unique<json::object>()) {}

JsonSchemas::~JsonSchemas() = default;

const json::object& JsonSchemas::definitions() const noexcept { return *definitions_; }

json::object JsonSchemas::of(const Type& type) { return of(type, least(type), most(type)); }

json::object JsonSchemas::bounded(json::object schema, const char* least, std::int64_t min,
                                  const char* most, std::int64_t max) const {
  if (bounds_ == Bounds::stated) {
    schema[least] = min;
    schema[most] = max;
  }
  return schema;
}

json::object JsonSchemas::of(const Type& type, std::int64_t min, std::int64_t max) {
  switch (type.shape) {
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::integer:
      return bounded({{"type", "integer"}}, "minimum", min, "maximum", max);
    case Shape::number:
      return {{"type", json::array{"number", "null"}}};
    case Shape::text:
      return bounded({{"type", "string"}}, "minLength", min, "maxLength", max);
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
      const json::object items = of(type.element());
      return bounded({{"type", "array"}, {"items", items}}, "minItems", min, "maxItems", max);
    }
    case Shape::optional: {
      const json::object null{{"type", "null"}};
      return {{"anyOf", json::array{of(type.element(), min, max), null}}};
    }
  }
  return {};
}

json::object JsonSchemas::reference(const Type& type) {
  const std::string name(type.name);
  if (!definitions_->contains(name)) {
    (*definitions_)[name] = json::object{};  // stands while its fields are looked at
    json::object properties;
    json::array required;
    for (const auto& field : type.fields) {
      const std::string field_name(field.name);
      properties[field_name] =
          of(field.type(), std::max<std::int64_t>(field.min, lower(field)), field.max);
      if (field.type().shape != Shape::optional) required.emplace_back(field_name);
    }
    (*definitions_)[name] =
        json::object{{"type", "object"}, {"properties", properties}, {"required", required}};
  }
  return {{"$ref", "#/$defs/" + name}};
}

}  // namespace app
