// kernel: a TOML file as a flat list of keys with their positions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/config.h"

namespace kernel {

enum class TomlType { text, integer, boolean, list, empty_section, other };

struct TomlEntry {
  std::string path;
  TomlType type = TomlType::other;
  std::string text;      // of text, integer, boolean, list: as --set would give it
  std::string shown;     // for people: `the integer 8080`
  std::string name_at;   // file:line:column of the key
  std::string value_at;  // and of its value
};

// In the order of the file. Throws Error{invalid_argument} with file, line and column when it is
// not TOML.
std::vector<TomlEntry> read_toml(std::string_view text, const std::string& file);

bool fits(const SettingKey& key, TomlType type) noexcept;

}  // namespace kernel
