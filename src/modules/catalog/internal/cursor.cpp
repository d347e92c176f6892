#include "internal/cursor.h"

#include <cassert>
#include <initializer_list>

#include "kernel/base64.h"
#include "kernel/error.h"
#include "kernel/id.h"

namespace catalog {

namespace {

constexpr std::size_t mark_bytes = 16;
constexpr std::size_t head_bytes = mark_bytes + 2 * sizeof(std::uint64_t);

// A zero byte parts the fields: no text of a message needs one.
std::string mark_of(std::initializer_list<std::string> fields) {
  std::string text;
  for (const auto& field : fields) text += field + '\0';
  const auto mark = kernel::derived_uuid(kernel::Uuid{}, text);
  return {mark.bytes.begin(), mark.bytes.end()};
}

// Which query a cursor belongs to.
std::string mark_of(const FindProducts& query) {
  return mark_of({"catalog.FindProducts", query.q.value_or(""), query.category.value_or(""),
                  std::to_string(static_cast<int>(query.sort))});
}
std::string mark_of(const ListAllProducts& query) {
  return mark_of({"catalog.ListAllProducts", query.q.value_or(""),
                  query.active ? std::to_string(*query.active) : "",
                  query.stock_up_to ? std::to_string(*query.stock_up_to) : ""});
}

void append(std::string& out, std::int64_t number) {
  auto bits = static_cast<std::uint64_t>(number);
  for (int i = 0; i < 8; ++i, bits >>= 8) out += static_cast<char>(bits & 0xFF);
}

std::int64_t integer(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 8; i-- > 0;) bits = bits << 8 | static_cast<std::uint8_t>(bytes[i]);
  return static_cast<std::int64_t>(bits);
}

std::string write(const std::string& mark, const Cursor& cursor) {
  std::string bytes = mark;
  append(bytes, cursor.number);
  append(bytes, cursor.value);
  return kernel::base64url(bytes + cursor.text);
}

Cursor read(const std::string& mark, const std::optional<std::string>& text) {
  assert(text);
  const auto bytes = kernel::parse_base64url(*text);
  if (!bytes || bytes->size() < head_bytes || !bytes->starts_with(mark))
    throw kernel::Error(kernel::Code::invalid_argument, "not a cursor of this query",
                        {{"/cursor", "take next_cursor of the same query, or none"}});
  const std::string_view rest = std::string_view(*bytes).substr(mark_bytes);
  return {integer(rest), integer(rest.substr(8)), std::string(rest.substr(16))};
}

}  // namespace

std::string write_cursor(const FindProducts& query, const Cursor& cursor) {
  return write(mark_of(query), cursor);
}
std::string write_cursor(const ListAllProducts& query, const Cursor& cursor) {
  return write(mark_of(query), cursor);
}

Cursor read_cursor(const FindProducts& query) { return read(mark_of(query), query.cursor); }
Cursor read_cursor(const ListAllProducts& query) { return read(mark_of(query), query.cursor); }

}  // namespace catalog
