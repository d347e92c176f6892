// cleave lab: whether one of the labs in docs/labs is solved.
#include "commands/lab.h"

#include <fmt/format.h>

#include "commands/all.h"

namespace commands {
namespace {

struct LabOptions {
  int number = 0;
  bool check = false;
  Tree tree;
  ConfigOptions config;
};

constexpr std::string_view documents[] = {"docs/labs/1-break-a-boundary.md",
                                          "docs/labs/2-charge-twice-lose-a-mail.md",
                                          "docs/labs/3-chatty-calls.md"};

int run(const LabOptions& options) {
  if (!options.check) {
    fmt::print("Lab {} is {}, in the sources and at /docs/guide of a running shop.\n",
               options.number, documents[options.number - 1]);
    fmt::print("cleave lab {} --check says how far you are.\n", options.number);
    return done;
  }
  if (options.number == 1) return check_boundaries(options.tree);
  const auto config = options.config.load();
  return options.number == 2 ? check_promises(config.text("storage.directory"))
                             : check_calls(config);
}

}  // namespace

void add_lab(CommandLine& line) {
  const auto options = std::make_shared<LabOptions>();
  auto& command = line.add("lab", "Is a lab of docs/labs solved? Exit code 0 or 1",
                           [options] { return run(*options); });
  command.add_option("N", options->number, "1, 2 or 3")->required()->check(CLI::Range(1, 3));
  command.add_flag("--check", options->check, "look; without it, say where the lab stands");
  command.add_option("--source", options->tree.source, "lab 1: the source tree")
      ->capture_default_str();
  command.add_option("--build", options->tree.build, "lab 1: where it is built")
      ->capture_default_str();
  options->config.add_to(command);
}

}  // namespace commands
