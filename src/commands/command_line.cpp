#include "commands/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <sstream>

#include "kernel/error.h"
#include "version.h"

namespace commands {
namespace {

void complain(std::string_view text) {
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) fmt::print(stderr, "cleave: {}\n", line);
}

void complain(const kernel::Error& error) {
  complain(error.message);
  for (const auto& fault : error.details)
    fmt::print(stderr, "cleave:   {}: {}\n", fault.pointer, fault.detail);
}

// As a shell takes it for one word.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-_./=:,+@%").find(c) != std::string_view::npos;
  });
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// Configuration is part of how one asks, so what is wrong with it is wrong usage.
template <class F>
auto as_usage(F&& read) {
  try {
    return read();
  } catch (const kernel::Error& error) {
    if (error.code == kernel::Code::invalid_argument) throw UsageError(error.message);
    throw;
  }
}

}  // namespace

CommandLine::CommandLine()
    : app_(
          "Cleave: a shop backend in one executable, whose modules share a process or not, as the "
          "configuration says.",
          "cleave") {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", std::string(build::version));
  app_.footer("cleave COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 wrong usage.");
}

CLI::App& CommandLine::add(const std::string& name, const std::string& description,
                           std::function<int()> run) {
  return add(app_, name, description, std::move(run));
}

CLI::App& CommandLine::add(CLI::App& parent, const std::string& name,
                           const std::string& description, std::function<int()> run) {
  auto* command = parent.add_subcommand(name, description);
  // A command's callback runs after that of its subcommand, which was meant.
  command->callback([this, command, run = std::move(run)] {
    if (command->get_subcommands().empty()) chosen_ = run;
  });
  return *command;
}

CLI::App& CommandLine::group(const std::string& name, const std::string& description) {
  auto* command = app_.add_subcommand(name, description);
  command->require_subcommand(1);
  return *command;
}

// Whoever mistypes a command hears so, and which one was probably meant.
void CommandLine::check_command(const std::string& word) const {
  std::vector<std::string> names;
  for (const auto* command : app_.get_subcommands({})) names.push_back(command->get_name());
  if (word.starts_with('-') || std::ranges::find(names, word) != names.end()) return;
  const auto meant = kernel::nearest(word, names);
  throw UsageError(fmt::format(
      "there is no command \"{}\"; {}", word,
      meant.empty() ? "cleave --help lists them" : fmt::format("did you mean \"{}\"?", meant)));
}

int CommandLine::run(int argc, const char* const* argv) {
  words_ = "cleave";
  for (int i = 1; i < argc; ++i) words_ += " " + quoted(argv[i]);
  try {
    if (argc > 1) check_command(argv[1]);
    app_.parse(argc, const_cast<char**>(argv));
    return chosen_();
  } catch (const CLI::ParseError& error) {
    return app_.exit(error) == 0 ? done : wrong_usage;
  } catch (const UsageError& error) {
    complain(error.what());
    return wrong_usage;
  } catch (const kernel::Error& error) {
    complain(error);
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return failed;
}

void ConfigOptions::add_to(CLI::App& command) {
  command
      .add_option("--config", config,
                  "a TOML file, or monolith, serialized, split-unix, split, grouped")
      ->type_name("FILE|LAYOUT");
  command.add_option("--set", sets, "overrides one key of the configuration; repeatable")
      ->type_name("SECTION.KEY=VALUE")
      ->allow_extra_args(false);
}

kernel::Config ConfigOptions::load() const {
  auto loaded = as_usage([&] { return app::load_config(config, sets); });
  for (const auto& warning : loaded.warnings()) complain("warning: " + warning);
  return loaded;
}

kernel::Layout layout_of(const kernel::Config& config) {
  return as_usage([&] { return app::load_layout(config); });
}

kernel::Process process_of(const kernel::Layout& layout, const std::vector<std::string>& only) {
  return as_usage([&] { return layout.process(only); });
}

}  // namespace commands
