// commands: the command line. Each subcommand is one file that adds itself; main.cpp lists them.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app_settings.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace commands {

enum ExitCode { done = 0, failed = 1, wrong_usage = 2 };

// What was asked for cannot be understood or is contradictory: exit code 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// An option or an argument, and what it may be. CLI11 stands behind it, in one file only: a file
// that includes it takes seconds to compile.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(option) {}
  Option& required();
  Option& type_name(const std::string& name);
  Option& delimiter(char between);  // several values in one word
  Option& repeatable();             // one value each time
  Option& one_of(const std::vector<std::string>& values);
  Option& positive();
  Option& between(double min, double max);

 private:
  CLI::Option& option_;
};

class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}
  // T: std::string, std::vector<std::string>, double, unsigned. `target` must outlive the parsing.
  template <class T>
  Option add_option(const std::string& name, T& target, const std::string& description);
  void add_flag(const std::string& name, bool& target, const std::string& description);

 private:
  friend class CommandLine;
  CLI::App* app_;
};

class CommandLine {
 public:
  CommandLine();
  ~CommandLine();

  // Adds a subcommand; `run` returns the exit code and may throw kernel::Error or UsageError.
  Command add(const std::string& name, const std::string& description, std::function<int()> run);

  // Below another subcommand: "admin" "create".
  Command add(Command parent, const std::string& name, const std::string& description,
              std::function<int()> run);
  Command group(const std::string& name, const std::string& description);

  // Parses and runs. Errors become lines on stderr and an exit code.
  int run(int argc, const char* const* argv);

 private:
  void check_command(const std::string& word) const;
  const std::unique_ptr<CLI::App> app_;
  std::function<int()> chosen_;
};

// --config and --set, alike for all who read a configuration.
struct ConfigOptions {
  std::string config;
  std::vector<std::string> sets;

  void add_to(Command& command);
  // Throws UsageError; prints the warnings.
  kernel::Config load() const;
};

// Layout and process of a configuration; throw UsageError.
kernel::Layout layout_of(const kernel::Config& config);
kernel::Process process_of(const kernel::Layout& layout, const std::vector<std::string>& only);

}  // namespace commands
