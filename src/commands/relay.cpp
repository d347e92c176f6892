// cleave relay: passes bytes on later than they came. For `cleave compare`, so not in --help.
#include "lab/arms/relay.h"

#include <fmt/format.h>

#include "commands/all.h"

namespace commands {
namespace {

struct RelayOptions {
  std::string listen;
  std::string to;
  double delay_us = 0;
  double jitter_us = 0;
  double fault_delay_us = 0;
};

kernel::Ticks microseconds(double number) {
  return kernel::Ticks(static_cast<std::int64_t>(number * 1e3));
}

int relay(const RelayOptions& options) {
  lab::RelayPlan plan;
  plan.listen = options.listen;
  plan.to = options.to;
  plan.delay = microseconds(options.delay_us);
  plan.jitter = microseconds(options.jitter_us);
  plan.fault_delay = microseconds(options.fault_delay_us);
  lab::run_relay(plan, [&] {
    fmt::print("cleave: relay ready at {}\n", plan.listen);
    std::fflush(stdout);
  });
  return done;
}

void add_delay(CLI::App& command, const std::string& name, double& to, const std::string& what) {
  static const std::map<std::string, double> units{{"us", 1}, {"ms", 1e3}, {"s", 1e6}};
  command.add_option(name, to, what)
      ->transform(CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED))
      ->type_name("TIME");
}

}  // namespace

void add_relay(CommandLine& line) {
  const auto options = std::make_shared<RelayOptions>();
  auto& command = line.add("relay", "Pass bytes on, later than they came, until SIGTERM",
                           [options] { return relay(*options); });
  command.group("");
  command.add_option("--listen", options->listen, "http://127.0.0.1:port")->required();
  command.add_option("--to", options->to, "where the bytes go")->required();
  add_delay(command, "--delay", options->delay_us, "of each direction");
  add_delay(command, "--jitter", options->jitter_us, "uniform, this much more or less");
  add_delay(command, "--fault-delay", options->fault_delay_us, "added from SIGUSR1 to SIGUSR2");
}

}  // namespace commands
