#include "bind.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "http/text.h"
#include "kernel/base64.h"
#include "kernel/json.h"

namespace gateway {

namespace {

using kernel::Fault;
using kernel::Field;
using kernel::Shape;
using kernel::Type;

constexpr std::size_t name_max = 100;  // bytes of a name that an error repeats

// Reads a parameter's text. Returns what is wrong with it; empty when nothing is.
std::string parse_parameter(std::string_view text, const Type& type, void* object);

std::string parse_integer(std::string_view text, const Type& type, void* object) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range) return "is too large";
  if (error != std::errc() || stopped != end) return "must be an integer";
  if (value < type.min || value > type.max) return "is too large";
  type.set(object, value);
  return {};
}

std::string parse_name(std::string_view text, const Type& type, void* object) {
  const auto found = std::ranges::find(type.names, text);
  if (found == type.names.end())
    return fmt::format("must be one of {}", fmt::join(type.names, ", "));
  type.set(object, found - type.names.begin());
  return {};
}

std::string parse_parameter(std::string_view text, const Type& type, void* object) {
  switch (type.shape) {
    case Shape::boolean:
      if (text != "true" && text != "false") return "must be true or false";
      type.set(object, text == "true" ? 1 : 0);
      return {};
    case Shape::integer:
      return parse_integer(text, type, object);
    case Shape::enumeration:
      return parse_name(text, type, object);
    case Shape::text:
      type.text(object)->assign(text);
      return {};
    case Shape::scalar:
      if (!type.parse(text, object)) return fmt::format("must be a {}", type.name);
      return {};
    case Shape::optional:
      return parse_parameter(text, type.element(), type.emplace(object));
    case Shape::number:
    case Shape::object:
    case Shape::list:
      break;
  }
  return "cannot be given as a parameter";
}

std::string escaped(std::string_view token) {
  std::string out;
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_line_layout(char c) noexcept { return c == '\n' || c == '\r' || c == '\t'; }

// Only a description has lines. Elsewhere a line break is a mail header or a log line in the
// making, and NUL ends texts where nobody expects it.
bool may_hold(std::string_view field, char c) noexcept {
  return !is_control(c) || (field == "description" && is_line_layout(c));
}

void check_text(const Type& type, void* object, std::string_view field, const std::string& pointer,
                Faults& faults) {
  switch (type.shape) {
    case Shape::text: {
      const auto holds = [&](char c) { return may_hold(field, c); };
      if (!std::ranges::all_of(*type.text(object), holds))
        faults.push_back({pointer, "holds a control character"});
      return;
    }
    case Shape::optional:
      if (void* value = type.value(object))
        check_text(type.element(), value, field, pointer, faults);
      return;
    case Shape::list:
      for (std::size_t i = 0; i < type.size(object); ++i)
        check_text(type.element(), type.item(object, i), field, pointer + "/" + std::to_string(i),
                   faults);
      return;
    case Shape::object:
      for (const Field& inner : type.fields)
        check_text(inner.type(), inner.at(object), inner.name,
                   pointer + "/" + std::string(inner.name), faults);
      return;
    default:
      return;
  }
}

bool covers(std::string_view pointer, std::string_view other) noexcept {
  return other.starts_with(pointer) &&
         (other.size() == pointer.size() || other[pointer.size()] == '/');
}

// Adds the bounds that do not hold, but none of what could not even be read.
void check_values(const Type& view, void* message, Faults& faults) {
  Faults found = kernel::json::check(view, message);
  check_text(view, message, "", "", found);
  const std::size_t unreadable = faults.size();
  for (auto& fault : found) {
    const auto explains = [&](const Fault& other) { return covers(other.pointer, fault.pointer); };
    if (std::none_of(faults.begin(), faults.begin() + static_cast<std::ptrdiff_t>(unreadable),
                     explains))
      faults.push_back(std::move(fault));
  }
}

void append(Faults& faults, Faults more) {
  faults.insert(faults.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
}

}  // namespace

void bind_path(const Route& route, const std::vector<http::PathParameter>& parameters,
               void* message) {
  for (const auto& parameter : parameters) {
    const Field* field = find_field(route.path.type(), parameter.name);
    if (field == nullptr ||
        !parse_parameter(parameter.value, field->type(), field->at(message)).empty())
      throw kernel::Error(kernel::Code::not_found, "there is no such thing here");
  }
}

void bind_query(const Route& route, std::string_view query, void* message, Faults& faults) {
  const Type& view = route.query.type();
  Faults found;
  std::vector<std::string_view> seen;
  const auto parameters = http::parse_query(query);
  for (const auto& [name, value] : parameters) {
    if (found.size() == kernel::json::faults_max) break;
    const auto fault = [&](std::string_view what) {
      const auto shown = std::string_view(name).substr(0, name_max);
      found.push_back({"/" + escaped(shown), fmt::format("query parameter {} {}", shown, what)});
    };
    const Field* field = find_field(view, name);
    if (field == nullptr) {
      fault("is not known here");
    } else if (std::ranges::find(seen, name) != seen.end()) {
      fault("stands here twice");
    } else if (const auto wrong = parse_parameter(value, field->type(), field->at(message));
               !wrong.empty()) {
      fault(wrong);
    }
    seen.push_back(name);
  }
  const std::size_t read = found.size();
  check_values(view, message, found);
  for (std::size_t i = read; i < found.size(); ++i)
    found[i].detail =
        fmt::format("query parameter {} {}", found[i].pointer.substr(1), found[i].detail);
  append(faults, std::move(found));
}

void bind_body(const Route& route, std::string_view body, void* message, Faults& faults) {
  const Type& view = route.body.type();
  Faults found =
      kernel::json::read(body.empty() ? "{}" : body, view, message, kernel::json::Mode::strict);
  const bool unreadable = !found.empty() && found.front().pointer.empty();
  if (!unreadable) check_values(view, message, found);
  append(faults, std::move(found));
}

void bind_raw(const Route& route, std::string_view body, void* message, Faults& faults) {
  const auto bytes_max = static_cast<std::size_t>(route.raw->max) * 3 / 4;
  if (body.empty()) {
    faults.push_back({"", fmt::format("a body is needed: {}", fmt::join(route.row.takes, ", "))});
  } else if (body.size() > bytes_max) {
    faults.push_back(
        {"", fmt::format("the body is {} bytes; {} are the most", body.size(), bytes_max)});
  } else {
    *route.raw->type().text(route.raw->at(message)) = kernel::base64url(body);
  }
}

void bind_key(const Route& route, std::string_view key, void* message, Faults& faults) {
  if (!is_visible(key, key_max)) {
    faults.push_back(
        {"/" + std::string(key_header),
         fmt::format("header {} must be 1 to {} visible ASCII characters", key_header, key_max)});
    return;
  }
  route.key->type().text(route.key->at(message))->assign(key);
}

void bind_resume(const Route& route, std::string_view id, void* message, Faults& faults) {
  const Field& field = *route.resume;
  if (parse_parameter(id, field.type(), field.at(message)).empty()) {
    const Type& type = field.type().element();
    const auto number = type.get(field.type().value(field.at(message)));
    if (number >= field.min && number <= field.max) return;
  }
  faults.push_back(
      {"/" + std::string(resume_header),
       fmt::format("header {} must be the id of an event of this stream", resume_header)});
}

bool is_visible(std::string_view text, std::size_t size_max) noexcept {
  return !text.empty() && text.size() <= size_max &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace gateway
