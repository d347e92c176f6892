// cleave up: all processes of a layout, here.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/all.h"
#include "commands/restore_files.h"
#include "commands/supervisor.h"
#include "commands/terminal.h"
#include "kernel/real_runtime.h"

namespace commands {
namespace {

std::vector<std::string> arguments_of(const ConfigOptions& options,
                                      const kernel::Process& process) {
  std::vector<std::string> arguments{"cleave", "serve"};
  if (!options.config.empty()) arguments.insert(arguments.end(), {"--config", options.config});
  for (const auto& set : options.sets) arguments.insert(arguments.end(), {"--set", set});
  if (!process.gateway)
    arguments.insert(arguments.end(),
                     {"--only", fmt::format("{}", fmt::join(process.modules, ","))});
  return arguments;
}

int up(const ConfigOptions& options) {
  const auto config = options.load();
  const auto layout = layout_of(config);
  refuse_unfinished_restore(config);
  std::vector<Supervised> processes;
  for (const auto& process : layout.processes())  // the gateway's last: it says where to go
    processes.push_back({process.name, arguments_of(options, process), process.gateway});
  const auto count = static_cast<std::int64_t>(processes.size());
  Supervisor supervisor(std::move(processes));
  kernel::RealRuntime clock({.loops = 1, .workers = 1});
  const bool as_asked = supervisor.run(clock, [&](const std::string& said) {
    fmt::print("{} · {} of layout {}\n", said, count_of(count, "process", "processes"),
               config.name());
    std::fflush(stdout);
  });
  return as_asked ? done : failed;
}

}  // namespace

void add_up(CommandLine& line) {
  const auto options = std::make_shared<ConfigOptions>();
  auto& command = line.add("up", "Run all processes of a layout on this machine; restart what dies",
                           [options] { return up(*options); });
  options->add_to(command);
}

}  // namespace commands
