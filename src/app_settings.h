// app: every key of the configuration, and the layouts that are built in.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/config.h"
#include "kernel/layout.h"

namespace app {

// The modules there are, in dependency order, as src/modules/CMakeLists.txt lists them.
const std::vector<std::string>& module_names();

// The one table: parsing, overrides, `cleave doctor` and the comments of config/*.toml come from
// it.
std::vector<kernel::SettingKey> setting_keys();

struct BuiltInLayout {
  std::string_view name;   // "split"
  std::string_view title;  // what it is, for people and for the head of its file
  // What it sets; `directory` is the storage's, in which Unix sockets lie.
  std::vector<kernel::Assignment> (*settings)(const std::string& directory);
};
const std::vector<BuiltInLayout>& built_in_layouts();

// The comment at the head of a configuration file that holds every key.
std::string file_title(const std::string& title);

// Configuration from a file or a built-in layout ("monolith" when empty), the environment of this
// process and `sets` ("section.key=value"). Throws Error{invalid_argument}, a line per fault.
kernel::Config load_config(const std::string& name_or_path, const std::vector<std::string>& sets);

kernel::Layout load_layout(const kernel::Config& config);

}  // namespace app
