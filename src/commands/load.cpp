// cleave load: the open-loop generator of `cleave compare`, a process of its own.
#include "lab/load/load.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "commands/all.h"
#include "kernel/error.h"
#include "lab/load/punctual.h"
#include "signals.h"

namespace commands {
namespace {

struct LoadCommand {
  std::string plan;
  std::string result;
};

lab::LoadPlan read_plan(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) throw kernel::Error(kernel::Code::not_found, name + " cannot be opened for reading");
  std::ostringstream text;
  text << file.rdbuf();
  return lab::parse_plan(text.str());
}

// Whole or not at all.
void write_result(const std::string& name, const lab::LoadResult& result) {
  const std::string unfinished = name + ".part";
  std::ofstream file(unfinished, std::ios::binary);
  file << lab::to_json(result);
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(unfinished, name, error);
  if (!file || error) throw kernel::Error(kernel::Code::internal, name + " cannot be written");
}

int load(const LoadCommand& command) {
  lab::be_punctual();
  const auto plan = read_plan(command.plan);
  kernel::RealRuntime runtime({.loops = 1, .workers = 1});
  lab::LoadResult result;
  const auto say = [](const char* word) {
    fmt::print("{}\n", word);
    std::fflush(stdout);
  };
  app::run_to_end(runtime, lab::generate(runtime, plan, result, say));
  runtime.destroy_frames();
  write_result(command.result, result);
  return done;
}

}  // namespace

void add_load(CommandLine& line) {
  const auto options = std::make_shared<LoadCommand>();
  auto& command =
      line.add("load", "Carry out a load plan of compare", [options] { return load(*options); });
  command.group("");  // compare starts it; nobody else has a plan
  command.add_option("--plan", options->plan, "a file that compare wrote")->required();
  command.add_option("--result", options->result, "where the result goes")->required();
}

}  // namespace commands
