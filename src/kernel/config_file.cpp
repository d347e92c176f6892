#include "config_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "config_value.h"
#include "kernel/error.h"

namespace kernel {
namespace {

std::string place(const std::string& file, const toml::source_position& at) {
  return fmt::format("{}:{}:{}", file, at.line, at.column);
}

std::string_view type_name(const toml::node& node) {
  if (node.is_floating_point()) return "a number with decimals";
  if (node.is_array()) return "a list";
  if (node.is_table()) return "a table";
  return "a date or time";
}

// The texts of an array as "a, b"; none for an array of other things, or of texts that hold a blank
// or a comma.
std::optional<std::string> list_text(const toml::array& array) {
  std::string all;
  for (const auto& item : array) {
    const auto* text = item.as_string();
    if (text == nullptr || text->get().find_first_of(", \t") != std::string::npos)
      return std::nullopt;
    all += (all.empty() ? "" : ", ") + text->get();
  }
  return all;
}

TomlEntry make_entry(std::string path, const toml::key& key, const toml::node& node,
                     const std::string& file) {
  TomlEntry entry{std::move(path),
                  TomlType::other,
                  {},
                  {},
                  place(file, key.source().begin),
                  place(file, node.source().begin)};
  if (const auto* text = node.as_string()) {
    entry.type = TomlType::text;
    entry.text = text->get();
    entry.shown = "the text " + quoted(entry.text);
  } else if (const auto* number = node.as_integer()) {
    entry.type = TomlType::integer;
    entry.text = std::to_string(number->get());
    entry.shown = "the number " + entry.text;
  } else if (const auto* flag = node.as_boolean()) {
    entry.type = TomlType::boolean;
    entry.text = flag->get() ? "true" : "false";
    entry.shown = entry.text;
  } else {
    entry.shown = type_name(node);
    const auto list = node.is_array() ? list_text(*node.as_array()) : std::nullopt;
    if (list) {
      entry.type = TomlType::list;
      entry.text = *list;
    }
  }
  return entry;
}

void collect(const toml::table& table, const std::string& prefix, const std::string& file,
             std::vector<std::pair<toml::source_position, TomlEntry>>& out) {
  for (const auto& [key, node] : table) {
    const std::string path = prefix + std::string(key.str());
    const auto* inner = node.as_table();
    if (inner != nullptr && prefix.empty() && !inner->empty()) {
      collect(*inner, path + ".", file, out);
    } else {
      out.emplace_back(key.source().begin, make_entry(path, key, node, file));
      const bool empty_section = inner != nullptr && prefix.empty();
      if (empty_section) out.back().second.type = TomlType::empty_section;
    }
  }
}

}  // namespace

std::vector<TomlEntry> read_toml(std::string_view text, const std::string& file) {
  std::vector<std::pair<toml::source_position, TomlEntry>> found;
  try {
    collect(toml::parse(text, file), "", file, found);
  } catch (const toml::parse_error& error) {
    throw Error(Code::invalid_argument,
                fmt::format("{}: found what is no TOML: {}; expected `key = value` lines under "
                            "[section] lines",
                            place(file, error.source().begin), error.description()));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.line, a.first.column) < std::pair(b.first.line, b.first.column);
  });
  std::vector<TomlEntry> entries;
  for (auto& [at, entry] : found) entries.push_back(std::move(entry));
  return entries;
}

bool fits(const SettingKey& key, TomlType type) noexcept {
  switch (key.kind) {
    case SettingKind::integer:
      return type == TomlType::integer;
    case SettingKind::boolean:
      return type == TomlType::boolean;
    case SettingKind::list:
      return type == TomlType::list || type == TomlType::text;
    default:
      return type == TomlType::text;
  }
}

}  // namespace kernel
