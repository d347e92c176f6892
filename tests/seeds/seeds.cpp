// sim_seeds --seeds N --from S [--trace]: runs the shop under faults, one seed after the other, and
// prints a line that replays each one that fails. Exit code 1 when one did.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>

#include "seed.h"

namespace {

std::string problem_of(const sim::Outcome& outcome) {
  std::string text;
  for (const auto& line : outcome.violations) text += (text.empty() ? "" : "; ") + line;
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t seeds = 1000;
  std::uint64_t from = 1;
  bool trace = false;
  CLI::App app("The whole shop under a virtual clock, with faults drawn from seeds");
  app.add_option("--seeds", seeds, "how many");
  app.add_option("--from", from, "the first one");
  app.add_flag("--trace", trace, "print each trace");
  CLI11_PARSE(app, argc, argv);

  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t failed = 0;
  std::uint64_t orders = 0;
  for (std::uint64_t seed = from; seed < from + seeds; ++seed) {
    sim::Outcome outcome;
    try {
      outcome = sim::run_seed(seed);
    } catch (const std::exception& error) {
      outcome.violations.emplace_back(error.what());
    }
    orders += static_cast<std::uint64_t>(outcome.orders);
    if (trace) fmt::print("{}", outcome.trace);
    if (outcome.violations.empty()) continue;
    ++failed;
    fmt::print("seed {} FAILED: {}; replay: make sim SEEDS=1 FROM={}\n", seed, problem_of(outcome),
               seed);
    std::fflush(stdout);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{} seeds from {}, {} orders, {} violated, {:.1f} s\n", seeds, from, orders, failed,
             took.count());
  return failed == 0 ? 0 : 1;
}
