// kernel: one value of the configuration, from text and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/config.h"

namespace kernel {

// The value that `text` stands for under `key`, bounds checked. On failure: none, and `fault` says
// `found …; expected …`.
std::optional<Setting> parse_setting(const SettingKey& key, std::string_view text,
                                     std::string& fault);

// What is expected of a value of this key: `a duration such as "15 min", 1 min to 24 h`.
std::string expectation(const SettingKey& key);

// The items of "a, b".
std::vector<std::string> split_list(std::string_view text);

// As it stands in a TOML file: quoted unless it is a number or a boolean.
std::string toml_value(const SettingKey& key, std::string_view text);

// `text` in double quotes, escaped as TOML and JSON do.
std::string quoted(std::string_view text);

}  // namespace kernel
