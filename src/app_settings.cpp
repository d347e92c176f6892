#include "app_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app_settings_tls.h"
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

namespace {

// A value that must exceed the sum of others.
struct Relation {
  const char* longer;
  std::vector<const char*> than;
  kernel::Ticks margin;
  const char* why;
};

const std::vector<Relation>& relations() {
  static const std::vector<Relation> all{
      {"catalog.reservation_lifetime",
       {"order.saga_deadline", "order.step_timeout"},
       std::chrono::seconds(1),
       "stock must stay reserved for longer than a payment may stay unknown"},
      {"order.step_timeout",
       {"payment.provider_timeout"},
       {},
       "a step of a checkout waits for the payment provider's answer"},
  };
  return all;
}

// Throws Error{invalid_argument}, a line per relation that does not hold.
void check_relations(const kernel::Config& config) {
  std::string faults;
  for (const Relation& relation : relations()) {
    kernel::Ticks least = relation.margin;
    std::string sum;
    for (const char* path : relation.than) {
      least += config.duration(path);
      sum += fmt::format("{}{} ({}, {})", sum.empty() ? "" : " + ", path,
                         kernel::duration_text(config.duration(path)), config.at(path).where);
    }
    const kernel::Setting& given = config.at(relation.longer);
    if (config.duration(relation.longer) > least) continue;
    faults +=
        fmt::format("{}{}: found {} = {}; expected more than {}: {}", faults.empty() ? "" : "\n",
                    given.where, relation.longer,
                    kernel::duration_text(config.duration(relation.longer)), sum, relation.why);
  }
  if (!faults.empty()) throw kernel::Error(kernel::Code::invalid_argument, faults);
}

}  // namespace

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
  kernel::Config config(setting_keys(), sources);
  check_relations(config);
  check_tls(config);
  return config;
}

kernel::Layout load_layout(const kernel::Config& config) {
  return kernel::Layout(config, module_names());
}

}  // namespace app
