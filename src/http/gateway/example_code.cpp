#include "example_code.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "examples.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Field;
using kernel::Shape;
using kernel::Type;

// "cart.Line" → "cart::Line"; the kernel's own types have no module in their names.
std::string cpp_name(std::string_view dotted) {
  std::string name(dotted);
  const auto dot = name.find('.');
  return dot == std::string::npos ? "kernel::" + name : name.replace(dot, 1, "::");
}

std::string quoted(const json::value& text) {
  return json::serialize(text);  // its escapes are C++'s, too, for what examples say
}

// An id, a time, a currency: parsed, since they are no texts.
std::string scalar(const Type& type, const json::value& value, std::string_view id_type) {
  if (type.name == "date-time") return "*kernel::parse_time(" + quoted(value) + ")";
  if (type.name == "currency") return "*kernel::Currency::parse(" + quoted(value) + ")";
  return "*kernel::" + std::string(id_type) + "::parse(" + quoted(value) + ")";
}

bool is_absent(const json::value& value) {
  return value.is_null() || (value.is_array() && value.as_array().empty());
}

std::string braces(const Type& type, const json::object& object, const std::string& indent);

// Of the field `field` of `owner`, which say of which type an id is.
std::string expression(const Type& type, const json::value& value, const Type& owner,
                       const Field& field, const std::string& indent) {
  switch (type.shape) {
    case Shape::text:
      return type.secret ? "kernel::SecretText(" + quoted(value) + ")" : quoted(value);
    case Shape::scalar:
      return scalar(type, value, id_type_of(owner, field));
    case Shape::enumeration:
      return cpp_name(type.name) + "::" + std::string(value.as_string());
    case Shape::object:
      return cpp_name(type.name) + braces(type, value.as_object(), indent);
    case Shape::optional:
      return expression(type.element(), value, owner, field, indent);
    case Shape::list: {
      std::string items;
      for (const json::value& item : value.as_array())
        items +=
            (items.empty() ? "" : ", ") + expression(type.element(), item, owner, field, indent);
      return "{" + items + "}";
    }
    default:
      return json::serialize(value);
  }
}

std::string braces(const Type& type, const json::object& object, const std::string& indent) {
  const std::string inner = indent + "  ";
  std::string text;
  for (const Field& field : type.fields) {
    const json::value* const value = object.if_contains(field.name);
    if (value == nullptr || is_absent(*value)) continue;
    text += inner + "." + std::string(field.name) + " = " +
            expression(field.type(), *value, type, field, inner) + ",\n";
  }
  return text.empty() ? "{}" : "{\n" + text + indent + "}";
}

}  // namespace

std::string code_of(const Type& type, const json::value& message) {
  return braces(type, message.as_object(), "");
}

}  // namespace gateway
