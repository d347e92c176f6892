// cleave doctor: would it run here? If not, what to do.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "commands/all.h"
#include "commands/doctor_checks.h"
#include "commands/layout_view.h"
#include "commands/terminal.h"
#include "kernel/error.h"
#include "version.h"

namespace commands {
namespace {

using Grade = Finding::Grade;

struct DoctorOptions {
  ConfigOptions config;
  bool settings = false;
  bool json = false;
};

std::string shown(const kernel::Setting& setting) {
  if (setting.key->kind == kernel::SettingKind::secret) return setting.text.empty() ? "" : "***";
  return setting.text;
}

// Where every value comes from; by default only of those that somebody set.
std::string settings_text(const kernel::Config& config, bool all) {
  Table table({{"setting", Table::Align::left},
               {"value", Table::Align::left},
               {"from", Table::Align::left}});
  for (const auto& key : config.keys()) {
    const auto& setting = config.at(key.path);
    if (all || setting.where != "default") table.add({key.path, shown(setting), setting.where});
  }
  return table.text();
}

std::string_view grade_name(Grade grade) {
  switch (grade) {
    case Grade::good:
      return "good";
    case Grade::note:
      return "note";
    case Grade::bad:
      return "bad";
  }
  return {};
}

void print_finding(const Finding& finding) {
  const bool colour = may_colour(stdout);
  const auto* paint = finding.grade == Grade::good  ? "\x1b[32m"
                      : finding.grade == Grade::bad ? "\x1b[31m"
                                                    : "\x1b[33m";
  fmt::print("{}{:<5}{} {}\n", colour ? paint : "", grade_name(finding.grade),
             colour ? "\x1b[0m" : "", finding.what);
  if (!finding.advice.empty()) fmt::print("      → {}\n", finding.advice);
}

std::vector<Finding> check_graph() {
  std::string summary;
  std::vector<Finding> findings;
  for (const auto& difference : graph_differences(summary))
    findings.push_back({Grade::bad, difference, "rebuild; this executable contradicts itself"});
  if (findings.empty()) findings.push_back({Grade::good, "modules and build agree: " + summary});
  return findings;
}

void print_json(const std::vector<Finding>& findings, bool healthy) {
  boost::json::array array;
  for (const auto& finding : findings)
    array.push_back(boost::json::object{{"grade", std::string(grade_name(finding.grade))},
                                        {"what", finding.what},
                                        {"advice", finding.advice}});
  const boost::json::object object{{"healthy", healthy}, {"findings", array}};
  fmt::print("{}\n", boost::json::serialize(object));
}

int examine(const DoctorOptions& options) {
  const auto config = options.config.load();
  const auto layout = layout_of(config);
  std::vector<Finding> findings{
      {Grade::good, fmt::format("configuration {} can be", config.name())}};
  for (const auto& part :
       {check_graph(), check_storage(config), check_listeners(layout), check_machine(config)})
    findings.insert(findings.end(), part.begin(), part.end());
  for (const auto& warning : config.warnings()) findings.push_back({Grade::note, warning});
  bool healthy = true;
  for (const auto& finding : findings) healthy = healthy && finding.grade != Grade::bad;
  if (options.json) {
    print_json(findings, healthy);
  } else {
    fmt::print("cleave {} · {}\n\n{}\n", build::version, build::compiler,
               settings_text(config, options.settings));
    for (const auto& finding : findings) print_finding(finding);
    fmt::print("\n{}\n", healthy ? "It would run." : "It would not run as it is.");
  }
  return healthy ? done : failed;
}

}  // namespace

void add_doctor(CommandLine& line) {
  const auto options = std::make_shared<DoctorOptions>();
  auto& command = line.add("doctor",
                           "Would the shop run here? Checks configuration, ports, directories, "
                           "databases and locks, and says what to do",
                           [options] { return examine(*options); });
  options->config.add_to(command);
  command.add_flag("--settings", options->settings, "show every setting, not only changed ones");
  command.add_flag("--json", options->json, "one JSON object on stdout");
}

}  // namespace commands
