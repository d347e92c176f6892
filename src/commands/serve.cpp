// cleave serve: runs this process's part of a layout.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>

#include "app.h"
#include "commands/all.h"
#include "commands/restore_files.h"
#include "kernel/log.h"

namespace commands {
namespace {

struct ServeOptions {
  ConfigOptions config;
  std::vector<std::string> only;
};

// On stdout, once: `cleave up` waits for it, and people read what to open.
void say_ready(const kernel::Process& process, const app::App& app) {
  if (process.gateway) {
    fmt::print("cleave: the shop is open at {} (its API: {}/docs)\n", app.urls().front(),
               app.urls().front());
  } else {
    fmt::print("cleave: {} ready at {}\n", process.name, fmt::join(app.urls(), " "));
  }
  std::fflush(stdout);
}

app::Reread read_again(const ServeOptions& options) {
  auto config = std::make_unique<kernel::Config>(options.config.load());
  auto process = process_of(layout_of(*config), options.only);
  return {std::move(config), std::move(process)};
}

int serve(const ServeOptions& options) {
  std::signal(SIGHUP, SIG_IGN);  // until somebody listens
  const auto config = options.config.load();
  const auto process = process_of(layout_of(config), options.only);
  kernel::set_log_process(process.name);
  if (const auto level = kernel::parse_log_level(config.text("log.level")))
    kernel::set_log_level(*level);
  refuse_unfinished_restore(config);
  app::App app(config, process);
  app.run([&] { say_ready(process, app); }, [&] { return read_again(options); });
  return done;
}

}  // namespace

void add_serve(CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  auto& command = line.add(
      "serve", "Run this process's part: the gateway and every module that has no URL, or --only",
      [options] { return serve(*options); });
  options->config.add_to(command);
  command
      .add_option("--only", options->only,
                  "host just these modules, listening at their URLs; the gateway runs elsewhere")
      ->type_name("MODULE,…")
      ->delimiter(',');
}

}  // namespace commands
