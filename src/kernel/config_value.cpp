#include "config_value.h"

#include <fmt/format.h>
#include <simdjson.h>  // brings std::quoted, so that ours is called by its full name

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "kernel/error.h"
#include "kernel/layout.h"

namespace kernel {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
constexpr std::array duration_units{Unit{"d", 86'400'000'000'000}, Unit{"h", 3'600'000'000'000},
                                    Unit{"min", 60'000'000'000},   Unit{"s", 1'000'000'000},
                                    Unit{"ms", 1'000'000},         Unit{"us", 1'000}};
constexpr std::array size_units{Unit{"GiB", 1 << 30}, Unit{"MiB", 1 << 20}, Unit{"KiB", 1 << 10},
                                Unit{"B", 1}};

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// "15 min" or "15min": a whole number, not negative, and one of `units`.
std::optional<std::int64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  const auto digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == text.npos) return std::nullopt;
  const auto number = parse_integer(text.substr(0, digits));
  auto rest = text.substr(digits);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  for (const auto& unit : units) {
    if (rest != unit.name) continue;
    if (!number || *number > std::numeric_limits<std::int64_t>::max() / unit.factor) break;
    return *number * unit.factor;
  }
  return std::nullopt;
}

std::string print_with_unit(std::int64_t number, std::span<const Unit> units) {
  for (const auto& unit : units) {
    const bool last = &unit == &units.back();
    if (last || (number != 0 && number % unit.factor == 0))
      return fmt::format("{} {}", number / unit.factor, unit.name);
  }
  return {};
}

std::optional<std::int64_t> parse_number(SettingKind kind, std::string_view text) {
  switch (kind) {
    case SettingKind::integer:
      return parse_integer(text);
    case SettingKind::duration:
      return parse_with_unit(text, duration_units);
    case SettingKind::size:
      return parse_with_unit(text, size_units);
    case SettingKind::boolean:
      if (text == "true") return 1;
      if (text == "false") return 0;
      return std::nullopt;
    default:
      return 0;
  }
}

bool in_choices(std::string_view choices, std::string_view word) {
  while (!choices.empty()) {
    const auto bar = choices.find('|');
    if (choices.substr(0, bar) == word) return true;
    if (bar == choices.npos) break;
    choices.remove_prefix(bar + 1);
  }
  return false;
}

bool in_bounds(const SettingKey& key, std::int64_t number) {
  const auto dots = key.bounds.find("..");
  if (dots == key.bounds.npos) return true;
  const std::string_view bounds = key.bounds;
  const auto low = parse_number(key.kind, bounds.substr(0, dots));
  const auto high = parse_number(key.kind, bounds.substr(dots + 2));
  return low && high && *low <= number && number <= *high;
}

std::string range_text(const SettingKey& key) {
  const auto dots = key.bounds.find("..");
  if (dots == key.bounds.npos) return {};
  return fmt::format(", {} to {}", key.bounds.substr(0, dots), key.bounds.substr(dots + 2));
}

bool is_url_or_place(const SettingKey& key, std::string_view text, std::string& fault) {
  if (key.kind == SettingKind::place && (text == "local" || text == "serialized")) return true;
  if (text.empty() && key.fallback.empty()) return true;  // an optional one
  try {
    parse_endpoint(text);
    return true;
  } catch (const Error& error) {
    fault = error.message;
    if (key.kind == SettingKind::place)
      fault = fmt::format("found {}; expected {}", kernel::quoted(text), expectation(key));
    return false;
  }
}

}  // namespace

std::string expectation(const SettingKey& key) {
  switch (key.kind) {
    case SettingKind::text:
    case SettingKind::secret:
      return "text in quotes";
    case SettingKind::url:
      return R"("http://host:port", "https://host:port" or "unix:path")";
    case SettingKind::place:
      return R"("local", "serialized" or a URL ("http://host:port", "unix:path"))";
    case SettingKind::integer: {
      const std::string of = key.unit.empty() ? "" : fmt::format(" of {}", key.unit);
      return fmt::format("a number{}{}", of, range_text(key));
    }
    case SettingKind::boolean:
      return "true or false";
    case SettingKind::duration:
      return fmt::format(R"(a duration such as "{}"{})", key.fallback, range_text(key));
    case SettingKind::size:
      return fmt::format(R"(a size such as "{}"{})", key.fallback, range_text(key));
    case SettingKind::choice: {
      std::string words;
      for (const char c : key.bounds) words += c == '|' ? std::string("\", \"") : std::string(1, c);
      return fmt::format("one of \"{}\"", words);
    }
    case SettingKind::list:
      return fmt::format("a list of {}", key.unit.empty() ? "texts" : key.unit);
  }
  return {};
}

std::optional<Setting> parse_setting(const SettingKey& key, std::string_view text,
                                     std::string& fault) {
  // Files are UTF-8 anyway; a shell may hand over anything.
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    fault = fmt::format("found bytes that are no UTF-8; expected {}", expectation(key));
    return std::nullopt;
  }
  const auto number = parse_number(key.kind, text);
  bool good = number.has_value() && in_bounds(key, *number);
  if (key.kind == SettingKind::choice) good = in_choices(key.bounds, text);
  if (!good) {
    fault = fmt::format("found {}; expected {}", toml_value(key, text), expectation(key));
    return std::nullopt;
  }
  if (key.kind == SettingKind::url || key.kind == SettingKind::place) {
    if (!is_url_or_place(key, text, fault)) return std::nullopt;
  }
  return Setting{&key, std::string(text), *number, {}};
}

std::vector<std::string> split_list(std::string_view text) {
  constexpr std::string_view between = ", \t";
  std::vector<std::string> items;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(between), text.size()));
    if (text.empty()) return items;
    const auto end = std::min(text.find_first_of(between), text.size());
    items.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string toml_value(const SettingKey& key, std::string_view text) {
  if (key.kind == SettingKind::list) {
    std::string items;
    for (const auto& item : split_list(text))
      items += (items.empty() ? "" : ", ") + kernel::quoted(item);
    return "[" + items + "]";
  }
  const bool bare = key.kind == SettingKind::integer || key.kind == SettingKind::boolean;
  return bare ? std::string(text) : kernel::quoted(text);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string duration_text(Ticks duration) {
  return print_with_unit(duration.count(), duration_units);
}

std::string size_text(std::int64_t bytes) { return print_with_unit(bytes, size_units); }

}  // namespace kernel
