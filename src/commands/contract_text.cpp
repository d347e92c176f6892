#include <fmt/format.h>

#include <set>

#include "commands/contract.h"
#include "commands/terminal.h"
#include "kernel/describe.h"

namespace commands {
namespace {

using kernel::Shape;
using kernel::Type;

std::string type_text(const Type& type) {
  switch (type.shape) {
    case Shape::boolean:
      return "boolean";
    case Shape::integer:
      return "integer";
    case Shape::number:
      return "number";
    case Shape::text:
      return type.secret ? "secret text" : "text";
    case Shape::scalar:
      return std::string(type.name);
    case Shape::enumeration: {
      std::string names;
      for (const auto name : type.names)
        names += fmt::format("{}{}", names.empty() ? "" : "|", name);
      return names;
    }
    case Shape::object:
      return std::string(type.name);
    case Shape::list:
      return "list of " + type_text(type.element());
    case Shape::optional:
      return type_text(type.element()) + "?";
  }
  return {};
}

std::string bounds_text(const kernel::Field& field) {
  if (!field.limited) return {};
  const Type* type = &field.type();
  if (type->shape == Shape::optional) type = &type->element();
  const auto* unit = type->shape == Shape::text   ? " bytes"
                     : type->shape == Shape::list ? " items"
                                                  : "";
  return fmt::format("{}..{}{}", grouped_digits(field.min), grouped_digits(field.max), unit);
}

void append_fields(std::string& out, const Type& type, std::vector<const Type*>& seen) {
  for (const auto& field : type.fields) {
    out += fmt::format("      {:<18} {:<24} {}", field.name, type_text(field.type()),
                       bounds_text(field));
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
    const Type* inner = &field.type();
    while (inner->shape == Shape::optional || inner->shape == Shape::list)
      inner = &inner->element();
    if (inner->shape == Shape::object) seen.push_back(inner);
  }
}

}  // namespace

std::string contract_text(const kernel::Contract& contract) {
  std::string out = fmt::format("{}\n", contract.module);
  std::vector<const Type*> types;
  for (const auto* message : contract.messages) {
    const bool query = message->kind == kernel::Kind::query;
    out += fmt::format("  {} {} → {}\n", query ? "query" : "command", message->name,
                       type_text(message->reply()));
    append_fields(out, message->request(), types);
    types.push_back(&message->reply());
  }
  for (const auto* event : contract.events) {
    out += fmt::format("  event {}\n", event->name);
    append_fields(out, event->type(), types);
  }
  std::set<std::string_view> told;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto* type = types[i];
    if (type->fields.empty() || !told.insert(type->name).second) continue;
    out += fmt::format("  type {}\n", type->name);
    append_fields(out, *type, types);
  }
  return out;
}

}  // namespace commands
