#include "lab/ledger/hop.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <memory>

#include "child_process.h"
#include "http/transport.h"
#include "kernel/bus.h"
#include "kernel/error.h"
#include "lab/arms/process_use.h"
#include "lab/ledger/hop_messages.h"
#include "lab/load/workload.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;

constexpr Ticks poll = std::chrono::milliseconds(5);
constexpr Ticks patience = std::chrono::seconds(20);
constexpr int answerers_count = 5;        // as many processes as a checkout passes through
constexpr std::size_t token_bytes = 500;  // an access token of auth's
constexpr std::size_t small_bytes = 200;
constexpr std::size_t large_bytes = 4000;
constexpr int warm_up_turns = 3;

// A process of the hop: its URL is all that it says.
class End {
 public:
  End(Lab& lab, std::vector<std::string> arguments)
      : runtime_(lab.runtime), process_(arguments, lab.arm_cpus, lab.arm_niceness) {}
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

  pid_t pid() const noexcept { return process_.pid(); }

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

std::string unused_directory(const Lab& lab, const std::string& transport) {
  int number = 1;
  std::string name;
  do name = fmt::format("{}/hop-{}-{}", lab.directory, transport, number++);
  while (std::filesystem::exists(name));
  return name;
}

// What requests for one way took; those for the other way, made next to them, are at the same
// places.
struct Series {
  std::vector<double> latency_us;
  std::vector<double> cpu_us;  // of all processes
};

struct BothWays {
  Series across;
  Series within;
};

// There and back.
double bytes_of(std::size_t text_bytes) {
  const hop::Echo echo{std::string(text_bytes, 'x')};
  return 2.0 * static_cast<double>(kernel::json::to_json(echo).size());
}

HopCost cost_of(const BothWays& both, std::size_t text_bytes) {
  return {bytes_of(text_bytes), shift(both.within.latency_us, both.across.latency_us),
          shift(both.within.cpu_us, both.across.cpu_us)};
}

std::array<bool, 2> in_turn(int turn) {
  return turn % 2 == 0 ? std::array{true, false} : std::array{false, true};
}

Series& series_of(BothWays& both, bool across) { return across ? both.across : both.within; }

kernel::Context user_context(kernel::Runtime& runtime) {
  kernel::Principal principal;
  principal.kind = kernel::Principal::Kind::user;
  principal.token = kernel::SecretText(std::string(token_bytes, 't'));
  auto context = kernel::anonymous_context(runtime, patience);
  context.principal = std::make_shared<const kernel::Principal>(std::move(principal));
  return context;
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

struct HopRun::Core {
  Core(Lab& in, const std::string& over)
      : lab(in),
        transport(over),
        directory(unused_directory(in, over)),
        loop(&in.runtime.loop(0)),
        client(in.runtime, std::span(&loop, 1)) {}

  // `to`: it stands in front of them, unless empty.
  Task<std::string> start_end(const std::string& to) {
    const auto number = ends.size();
    const std::string own = fmt::format("{}/{}", directory, number);
    std::vector<std::string> arguments{"cleave", "hop", "--data", own, "--listen"};
    arguments.push_back(transport == "unix" ? fmt::format("unix:{}-{}.sock", directory, number)
                                            : "http://127.0.0.1:0");
    if (!to.empty()) arguments.insert(arguments.end(), {"--to", to});
    ends.push_back(std::make_unique<End>(lab, arguments));
    co_return co_await ends.back()->line();
  }

  double cpu_us() const {
    double sum_ms = 0;
    for (const auto& end : ends) sum_ms += cpu_ms_of(end->pid());
    return sum_ms * 1000;
  }

  Task<> ask(bool across, std::size_t bytes, bool writes, Series& series) {
    const hop_front::Pass pass{static_cast<std::int64_t>(bytes), writes, across};
    const auto context = user_context(lab.runtime);
    const double cpu_before = cpu_us();
    const Ticks begun = lab.runtime.ticks();
    const auto passed = co_await bus->call(context, pass);
    const double took_us = static_cast<double>((lab.runtime.ticks() - begun).count()) / 1000;
    co_await lab.runtime.sleep(writes ? rest_after_order : rest_after_read);
    const auto waited_for = static_cast<double>(passed.waited_for);
    const auto calls = static_cast<double>(passed.waited_for + passed.owed);
    series.latency_us.push_back(took_us / waited_for);
    series.cpu_us.push_back((cpu_us() - cpu_before) / calls);
  }

  Lab& lab;
  const std::string transport;
  const std::string directory;
  std::vector<std::unique_ptr<End>> ends;  // the last: in front
  boost::asio::io_context* loop;
  http::HttpTransport client;
  std::unique_ptr<kernel::Exchange> exchange;
  std::unique_ptr<kernel::Bus> bus;
  BothWays small;
  BothWays large;
  BothWays waking;
};

HopRun::HopRun(Lab& lab, const std::string& transport)
    : core_(std::make_unique<Core>(lab, transport)) {}

HopRun::~HopRun() = default;

Task<> HopRun::start() {
  std::string urls;
  for (int i = 0; i < answerers_count; ++i) {
    const std::string url = co_await core_->start_end({});
    urls += (urls.empty() ? "" : ",") + url;
  }
  const std::string front = co_await core_->start_end(urls);
  std::map<std::string, kernel::Place> places;
  places["hop_front"] = {kernel::Place::Kind::remote, front};
  core_->exchange =
      std::make_unique<kernel::Exchange>(core_->lab.runtime, core_->client, std::move(places));
  core_->bus = std::make_unique<kernel::Bus>(*core_->exchange, "lab");
  core_->bus->calls<hop_front::Pass>();
  for (int turn = 0; turn < warm_up_turns; ++turn) {
    co_await ask_plain(turn);
    co_await ask_waking(turn);
  }
  core_->small = core_->large = core_->waking = {};
}

Task<> HopRun::end() {
  core_->bus.reset();
  core_->exchange.reset();
  for (auto end = core_->ends.rbegin(); end != core_->ends.rend(); ++end) co_await (*end)->end();
}

Task<> HopRun::ask_plain(int turn) {
  for (const bool across : in_turn(turn)) {
    co_await core_->ask(across, small_bytes, false, series_of(core_->small, across));
    co_await core_->ask(across, large_bytes, false, series_of(core_->large, across));
  }
}

Task<> HopRun::ask_waking(int turn) {
  for (const bool across : in_turn(turn))
    co_await core_->ask(across, small_bytes, true, series_of(core_->waking, across));
}

Hop HopRun::hop() const {
  return to_hop(core_->transport,
                {cost_of(core_->small, small_bytes), cost_of(core_->large, large_bytes),
                 cost_of(core_->waking, small_bytes)});
}

}  // namespace lab
