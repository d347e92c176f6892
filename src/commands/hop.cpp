// cleave hop: an end of the hops that compare measures between processes.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "commands/all.h"
#include "lab/ledger/hop_ends.h"

namespace commands {
namespace {

struct HopCommand {
  std::string listen;
  std::vector<std::string> to;
  std::string data;
};

int answer(const HopCommand& command) {
  lab::answer_hops(command.listen, command.data, [](const std::string& actual) {
    fmt::print("{}\n", actual);
    std::fflush(stdout);
  });
  return done;
}

int ask(const HopCommand& command) {
  const auto costs = lab::ask_hops(command.to, command.data);
  boost::json::array all;
  for (const auto* cost : {&costs.small, &costs.large, &costs.waking})
    all.push_back(
        {{"bytes", cost->bytes}, {"latency_us", cost->latency_us}, {"cpu_us", cost->cpu_us}});
  fmt::print("{}\n", boost::json::serialize(all));
  return done;
}

}  // namespace

void add_hop(CommandLine& line) {
  const auto options = std::make_shared<HopCommand>();
  auto& command = line.add("hop", "Measure what a message to another process costs", [options] {
    return options->to.empty() ? answer(*options) : ask(*options);
  });
  command.group("");  // compare starts the ends
  auto* ends = command.add_option_group("end");
  ends->add_option("--listen", options->listen, "answers here")->type_name("URL");
  ends->add_option("--to", options->to, "asks there")->type_name("URL,…")->delimiter(',');
  ends->require_option(1);
  command.add_option("--data", options->data, "databases here")->type_name("DIR")->required();
}

}  // namespace commands
