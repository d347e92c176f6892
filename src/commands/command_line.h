// commands: the command line. Each subcommand is one file that adds itself; main.cpp lists them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app_settings.h"

namespace commands {

enum ExitCode { done = 0, failed = 1, wrong_usage = 2 };

// What was asked for cannot be understood or is contradictory: exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class CommandLine {
 public:
  CommandLine();

  // Adds a subcommand; `run` returns the exit code and may throw kernel::Error or UsageError.
  CLI::App& add(const std::string& name, const std::string& description, std::function<int()> run);

  // Below another subcommand: "admin" "create".
  CLI::App& add(CLI::App& parent, const std::string& name, const std::string& description,
                std::function<int()> run);
  CLI::App& group(const std::string& name, const std::string& description);

  // Parses and runs. Errors become lines on stderr and an exit code.
  int run(int argc, const char* const* argv);

  // The command line that is being run, as one would type it again.
  const std::string& words() const noexcept { return words_; }

 private:
  void check_command(const std::string& word) const;
  CLI::App app_;
  std::function<int()> chosen_;
  std::string words_;
};

// --config and --set, alike for all who read a configuration.
struct ConfigOptions {
  std::string config;
  std::vector<std::string> sets;

  void add_to(CLI::App& command);
  // Throws UsageError; prints the warnings.
  kernel::Config load() const;
};

// Layout and process of a configuration; throw UsageError.
kernel::Layout layout_of(const kernel::Config& config);
kernel::Process process_of(const kernel::Layout& layout, const std::vector<std::string>& only);

}  // namespace commands
