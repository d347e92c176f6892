// cleave compare: the same work over several layouts, and a report.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/all.h"
#include "commands/compare_progress.h"
#include "commands/compare_text.h"
#include "commands/input/retail_orders.h"
#include "commands/terminal.h"
#include "kernel/error.h"
#include "lab/arms/fingerprint.h"
#include "lab/comparison/comparison.h"
#include "lab/report/report_files.h"
#include "signals.h"

namespace commands {
namespace {

using kernel::Code;
using kernel::Error;

struct CompareCommand {
  std::vector<std::string> layouts;
  std::string out = "cleave-report";
  bool quick = false;
  bool sweep = false;
  std::string catalogue;
  std::string format;
  std::vector<std::string> workload;  // "online-retail" and its file
  std::uint64_t seed = 7;
  std::optional<double> slo_ms;
  double delay_ms = 0;
  double jitter_ms = 0;
  std::string against;
  int rounds = 0;
  bool json = false;
  std::string words;  // the command line that makes the report again
};

kernel::Ticks ticks(double ms) {
  return std::chrono::duration_cast<kernel::Ticks>(std::chrono::duration<double, std::milli>(ms));
}

std::vector<std::string> layouts_of(const CompareCommand& command) {
  if (!command.layouts.empty()) return command.layouts;
  if (command.quick) return {"monolith", "split"};
  return {"monolith", "serialized", "split-unix", "split"};
}

std::vector<lab::ArmPlan> arms_of(const CompareCommand& command) {
  std::vector<lab::ArmPlan> arms;
  for (const auto& layout : layouts_of(command)) {
    try {
      arms.push_back(lab::plan_arm(layout));
    } catch (const Error& error) {
      if (error.code == Code::invalid_argument) throw UsageError(error.message);
      throw;
    }
    arms.back().delay = ticks(command.delay_ms);
    arms.back().jitter = ticks(command.jitter_ms);
    for (std::size_t i = 0; i + 1 < arms.size(); ++i)
      if (arms[i].name == arms.back().name)
        throw UsageError(
            fmt::format("{} is given twice; the control of an arm against itself is "
                        "part of every comparison",
                        layout));
  }
  if (arms.size() < 2) throw UsageError("one layout cannot be compared; give at least two");
  return arms;
}

std::vector<lab::Basket> baskets_of(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw Error(Code::not_found, name + " cannot be opened for reading");
  std::vector<lab::Basket> baskets;
  for (const auto& order : read_retail_orders(file).orders) {
    lab::Basket basket;
    for (const auto& line : order.lines) {
      basket.skus.push_back(line.sku);
      basket.quantities.push_back(static_cast<int>(line.quantity));
    }
    baskets.push_back(std::move(basket));
  }
  if (baskets.empty()) throw Error(Code::invalid_argument, name + " holds no order");
  return baskets;
}

lab::ComparisonOptions options_of(const CompareCommand& command) {
  lab::ComparisonOptions options;
  options.arms = arms_of(command);
  options.quick = command.quick;
  options.sweep = command.sweep;
  options.sizes = command.quick ? lab::quick_sizes() : lab::full_sizes();
  if (command.rounds > 0) options.sizes.rounds = command.rounds;
  if (command.slo_ms) {
    options.slo.p99_ms = *command.slo_ms;
    options.slo_fits = false;
  }
  options.seeding.catalogue = command.catalogue;
  options.seeding.format = command.format;
  options.workload.seed = command.seed;
  if (!command.workload.empty()) {
    if (command.workload.front() != "online-retail")
      throw UsageError(fmt::format("--workload knows \"online-retail FILE\", not \"{}\"",
                                   command.workload.front()));
    options.workload_kind = command.workload.front();
    options.workload_file = command.workload.back();
    options.workload.baskets = baskets_of(options.workload_file);
    if (command.catalogue.empty()) {
      options.seeding.catalogue = options.workload_file;
      options.seeding.format = "online-retail";
    }
  }
  options.command = command.words;
  return options;
}

// Whole or not at all.
void write_file(const std::string& name, const std::string& text) {
  const std::string unfinished = name + ".new";
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw Error(Code::unavailable, unfinished + " cannot be written");
  std::filesystem::rename(unfinished, name);
}

lab::Report read_report(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw Error(Code::not_found, name + " cannot be opened for reading");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  try {
    return lab::parse_report(text);
  } catch (const Error& error) {
    throw Error(error.code,
                fmt::format("{} is no report of cleave compare: {}", name, error.message),
                error.details);
  }
}

void write_report(const CompareCommand& command, const lab::Report& report) {
  write_file(command.out + "/report.json", lab::to_json(report));
  write_file(command.out + "/report.md", lab::to_markdown(report));
  write_file(command.out + "/report.html", lab::to_html(report));
}

// Beside the report, on its disk: that is whose fsync is paid.
class WorkDirectory {
 public:
  explicit WorkDirectory(const std::string& out)
      : path_(std::filesystem::absolute(out) / fmt::format("w{}", getpid())) {
    std::error_code failed;
    std::filesystem::create_directories(path_, failed);
    if (failed)
      throw Error(Code::failed_precondition,
                  fmt::format("{} cannot be made: {}", path_.string(), failed.message()));
  }
  ~WorkDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;
  std::string path() const { return path_.string(); }

