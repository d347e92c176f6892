#include "examples.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "hints.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Field;
using kernel::Shape;
using kernel::Type;

constexpr std::string_view any_id = "0190a000-0000-7000-8000-000000000001";
constexpr std::string_view any_time = "2026-03-14T09:26:53.589Z";
constexpr std::string_view any_currency = "GBP";
constexpr std::string_view any_text = "text";

json::value any_scalar(const Type& type) {
  if (type.name == "uuid") return json::value(any_id);
  return json::value(type.name == "date-time" ? any_time : any_currency);
}

json::value any_integer(const Field* limits) {
  return json::value(limits != nullptr && limits->limited ? std::max<std::int64_t>(limits->min, 1)
                                                          : 1);
}

// Of a type about whose field nothing is known but its bounds.
json::value any_of(const Type& type, const Field* limits) {
  switch (type.shape) {
    case Shape::boolean:
      return json::value(true);
    case Shape::integer:
      return any_integer(limits);
    case Shape::number:
      return json::value(0.5);
    case Shape::text:
      return json::value(any_text);
    case Shape::scalar:
      return any_scalar(type);
    case Shape::enumeration:
      return json::value(type.names.front());
    case Shape::object:
      return example_of(type);
    case Shape::optional:
      return any_of(type.element(), limits);
    case Shape::list:
      break;
  }
  return json::array{any_of(type.element(), nullptr)};
}

// A hint for any field of a name meets fields of other types, too.
bool fits(const json::value& value, const Type& type) {
  switch (type.shape) {
    case Shape::boolean:
      return value.is_bool();
    case Shape::integer:
    case Shape::number:
      return value.is_number();
    case Shape::text:
    case Shape::scalar:
      return value.is_string();
    case Shape::enumeration:
      return value.is_string() &&
             std::ranges::find(type.names, value.as_string()) != type.names.end();
    case Shape::object:
      return value.is_object();
    case Shape::optional:
      return value.is_null() || fits(value, type.element());
    case Shape::list:
      break;
  }
  return value.is_array();
}

}  // namespace

json::value example_of(const Type& owner, const Field& field) {
  const Hint* const hint = hint_of(owner.name, field.name);
  if (hint != nullptr && !hint->example.empty())
    if (auto example = json::parse(hint->example); fits(example, field.type())) return example;
  return any_of(field.type(), &field);
}

json::value example_of(const Type& type) {
  json::object object;
  for (const Field& field : type.fields) object[field.name] = example_of(type, field);
  return object;
}

}  // namespace gateway
