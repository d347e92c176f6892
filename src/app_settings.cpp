#include "app_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "kernel/error.h"
#include "module_graph.h"

extern char** environ;

namespace app {
namespace {

using kernel::Assignment;
using kernel::Code;
using kernel::Error;

// Variables that begin with CLEAVE_ and are no settings.
const std::vector<std::string> other_variables = {"CLEAVE_ADMIN_PASSWORD", "CLEAVE_RETAIL_DATA",
                                                  "CLEAVE_BINARY", "CLEAVE_SOURCE"};

std::vector<Assignment> environment() {
  std::vector<Assignment> found;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (text.starts_with("CLEAVE_") && equals != text.npos)
      found.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || !text) {
    std::string names;
    for (const auto& layout : built_in_layouts()) names += fmt::format(", {}", layout.name);
    throw Error(Code::invalid_argument,
                fmt::format("--config: found no readable file \"{}\"; expected a TOML file or a "
                            "built-in layout: {}",
                            path, names.substr(2)));
  }
  return text.str();
}

}  // namespace

const std::vector<std::string>& module_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const auto& module : build::kernel_module_graph) found.emplace_back(module.module);
    return found;
  }();
  return names;
}

kernel::Config load_config(const std::string& name_or_path, const std::vector<std::string>& sets) {
  kernel::ConfigSources sources;
  sources.name = name_or_path.empty() ? "monolith" : name_or_path;
  sources.environment = environment();
  sources.set = sets;
  sources.other_variables = other_variables;
  const auto& layouts = built_in_layouts();
  const auto built_in =
      std::find_if(layouts.begin(), layouts.end(),
                   [&](const BuiltInLayout& layout) { return layout.name == sources.name; });
  if (built_in != layouts.end()) {
    const kernel::Config overrides(setting_keys(), sources);
    sources.built_in = built_in->settings(overrides.text("storage.directory"));
  } else {
    sources.file_text = read_text(sources.name);
  }
  return kernel::Config(setting_keys(), sources);
}

kernel::Layout load_layout(const kernel::Config& config) {
  return kernel::Layout(config, module_names());
}

}  // namespace app
