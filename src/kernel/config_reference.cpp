// The table of keys as a commented TOML file: config/*.toml are made by it.
#include <fmt/format.h>

#include "config_value.h"
#include "kernel/config.h"

namespace kernel {
namespace {

constexpr std::size_t columns_max = 98;

void append_comment(std::string& out, std::string_view text) {
  while (!text.empty()) {
    auto length = text.size();
    if (const auto newline = text.find('\n'); newline != text.npos) length = newline;
    if (length > columns_max - 2) length = text.rfind(' ', columns_max - 2);
    out += length == 0 ? "#" : fmt::format("# {}", text.substr(0, length));
    out += '\n';
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

std::string facts(const SettingKey& key) {
  std::string out = fmt::format("Default: {}", toml_value(key, key.fallback));
  if (key.kind == SettingKind::integer && !key.unit.empty()) out += " " + key.unit;
  if (const auto dots = key.bounds.find(".."); dots != key.bounds.npos)
    out += fmt::format(" ({} to {})", key.bounds.substr(0, dots), key.bounds.substr(dots + 2));
  if (key.kind == SettingKind::choice) {
    std::string words = key.bounds;
    for (std::size_t bar; (bar = words.find('|')) != words.npos;) words.replace(bar, 1, ", ");
    out += fmt::format(" (one of {})", words);
  }
  return out + ".";
}

}  // namespace

std::string to_toml(const Config& config, std::string_view title) {
  std::string out;
  append_comment(out, title);
  std::string section;
  for (const auto& key : config.keys()) {
    const auto dot = key.path.find('.');
    if (const auto own = key.path.substr(0, dot); own != section) {
      section = own;
      out += fmt::format("\n[{}]\n", section);
    } else {
      out += '\n';
    }
    append_comment(out, key.reason + "\n" + facts(key));
    const bool shown = key.kind != SettingKind::secret;
    out += fmt::format("{} = {}\n", key.path.substr(dot + 1),
                       toml_value(key, shown ? config.at(key.path).text : key.fallback));
  }
  return out;
}

}  // namespace kernel
