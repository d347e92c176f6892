// A configuration: a TOML file, then a line "---" and lines as --set or, where they begin with
// CLEAVE_, the environment would give them. What is refused is refused in words; what is accepted
// can be written as a file that says the same.
#include "app_settings.h"
#include "support/fuzz.h"

namespace {

using fuzz::require;

kernel::ConfigSources sources_of(std::string_view text) {
  kernel::ConfigSources sources;
  sources.name = "shop.toml";
  while (!text.empty()) {
    const auto line = fuzz::take_line(text);
    if (line == "---") break;
    sources.file_text.append(line).append("\n");
  }
  while (!text.empty()) {
    const auto line = fuzz::take_line(text);
    const auto equals = line.find('=');
    if (line.starts_with("CLEAVE_") && equals != line.npos)
      sources.environment.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    else
      sources.set.emplace_back(line);
  }
  return sources;
}

void check_layout(const kernel::Config& config) {
  fuzz::succeeds([&] {
    const auto layout = app::load_layout(config);
    std::size_t hosted = 0;
    for (const auto& process : layout.processes()) {
      require(process.places.size() == layout.modules().size(), "a module is nowhere",
              process.name);
      hosted += process.modules.size();
    }
    require(hosted == layout.modules().size(), "a module lives twice or not at all");
  });
}

void check_written(const kernel::Config& config) {
  kernel::ConfigSources sources;
  sources.name = "written.toml";
  sources.file_text = kernel::to_toml(config, "What was understood");
  const bool again = fuzz::succeeds([&] {
    const kernel::Config read(app::setting_keys(), sources);
    for (const auto& key : config.keys()) {
      if (key.kind == kernel::SettingKind::secret) continue;
      require(read.at(key.path).number == config.at(key.path).number, "another value", key.path);
      require(key.kind == kernel::SettingKind::list ? read.list(key.path) == config.list(key.path)
                                                    : read.text(key.path) == config.text(key.path),
              "another text", key.path);
    }
  });
  require(again, "what was written cannot be read", sources.file_text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sources = sources_of(fuzz::text_of(data, size));
  fuzz::succeeds([&] {
    const kernel::Config config(app::setting_keys(), sources);
    check_layout(config);
    check_written(config);
  });
  return 0;
}
