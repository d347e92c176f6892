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

struct KnownId {
  std::string_view field;  // or, for a field "id", the module of its type
  std::string_view type;
  std::string_view example;  // the same thing is the same in every message
};

constexpr KnownId known_ids[] = {
    {"product_id", "ProductId", "0190a000-0000-7000-8000-000000000001"},
    {"catalog", "ProductId", "0190a000-0000-7000-8000-000000000001"},
    {"ids", "ProductId", "0190a000-0000-7000-8000-000000000001"},
    {"order_id", "OrderId", "0190a000-0000-7000-8000-000000000002"},
    {"order", "OrderId", "0190a000-0000-7000-8000-000000000002"},
    {"payment_id", "PaymentId", "0190a000-0000-7000-8000-000000000003"},
    {"payment", "PaymentId", "0190a000-0000-7000-8000-000000000003"},
    {"refund_id", "RefundId", "0190a000-0000-7000-8000-000000000004"},
    {"cart", "LineId", "0190a000-0000-7000-8000-000000000005"},
    {"notification", "NotificationId", "0190a000-0000-7000-8000-000000000006"},
    {"user_id", "UserId", "0190a000-0000-7000-8000-00000000000a"},
    {"user", "UserId", "0190a000-0000-7000-8000-00000000000a"},
    {"placed_by", "UserId", "0190a000-0000-7000-8000-00000000000a"},
    {"sent_to", "UserId", "0190a000-0000-7000-8000-00000000000a"},
    {"auth", "UserId", "0190a000-0000-7000-8000-00000000000a"},
    {"sessions", "SessionId", "0190a000-0000-7000-8000-00000000000d"},
    {"session", "SessionId", "0190a000-0000-7000-8000-00000000000d"},
};
constexpr KnownId any_id = {"", "Uuid", "0190a000-0000-7000-8000-00000000000f"};

constexpr std::string_view any_time = "2026-03-14T09:26:53.589Z";
constexpr std::string_view any_currency = "GBP";
constexpr std::string_view any_text = "text";

const KnownId& id_of(const Type& owner, const Field& field) noexcept {
  std::string_view name = field.name;
  if (name == "id") name = owner.name.substr(0, owner.name.find('.'));
  if (owner.name == "auth.Session" || owner.name == "auth.EndSession") name = "session";
  const auto* const known = std::ranges::find(known_ids, name, &KnownId::field);
  return known == std::end(known_ids) ? any_id : *known;
}

json::value any_scalar(const Type& type, const Type& owner, const Field& field) {
  if (type.name == "uuid") return json::value(id_of(owner, field).example);
  return json::value(type.name == "date-time" ? any_time : any_currency);
}

json::value any_integer(const Field& limits) {
  return json::value(limits.limited ? std::max<std::int64_t>(limits.min, 1) : 1);
}

// Of the type of a field, or of what is inside of it, when nothing is known but the field.
json::value any_of(const Type& type, const Type& owner, const Field& field) {
  switch (type.shape) {
    case Shape::boolean:
      return json::value(true);
    case Shape::integer:
      return any_integer(field);
    case Shape::number:
      return json::value(0.5);
    case Shape::text:
      return json::value(any_text);
    case Shape::scalar:
      return any_scalar(type, owner, field);
    case Shape::enumeration:
      return json::value(type.names.front());
    case Shape::object:
      return example_of(type);
    case Shape::optional:
      return any_of(type.element(), owner, field);
    case Shape::list:
      break;
  }
  return json::array{any_of(type.element(), owner, field)};
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

std::string_view id_type_of(const Type& owner, const Field& field) noexcept {
  return id_of(owner, field).type;
}

json::value example_of(const Type& owner, const Field& field) {
  const Hint* const hint = hint_of(owner.name, field.name);
  if (hint != nullptr && !hint->example.empty())
    if (auto example = json::parse(hint->example); fits(example, field.type())) return example;
  return any_of(field.type(), owner, field);
}

json::value example_of(const Type& type) {
  json::object object;
  for (const Field& field : type.fields) object[field.name] = example_of(type, field);
  return object;
}

}  // namespace gateway