 private:
  const std::filesystem::path path_;
};

std::string headline_of(const lab::ComparisonOptions& options, std::size_t cores) {
  return fmt::format("seed {} · {} × {} rounds, ABBA · {}", options.workload.seed,
                     count_of(static_cast<std::int64_t>(options.arms.size()), "layout", "layouts"),
                     options.sizes.rounds,
                     count_of(static_cast<std::int64_t>(cores), "core", "cores"));
}

void print_report(const CompareCommand& command, const lab::Report& report,
                  const std::optional<lab::Report>& older) {
  if (command.json) {
    fmt::print("{}\n", lab::to_json(report));
    return;
  }
  fmt::print("{}", compare_text(report));
  if (older) fmt::print("\n{}", lab::changes_since(*older, report));
  fmt::print("report: {}/report.html\n", command.out);
}

int compare(const CompareCommand& command) {
  std::optional<lab::Report> older;
  if (!command.against.empty()) older = read_report(command.against);
  auto options = options_of(command);
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  const WorkDirectory work(command.out);
  CompareProgress progress(runtime, command.json);
  lab::Lab lab{runtime, progress, work.path(), {}, {}};
  lab::assign_cpus(lab);
  const std::string headline = headline_of(options, lab.arm_cpus.size());
  lab::Comparison comparison(lab, std::move(options));
  progress.expect(headline, comparison.expected_s());
  const app::Interrupts interrupts(runtime, [&](int count) {
    if (count > 1) std::_Exit(failed);
    lab.interrupted = true;
  });
  std::optional<Error> stopped;
  try {
    app::run_to_end(runtime, comparison.run());
  } catch (const Error& error) {
    stopped = error;
  }
  progress.finish();
  const lab::Report report = comparison.report();
  if (report.fingerprint.started_at.empty() && stopped) throw *stopped;  // nothing was measured
  write_report(command, report);
  print_report(command, report, older);
  if (stopped) throw *stopped;
  return report.partial ? failed : done;
}

}  // namespace

void add_compare(CommandLine& line) {
  const auto options = std::make_shared<CompareCommand>();
  auto& command = line.add("compare",
                           "The same work over several layouts: what a split costs here, and what "
                           "it buys",
                           [options, &line] {
                             options->words = line.words();
                             return compare(*options);
                           });
  command.add_option("LAYOUT", options->layouts,
                     "built-in names or configuration files; the first is what the others are held "
                     "against; default: monolith serialized split-unix split");
  command.add_option("--out", options->out, "where the report goes; default: cleave-report");
  command.add_flag("--quick", options->quick,
                   "under 90 seconds: monolith and split, six short repeats, one fault");
  command.add_flag("--sweep", options->sweep,
                   "also the layouts in between, and advice on what to move out");
  command.add_option("--import", options->catalogue,
                     "a catalogue instead of the demo shop's, as for cleave import");
  command.add_option("--format", options->format, "of it: csv, json, online-retail")
      ->check(CLI::IsMember({"csv", "json", "online-retail"}));
  command
      .add_option("--workload", options->workload,
                  "online-retail FILE: recorded baskets instead of sessions")
      ->expected(2);
  command.add_option("--seed", options->seed, "of the schedule; default 7");
  const CLI::AsNumberWithUnit milliseconds(
      std::map<std::string, double>{{"us", 0.001}, {"ms", 1}, {"s", 1000}},
      CLI::AsNumberWithUnit::UNIT_REQUIRED, "DURATION");
  command
      .add_option(
          "--slo", options->slo_ms,
          "bound of p99 for the max rate; default: 20ms, or more where the disk alone breaks that")
      ->transform(milliseconds)
      ->check(CLI::PositiveNumber);
  command
      .add_option("--delay", options->delay_ms,
                  "of each message between processes and of each answer, by a relay: an emulated "
                  "network; TCP only")
      ->transform(milliseconds)
      ->check(CLI::NonNegativeNumber);
  command.add_option("--jitter", options->jitter_ms, "± around it")
      ->transform(milliseconds)
      ->check(CLI::NonNegativeNumber);
  command.add_option("--rounds", options->rounds, "repeats of each arm; default 10, quick 6")
      ->check(CLI::Range(2, 1000));
  command.add_option("--against", options->against, "an older report.json: what changed since");
  command.add_flag("--json", options->json, "the report as one JSON object on stdout");
}

}  // namespace commands
