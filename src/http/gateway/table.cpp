#include "table.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace gateway {

namespace {

constexpr std::array<std::string_view, 7> who_names = {"owner",    "user", "user_id",  "role",
                                                       "customer", "key",  "principal"};
constexpr std::string_view owner_field = "owner";  // filled from token and Cart-Token

[[noreturn]] void refuse(const Row& row, const std::string& why) {
  throw std::logic_error(std::string(row.method) + " " + std::string(row.path) + ": " + why);
}

// The names in braces: /orders/{id} → id.
Names path_names(std::string_view pattern) {
  Names names;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    const std::size_t close = pattern.find('}', open);
    names.push_back(pattern.substr(open + 1, close - open - 1));
  }
  return names;
}

View view_of(const Row& row, const Names& names) {
  if (row.action.message == nullptr) {
    if (!names.empty()) refuse(row, "binds fields but sends no message");
    return {};
  }
  std::vector<Pick> picks;
  for (const auto name : names) {
    if (says_who(name)) refuse(row, std::string(name) + " says who is asking");
    picks.push_back({name});
  }
  const kernel::Type& message = row.action.message().request();
  return {message.name, message, picks};
}

void check_each_bound_once(const Row& row) {
  if (row.action.message == nullptr) return;
  const Names in_path = path_names(row.path);
  const auto bound = [&](std::string_view field) {
    return std::ranges::count(in_path, field) + std::ranges::count(row.query, field) +
           std::ranges::count(row.body, field) + (field == row.key_field ? 1 : 0) +
           (field == row.resume_field ? 1 : 0) + (field == row.raw_field ? 1 : 0) +
           (field == owner_field ? 1 : 0);
  };
  for (const auto& field : row.action.message().request().fields)
    if (bound(field.name) != 1)
      refuse(row,
             std::string(field.name) + " is bound " + std::to_string(bound(field.name)) + " times");
}

// Whether a secret stands in it, so many levels deep.
bool holds_secret(const kernel::Type& type, int levels = 8) {
  if (levels == 0) return false;
  switch (type.shape) {
    case kernel::Shape::object:
      return std::ranges::any_of(
          type.fields, [&](const auto& field) { return holds_secret(field.type(), levels - 1); });
    case kernel::Shape::optional:
    case kernel::Shape::list:
      return holds_secret(type.element(), levels - 1);
    default:
      return type.secret;
  }
}

}  // namespace

bool says_who(std::string_view field) noexcept {
  return std::ranges::find(who_names, field) != who_names.end();
}

Route::Route(Row given)
    : row(std::move(given)),
      path(view_of(row, row.action.message != nullptr ? path_names(row.path) : Names())),
      query(view_of(row, row.query)),
      body(view_of(row, row.body)) {
  check_each_bound_once(row);
  if (row.action.message == nullptr) return;
  const kernel::MessageType& message = row.action.message();
  is_command = message.kind == kernel::Kind::command;
  reply = row.reply != nullptr ? &row.reply() : &message.reply();
  tells_secret = holds_secret(*reply);
  if (!row.raw_field.empty()) raw = find_field(message.request(), row.raw_field);
  if (row.raw_field.empty() != row.takes.empty() || (raw != nullptr && !raw->limited))
    refuse(row, "needs a bounded field and media types for a body that is no JSON");
  if (!row.resume_field.empty()) resume = find_field(message.request(), row.resume_field);
  if (row.key_field.empty()) return;
  key = find_field(message.request(), row.key_field);
  if (key == nullptr || key->type().shape != kernel::Shape::text)
    refuse(row, "has no text " + std::string(row.key_field));
}

Table::Table(std::vector<Row> rows) {
  for (auto& row : rows) {
    router_.add(row.method, row.path, routes_.size());
    const std::string method = row.method == "GET" ? "GET, HEAD" : std::string(row.method);
    if (methods_.find(method) == std::string::npos)
      methods_ += (methods_.empty() ? "" : ", ") + method;
    routes_.emplace_back(std::move(row));
  }
}

}  // namespace gateway
