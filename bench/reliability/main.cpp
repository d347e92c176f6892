// reliability_bench: how well the shop holds out (docs/reliability.md), judged.
//
//     reliability_bench overload | neighbours | outbox [--help]
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "kernel/error.h"
#include "neighbours.h"
#include "outbox.h"
#include "overload.h"
#include "session.h"

namespace {

using reliability::Report;
using reliability::Session;

constexpr int wrong_usage = 2;
constexpr int failed = 1;

// What runs under load is cleave, built beside this.
void find_cleave() {
  const auto own = std::filesystem::read_symlink("/proc/self/exe");
  const auto built = own.parent_path().parent_path() / "cleave";
  ::setenv("CLEAVE_BINARY", built.c_str(), 0);  // unless it is set
}

// Overload takes more connections than a shell allows for.
void open_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

struct Common {
  std::string directory;
  std::string json;
  CLI::Option* json_option = nullptr;

  void add_to(CLI::App& command) {
    json_option = command
                      .add_option("--json", json,
                                  "the report as one JSON object into FILE, or on stdout and "
                                  "nothing else there")
                      ->expected(0, 1)
                      ->type_name("[FILE]");
    command.add_option("--dir", directory,
                       "where the shops are made, on whose disk; default: the system's for "
                       "temporary files");
  }
  reliability::SessionOptions options() const {
    reliability::SessionOptions options;
    options.directory = directory;
    if (json_option->count() > 0) options.json = json;
    return options;
  }
};

template <class Options>
using Run = kernel::Task<> (*)(Session&, const Options&, Report&);

template <class Options>
int carry_out(const char* name, const Common& common, const Options& options, Run<Options> run) {
  Session session(common.options());
  Report report(name);
  session.run(run(session, options, report));
  return session.finish(report);
}

const CLI::Validator some = CLI::PositiveNumber;

CLI::App* add_overload(CLI::App& line, reliability::OverloadOptions& options) {
  auto* command = line.add_subcommand(
      "overload", "three times as much is asked of the shop as it can do, for a minute");
  command->add_option("--seconds", options.overload_s, "of the overload; default 60")->check(some);
  command->add_option("--half", options.half_s, "seconds at half load before and after; default 20")
      ->check(CLI::Range(5.0, 600.0));
  command->add_option("--step", options.step_s, "seconds of each rising rate; default 5")
      ->check(some);
  command->add_option("--times", options.times, "the peak, that is offered; default 3")
      ->check(some);
  command->add_option("--within", options.within_ms, "ms; later answers are not good; default 500")
      ->check(some);
  command->add_option("--customers", options.customers, "default 4000")->check(some);
  command->add_option("--layout", options.layout, "default monolith");
  command->add_option("--only", options.only,
                      "requests to one endpoint only (browse, categories, search, product, \"add "
                      "item\", cart, orders): told, not judged");
  return command;
}

CLI::App* add_neighbours(CLI::App& line, reliability::NeighboursOptions& options) {
  auto* command = line.add_subcommand(
      "neighbours", "notification is down or hangs; payment hangs: what the others feel of it");
  command
      ->add_option("--rounds", options.rounds,
                   "of notification well, well again, down, hanging; 5 or more can prove "
                   "something; default 5, 0: none")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seconds", options.seconds, "of each of these; default 20")->check(some);
  command
      ->add_option("--hang-rounds", options.hang_rounds,
                   "of payment well and hanging; default 2, 0: none")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--hang", options.hang_s, "seconds that payment hangs; default 30")
      ->check(some);
  command->add_option("--around", options.around_s, "seconds before and after that; default 20")
      ->check(CLI::Range(5.0, 600.0));
  command->add_option("--rate", options.rate_per_s, "requests per second; default 300")
      ->check(some);
  command->add_option("--within", options.within_ms, "ms; later answers are not good; default 1000")
      ->check(some);
  command->add_option("--customers", options.customers, "default 2000")->check(some);
  command->add_option("--layout", options.layout, "default split: notification and payment apart");
  return command;
}

CLI::App* add_outbox(CLI::App& line, reliability::OutboxOptions& options) {
  auto* command = line.add_subcommand(
      "outbox", "a million deliveries wait for a destination that is away; what others feel of it");
  command->add_option("--rows", options.rows, "default 1000000")->check(some);
  command->add_option("--aggregates", options.aggregates, "that they are about; default 100000")
      ->check(some);
  command->add_option("--events", options.events, "announced at once in a round; default 20000")
      ->check(some);
  command->add_option("--alone", options.alone, "announced one by one in a round; default 200")
      ->check(some);
  command->add_option("--rounds", options.rounds, "default 3")->check(some);
  command
      ->add_option("--settle", options.settle_s,
                   "seconds that the relay has before the full outbox is measured; default 10")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--deliver-max", options.deliver_max_s,
                   "seconds until all must be delivered; default 180")
      ->check(some);
  command->add_option("--times", options.times_max, "bound of the ratios; default 2")->check(some);
  command->add_flag("--silent", options.silent,
                    "whoever is away does not answer, rather than refuse at once");
  return command;
}

int run(int argc, char** argv) {
  CLI::App line("How well the shop holds out. Exit codes: 0 all goals hold, 1 not, 2 wrong usage.",
                "reliability_bench");
  line.require_subcommand(1);
  reliability::OverloadOptions overload;
  reliability::NeighboursOptions neighbours;
  reliability::OutboxOptions outbox;
  Common common[3];
  CLI::App* const commands[] = {add_overload(line, overload), add_neighbours(line, neighbours),
                                add_outbox(line, outbox)};
  for (std::size_t i = 0; i < std::size(commands); ++i) common[i].add_to(*commands[i]);
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return line.exit(error) == 0 ? 0 : wrong_usage;
  }
  if (commands[0]->parsed())
    return carry_out("Overload", common[0], overload, reliability::run_overload);
  if (commands[1]->parsed())
    return carry_out("Neighbours in trouble", common[1], neighbours, reliability::run_neighbours);
  return carry_out("A full outbox", common[2], outbox, reliability::run_outbox);
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(077);
  find_cleave();
  open_many_files();
  try {
    return run(argc, argv);
  } catch (const kernel::Error& error) {
    fmt::print(stderr, "reliability_bench: {}\n", error.message);
    return error.code == kernel::Code::invalid_argument ? wrong_usage : failed;
  } catch (const std::exception& error) {
    fmt::print(stderr, "reliability_bench: {}\n", error.what());
    return failed;
  }
}
