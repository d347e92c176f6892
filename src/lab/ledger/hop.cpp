#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <memory>

#include "child_process.h"
#include "kernel/error.h"
#include "lab/ledger/hop_ends.h"
#include "lab/ledger/ledger.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;

constexpr Ticks poll = std::chrono::milliseconds(5);
constexpr Ticks patience = std::chrono::seconds(20);
constexpr int answerers_count = 5;  // as many processes as a checkout passes through

// An end of the hop: one line is all that it says.
class End {
 public:
  End(Lab& lab, std::vector<std::string> arguments)
      : runtime_(lab.runtime), process_(arguments, lab.arm_cpus) {}
  ~End() {
    if (ended_) return;
    process_.send_signal(SIGKILL);
    ::waitpid(process_.pid(), nullptr, 0);
  }
  End(const End&) = delete;
  End& operator=(const End&) = delete;

  // Throws internal when it says nothing, with its last words.
  Task<std::string> line() {
    const Ticks until = runtime_.ticks() + patience;
    std::string said;
    std::string complaint;
    while (said.empty()) {
      process_.read_err([&](const std::string& text) { complaint = text; });
      process_.read_out([&](const std::string& text) { said = text; });
      if (!said.empty()) break;
      if (process_.out() < 0 || runtime_.ticks() > until)
        throw kernel::Error(kernel::Code::internal,
                            fmt::format("the hop could not be measured: {}", complaint));
      co_await runtime_.sleep(poll);
    }
    co_return said;
  }

  Task<> end() {
    process_.send_signal(SIGTERM);
    const Ticks until = runtime_.ticks() + patience;
    while (runtime_.ticks() < until) {
      ended_ = ::waitpid(process_.pid(), nullptr, WNOHANG) != 0;
      if (ended_) co_return;
      co_await runtime_.sleep(poll);
    }
  }

 private:
  kernel::RealRuntime& runtime_;
  app::ChildProcess process_;
  bool ended_ = false;
};

std::unique_ptr<End> start_end(Lab& lab, std::vector<std::string> arguments) {
  return std::make_unique<End>(lab, std::move(arguments));
}

std::string unused_directory(const Lab& lab) {
  int number = 1;
  std::string name;
  do name = fmt::format("{}/hop-{}", lab.directory, number++);
  while (std::filesystem::exists(name));
  return name;
}

HopCosts parse_costs(const std::string& line) {
  const auto parsed = boost::json::parse(line);
  const auto cost = [&](std::size_t at) {
    const auto& object = parsed.as_array().at(at).as_object();
    return HopCost{object.at("bytes").to_number<double>(),
                   object.at("latency_us").to_number<double>(),
                   object.at("cpu_us").to_number<double>()};
  };
  return {cost(0), cost(1), cost(2)};
}

}  // namespace

Hop to_hop(const std::string& transport, const HopCosts& costs) {
  const auto& [small, large, waking] = costs;
  const double kib = (large.bytes - small.bytes) / 1024;
  Hop hop;
  hop.transport = transport;
  hop.latency_us_per_kib = std::max(0.0, (large.latency_us - small.latency_us) / kib);
  hop.cpu_us_per_kib = std::max(0.0, (large.cpu_us - small.cpu_us) / kib);
  hop.latency_us = small.latency_us - hop.latency_us_per_kib * small.bytes / 1024;
  hop.cpu_us = small.cpu_us - hop.cpu_us_per_kib * small.bytes / 1024;
  hop.waking_latency_us = std::max(0.0, waking.latency_us - small.latency_us);
  hop.waking_cpu_us = std::max(0.0, waking.cpu_us - small.cpu_us);
  return hop;
}

Hop middle_of(const std::vector<Hop>& hops) {
  const auto middle = [&](double Hop::*figure) {
    std::vector<double> values;
    for (const auto& hop : hops) values.push_back(hop.*figure);
    return median(std::move(values));
  };
  Hop hop;
  hop.transport = hops.front().transport;
  for (const auto figure : {&Hop::latency_us, &Hop::latency_us_per_kib, &Hop::cpu_us,
                            &Hop::cpu_us_per_kib, &Hop::waking_latency_us, &Hop::waking_cpu_us})
    hop.*figure = middle(figure);
  return hop;
}

Task<Hop> measure_hop(Lab& lab, const std::string& transport) {
  const std::string directory = unused_directory(lab);
  std::vector<std::unique_ptr<End>> answerers;
  std::string urls;
  for (int i = 0; i < answerers_count; ++i) {
    const std::string url = transport == "unix"
                                ? fmt::format("unix:{}/hop-{}.sock", lab.directory, i)
                                : "http://127.0.0.1:0";
    const std::string data = fmt::format("{}/{}", directory, i);
    answerers.push_back(start_end(lab, {"cleave", "hop", "--listen", url, "--data", data}));
    const std::string actual = co_await answerers.back()->line();
    urls += (urls.empty() ? "" : ",") + actual;
  }
  const auto asker = start_end(lab, {"cleave", "hop", "--to", urls, "--data", directory + "/own"});
  const std::string line = co_await asker->line();
  co_await asker->end();
  for (const auto& answerer : answerers) co_await answerer->end();
  co_return to_hop(transport, parse_costs(line));
}

}  // namespace lab
