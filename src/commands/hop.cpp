// cleave hop: a process of the hops that compare measures.
#include <fmt/format.h>

#include "commands/all.h"
#include "lab/ledger/hop_ends.h"

namespace commands {

void add_hop(CommandLine& line) {
  const auto end = std::make_shared<lab::HopEnd>();
  auto& command = line.add("hop", "Answer the messages that compare counts the cost of", [end] {
    lab::answer_hops(*end, [](const std::string& actual) {
      fmt::print("{}\n", actual);
      std::fflush(stdout);
    });
    return done;
  });
  command.group("");  // compare starts it
  command.add_option("--listen", end->listen, "answers here")->type_name("URL")->required();
  command.add_option("--to", end->to, "passes messages on")->type_name("URL,…")->delimiter(',');
  command.add_option("--data", end->directory, "databases here")->type_name("DIR")->required();
}

}  // namespace commands
