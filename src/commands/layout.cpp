// cleave layout: which process hosts which module.
#include <fmt/format.h>

#include "commands/all.h"
#include "commands/layout_view.h"

namespace commands {
namespace {

struct LayoutOptions {
  ConfigOptions config;
  std::string format = "text";
  bool verify = false;
};

int verify() {
  std::string summary;
  const auto differences = graph_differences(summary);
  for (const auto& difference : differences) fmt::print("differs: {}\n", difference);
  fmt::print("{}: {}\n", differences.empty() ? "verified" : "not verified", summary);
  return differences.empty() ? done : failed;
}

std::string title_of(const kernel::Config& config) {
  for (const auto& layout : app::built_in_layouts())
    if (layout.name == config.name()) return std::string(layout.title);
  return "The layout of " + config.name() + ".";
}

int show(const LayoutOptions& options) {
  if (options.verify) return verify();
  const auto config = options.config.load();
  auto layout = layout_of(config);
  if (options.format == "toml") {
    fmt::print("{}", kernel::to_toml(config, app::file_title(title_of(config))));
    return done;
  }
  const auto view = make_view(config.name(), std::move(layout));
  if (options.format == "json") {
    fmt::print("{}\n", to_json(view));
  } else if (options.format == "mermaid") {
    fmt::print("{}", to_mermaid(view));
  } else if (options.format == "svg") {
    fmt::print("{}", to_svg(view));
  } else {
    fmt::print("{}", to_text(view));
  }
  return done;
}

}  // namespace

void add_layout(CommandLine& line) {
  const auto options = std::make_shared<LayoutOptions>();
  auto& command = line.add("layout", "Which process hosts which module, and who may use whom",
                           [options] { return show(*options); });
  options->config.add_to(command);
  command
      .add_option("--format", options->format,
                  "text, json, mermaid, svg, or toml: the whole configuration with every key "
                  "explained")
      ->check(CLI::IsMember({"text", "json", "mermaid", "svg", "toml"}));
  command.add_flag("--verify", options->verify,
                   "compare the graph that the build allows with what the modules register");
}

}  // namespace commands
