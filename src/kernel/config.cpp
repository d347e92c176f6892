#include "kernel/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <numeric>

#include "config_file.h"
#include "config_value.h"
#include "kernel/error.h"

namespace kernel {
namespace {

// Edits (insert, delete, replace) that make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string_view section_of(std::string_view path) { return path.substr(0, path.find('.')); }

}  // namespace

Config::Config(std::vector<SettingKey> keys, const ConfigSources& sources)
    : keys_(std::move(keys)), name_(sources.name) {
  for (const auto& key : keys_) assign(key, key.fallback, "default");
  assert(faults_.empty() && "a default is outside of its own bounds");
  read_built_in(sources);
  read_file(sources);
  read_environment(sources);
  read_command_line(sources);
  if (!faults_.empty())
    throw Error(Code::invalid_argument, fmt::format("{}", fmt::join(faults_, "\n")));
}

void Config::read_built_in(const ConfigSources& sources) {
  for (const auto& [path, text] : sources.built_in) {
    const auto* key = find(path);
    assert(key != nullptr && "a built-in layout names a key that is none");
    assign(*key, text, fmt::format("built-in layout {}", sources.name));
  }
}

void Config::read_file(const ConfigSources& sources) {
  if (sources.file_text.empty()) return;
  for (auto& entry : read_toml(sources.file_text, sources.name)) {
    if (entry.type == TomlType::empty_section && is_section(entry.path)) continue;
    const auto* key = find(entry.path);
    if (key == nullptr) {
      faults_.push_back(fmt::format("{}: {}", entry.name_at, unknown(entry.path)));
    } else if (!fits(*key, entry.type)) {
      faults_.push_back(fmt::format("{}: found {} for {}; expected {}", entry.value_at, entry.shown,
                                    key->path, expectation(*key)));
    } else {
      assign(*key, entry.text, entry.value_at);
    }
  }
}

void Config::read_environment(const ConfigSources& sources) {
  std::vector<std::string> names;
  for (const auto& key : keys_) names.push_back(variable_name(key.path));
  for (const auto& [name, text] : sources.environment) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) {
      assign(keys_[static_cast<std::size_t>(found - names.begin())], text, name);
    } else if (std::find(sources.other_variables.begin(), sources.other_variables.end(), name) ==
               sources.other_variables.end()) {
      const auto near = nearest(name, names);
      warnings_.push_back(fmt::format("{} in the environment is no setting{}", name,
                                      near.empty() ? "" : "; did you mean " + near + "?"));
    }
  }
}

void Config::read_command_line(const ConfigSources& sources) {
  for (const auto& set : sources.set) {
    const auto equals = set.find('=');
    const std::string where = "--set " + set;
    if (equals == set.npos) {
      faults_.push_back(fmt::format("{}: found no \"=\"; expected --set section.key=value", where));
      continue;
    }
    const auto path = std::string_view(set).substr(0, equals);
    const auto* key = find(path);
    if (key == nullptr) {
      faults_.push_back(fmt::format("{}: {}", where, unknown(path)));
    } else {
      assign(*key, std::string_view(set).substr(equals + 1), where);
    }
  }
}

void Config::assign(const SettingKey& key, std::string_view text, const std::string& where) {
  std::string fault;
  auto setting = parse_setting(key, text, fault);
  if (!setting) {
    faults_.push_back(fmt::format("{}: {}: {}", where, key.path, fault));
    return;
  }
  setting->where = where;
  settings_.insert_or_assign(key.path, std::move(*setting));
}

const SettingKey* Config::find(std::string_view path) const {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const SettingKey& key) { return key.path == path; });
  return found == keys_.end() ? nullptr : &*found;
}

bool Config::is_section(std::string_view name) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const SettingKey& key) { return section_of(key.path) == name; });
}

// `found the unknown key "gateway.lisen"; expected gateway.listen?`, or what the section holds.
std::string Config::unknown(std::string_view path) const {
  std::vector<std::string> paths, sections, siblings;
  for (const auto& key : keys_) {
    paths.push_back(key.path);
    const std::string section(section_of(key.path));
    if (std::find(sections.begin(), sections.end(), section) == sections.end())
      sections.push_back(section);
    if (section == section_of(path)) siblings.push_back(key.path.substr(section.size() + 1));
  }
  const auto found = fmt::format("found the unknown key {}; expected", quoted(path));
  if (path.find('.') == path.npos) {
    const auto near = nearest(path, sections);
    return near.empty() ? fmt::format("{} a section: {}", found, fmt::join(sections, ", "))
                        : fmt::format("{} a section; did you mean [{}]?", found, near);
  }
  if (const auto near = nearest(path, paths); !near.empty())
    return fmt::format("{} a key of the table; did you mean {}?", found, near);
  if (siblings.empty())
    return fmt::format("{} one of the sections {}", found, fmt::join(sections, ", "));
  return fmt::format("{} one of {} in [{}]", found, fmt::join(siblings, ", "), section_of(path));
}

const Setting& Config::at(std::string_view path) const {
  const auto found = settings_.find(path);
  assert(found != settings_.end() && "no such key in the table of settings");
  return found->second;
}

const std::string& Config::text(std::string_view path) const { return at(path).text; }
std::int64_t Config::integer(std::string_view path) const { return at(path).number; }
bool Config::boolean(std::string_view path) const { return at(path).number != 0; }
Ticks Config::duration(std::string_view path) const { return Ticks(at(path).number); }

std::vector<std::string> Config::list(std::string_view path) const {
  return split_list(at(path).text);
}

std::string variable_name(std::string_view path) {
  std::string name = "CLEAVE_";
  for (const char c : path) {
    const bool lower = c >= 'a' && c <= 'z';
    name += c == '.' ? '_' : lower ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string nearest(std::string_view word, std::span<const std::string> words) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 3));
  for (const auto& candidate : words) {
    const auto edits = distance(word, candidate);
    if (edits > best_distance || (best != nullptr && edits == best_distance)) continue;
    best = &candidate;
    best_distance = edits;
  }
  return best == nullptr ? std::string() : *best;
}

}  // namespace kernel
