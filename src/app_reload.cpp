#include "app_reload.h"

#include <algorithm>
#include <array>

namespace app {
namespace {

constexpr std::string_view modules_section = "modules.";
// Except for what sizes something that is made at the start.
constexpr std::array<std::string_view, 2> sized_at_start = {"limits.buckets_max",
                                                            "limits.head_max"};
constexpr std::array<std::string_view, 2> sections = {"limits.", "faults."};
constexpr std::array<std::string_view, 5> keys = {
    "log.level", "gateway.body_max", "gateway.connections_max", "tls.certificate", "tls.key"};

bool is_remote(const kernel::Process& process, const std::string& module) {
  const auto found = process.places.find(module);
  return found != process.places.end() && found->second.kind == kernel::Place::Kind::remote;
}

// A module that was elsewhere and still is, only at another URL.
bool has_moved(const std::string& module, const kernel::Process& before,
               const kernel::Process& after) {
  return is_remote(before, module) && is_remote(after, module);
}

bool is_taken_over(std::string_view path, const kernel::Process& before,
                   const kernel::Process& after) {
  if (path.starts_with(modules_section))
    return has_moved(std::string(path.substr(modules_section.size())), before, after);
  if (std::ranges::find(sized_at_start, path) != sized_at_start.end()) return false;
  const auto begins_with = [&](std::string_view section) { return path.starts_with(section); };
  return std::ranges::any_of(sections, begins_with) || std::ranges::find(keys, path) != keys.end();
}

}  // namespace

Changes changes(const kernel::Config& began, const kernel::Config& latest, const Reread& fresh,
                const kernel::Process& running) {
  Changes found;
  for (const auto& key : began.keys()) {
    const auto& text = fresh.config->at(key.path).text;
    const bool taken_over = is_taken_over(key.path, running, fresh.process);
    const auto& before = taken_over ? latest : began;
    if (before.at(key.path).text == text) continue;
    (taken_over ? found.taken_over : found.need_restart).push_back(key.path);
  }
  return found;
}

}  // namespace app
