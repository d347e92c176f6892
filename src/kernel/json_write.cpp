#include <algorithm>
#include <charconv>
#include <cmath>

#include "kernel/json.h"

namespace kernel::json {

namespace {

// The bytes that JSON text may not hold as they are.
bool plain(unsigned char c) noexcept { return c >= 0x20 && c != '"' && c != '\\'; }

void append_escaped(std::string& out, unsigned char c) {
  constexpr char hex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += hex[c >> 4];
      out += hex[c & 15];
  }
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

// The shortest text that reads back as the same number.
void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void write_object(std::string& out, const Type& type, void* object, Secrets secrets) {
  char separator = '{';
  for (const Field& field : type.fields) {
    out += separator;
    separator = ',';
    out += '"';
    out += field.name;  // an identifier: nothing to escape
    out += "\":";
    write(out, field.type(), field.at(object), secrets);
  }
  if (separator == '{') out += '{';
  out += '}';
}

void write_list(std::string& out, const Type& type, void* object, Secrets secrets) {
  const Type& element = type.element();
  const std::size_t size = type.size(object);
  out += '[';
  for (std::size_t i = 0; i < size; ++i) {
    if (i != 0) out += ',';
    write(out, element, type.item(object, i), secrets);
  }
  out += ']';
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (plain(c)) continue;
    out.append(text, from, i - from);
    append_escaped(out, c);
    from = i + 1;
  }
  out.append(text, from);
  out += '"';
}

bool holds_secret(const Type& type) {
  if (type.secret) return true;
  if (type.shape == Shape::list || type.shape == Shape::optional)
    return holds_secret(type.element());
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [](const Field& field) { return holds_secret(field.type()); });
}

void write(std::string& out, const Type& type, const void* object, Secrets secrets) {
  if (type.secret && secrets == Secrets::masked) {
    out += R"("***")";
    return;
  }
  // The tables reach members through non-const pointers; writing changes nothing.
  void* const mutable_object = const_cast<void*>(object);
  switch (type.shape) {
    case Shape::boolean:
      out += type.get(object) != 0 ? "true" : "false";
      return;
    case Shape::integer:
      append_integer(out, type.get(object));
      return;
    case Shape::number:
      append_number(out, *static_cast<const double*>(object));
      return;
    case Shape::text:
      append_quoted(out, *type.text(mutable_object));
      return;
    case Shape::enumeration:
      append_quoted(out, type.names[static_cast<std::size_t>(type.get(object))]);
      return;
    case Shape::scalar:
      out += '"';
      type.print(out, object);
      out += '"';
      return;
    case Shape::object:
      write_object(out, type, mutable_object, secrets);
      return;
    case Shape::list:
      write_list(out, type, mutable_object, secrets);
      return;
    case Shape::optional:
      if (void* value = type.value(mutable_object)) {
        write(out, type.element(), value, secrets);
      } else {
        out += "null";
      }
      return;
  }
}

}  // namespace kernel::json
