#include "lab/ledger/hop_ends.h"

#include <fmt/format.h>

#include <mutex>
#include <unordered_map>

#include "http/rpc.h"
#include "http/server.h"
#include "http/transport.h"
#include "kernel/bus.h"
#include "lab/ledger/hop_module.h"
#include "lab/statistics/statistics.h"
#include "signals.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;

constexpr Ticks call_timeout = std::chrono::seconds(10);
constexpr Ticks drain_max = std::chrono::seconds(2);
constexpr std::size_t token_bytes = 500;  // an access token of auth's
constexpr std::size_t small_bytes = 200;
constexpr std::size_t large_bytes = 4000;
constexpr int plain_rounds = 6;
constexpr int plain_calls = 40;  // in a block
constexpr int waking_rounds = 24;
constexpr int waking_rounds_min = 8;
constexpr Ticks waking_max = std::chrono::seconds(2);
constexpr int waking_turns = 4;  // to each answerer, in a block
// Between two messages of a request a process works, and the other one goes to sleep. Without a
// pause the two would keep each other awake.
constexpr Ticks plain_pause = std::chrono::microseconds(300);

// Believes every token, from a cache as the real verifier does once it has seen one.
class Believing final : public http::TokenVerifier {
 public:
  Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view token) override {
    const std::lock_guard lock(mutex_);
    auto& known = known_[std::string(token)];
    if (!known) {
      kernel::Principal principal;
      principal.kind = kernel::Principal::Kind::user;
      principal.token = kernel::SecretText(std::string(token));
      known = std::make_shared<const kernel::Principal>(std::move(principal));
    }
    co_return known;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const kernel::Principal>> known_;
};

struct NoProbes final : http::Probes {
  http::Response health() override { return {}; }
  http::Response ready() override { return {}; }
  http::Response metrics() override { return {}; }
};

Task<> drain(http::Server& server, kernel::RealRuntime& runtime) {
  co_await server.drain(drain_max);
  runtime.stop();
}

kernel::Context user_context(kernel::Runtime& runtime) {
  kernel::Principal principal;
  principal.kind = kernel::Principal::Kind::user;
  principal.token = kernel::SecretText(std::string(token_bytes, 't'));
  auto context = kernel::anonymous_context(runtime, call_timeout);
  context.principal = std::make_shared<const kernel::Principal>(std::move(principal));
  context.key = kernel::Key::fresh(runtime);
  return context;
}

// The two ways to one module: in another process, and in this one.
struct Ways {
  Ways(kernel::Runtime& runtime, kernel::Transport& transport, const std::string& url,
       const std::string& directory)
      : far(runtime, transport, {{"hop", {kernel::Place::Kind::remote, url}}}),
        near(runtime, transport, {{"hop", {kernel::Place::Kind::serialized, ""}}}),
        module(near, directory),
        across(far, "asker"),
        within(near, "asker") {
    across.calls<hop::Echo, hop::Write, hop::GetCpuUse>();
    within.calls<hop::Echo, hop::Write>();
  }
  kernel::Exchange far;
  kernel::Exchange near;
  HopModule module;
  kernel::Bus across;
  kernel::Bus within;
};

struct Block {
  double p50_us = 0;
  double cpu_us = 0;  // per call, of all processes
};

// What crossing added, a value per round.
struct Differences {
  std::vector<double> latency_us;
  std::vector<double> cpu_us;

  void add(const Block& across, const Block& within) {
    latency_us.push_back(across.p50_us - within.p50_us);
    cpu_us.push_back(across.cpu_us - within.cpu_us);
  }
  HopCost cost(std::size_t text_bytes) const {
    const hop::Echo echo{std::string(text_bytes, 'x')};
    const auto bytes = 2.0 * static_cast<double>(kernel::json::to_json(echo).size());
    return {bytes, median(latency_us), median(cpu_us)};
  }
};

class Asker {
 public:
  Asker(kernel::RealRuntime& runtime, const std::vector<std::string>& urls,
        const std::string& directory)
      : runtime_(runtime), transport_(runtime, loops_of(runtime)) {
    for (const auto& url : urls) {
      const std::string own = fmt::format("{}/{}", directory, ways_.size());
      ways_.push_back(std::make_unique<Ways>(runtime, transport_, url, own));
    }
  }
  ~Asker() { close(); }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  // Ends the writers, before the runtime destroys its frames.
  void close() noexcept {
    for (const auto& ways : ways_) ways->module.close();
  }

  Task<> ask(HopCosts& costs) {
    co_await ask_plain(costs);
    co_await ask_waking(costs);
  }

 private:
  // Sizes in turn too, so that a drift of the machine does not look like a cost per byte.
  Task<> ask_plain(HopCosts& costs) {
    Differences small;
    Differences large;
    for (int round = -1; round < plain_rounds; ++round) {
      const Block far_small = co_await plain(ways_[0]->across, small_bytes);
      const Block near_small = co_await plain(ways_[0]->within, small_bytes);
      const Block far_large = co_await plain(ways_[0]->across, large_bytes);
      const Block near_large = co_await plain(ways_[0]->within, large_bytes);
      if (round < 0) continue;  // warm-up: connections, statements, caches
      small.add(far_small, near_small);
      large.add(far_large, near_large);
    }
    costs.small = small.cost(small_bytes);
    costs.large = large.cost(large_bytes);
  }

  Task<> ask_waking(HopCosts& costs) {
    Differences waking;
    const Ticks until = runtime_.ticks() + waking_max;
    for (int round = -1; round < waking_rounds; ++round) {
      if (round >= waking_rounds_min && runtime_.ticks() > until) break;
      const Block far = co_await woken(&Ways::across);
      const Block near = co_await woken(&Ways::within);
      if (round >= 0) waking.add(far, near);
    }
    costs.waking = waking.cost(small_bytes);
  }

  Task<double> cpu_us() {
    const hop::GetCpuUse get;
    const auto context = user_context(runtime_);
    double sum = 0;
    for (const auto& ways : ways_) {
      const auto theirs = co_await ways->across.call(context, get);
      sum += static_cast<double>(theirs.us);
    }
    co_return sum + static_cast<double>(own_cpu_us());
  }

  Task<Block> plain(kernel::Bus& bus, std::size_t bytes) {
    const hop::Echo echo{std::string(bytes, 'x')};
    std::vector<double> took;
    const double cpu_before = co_await cpu_us();
    for (int i = 0; i < plain_calls; ++i) {
      const auto context = user_context(runtime_);
      const Ticks begun = runtime_.ticks();
      co_await bus.call(context, echo);
      took.push_back(us_since(begun));
      co_await runtime_.sleep(plain_pause);
    }
    const double cpu_after = co_await cpu_us();
    co_return Block{median(std::move(took)), (cpu_after - cpu_before) / plain_calls};
  }

  Task<Block> woken(kernel::Bus Ways::*way) {
    const hop::Write write{std::string(small_bytes, 'x')};
    std::vector<double> took;
    const double cpu_before = co_await cpu_us();
    for (int turn = 0; turn < waking_turns; ++turn)
      for (const auto& ways : ways_) {
        const auto context = user_context(runtime_);
        const Ticks begun = runtime_.ticks();
        co_await ((*ways).*way).call(context, write);
        took.push_back(us_since(begun));
      }
    const double cpu_after = co_await cpu_us();
    const auto calls = static_cast<double>(took.size());
    co_return Block{median(std::move(took)), (cpu_after - cpu_before) / calls};
  }

  double us_since(Ticks begun) const {
    return static_cast<double>((runtime_.ticks() - begun).count()) / 1000;
  }

  kernel::RealRuntime& runtime_;
  http::HttpTransport transport_;
  std::vector<std::unique_ptr<Ways>> ways_;
};

}  // namespace

void answer_hops(const std::string& url, const std::string& directory,
                 const std::function<void(const std::string&)>& ready) {
  kernel::RealRuntime runtime;  // as every process of an arm: a loop per core
  const auto loops = loops_of(runtime);
  http::HttpTransport transport(runtime, loops);
  kernel::Exchange exchange(runtime, transport, {});
  HopModule module(exchange, directory);
  Believing verifier;
  NoProbes probes;
  http::RpcHandler rpc(exchange, verifier, probes);
  http::Server server(runtime, loops, rpc);
  const std::string actual = server.listen(url);
  const app::Interrupts interrupts(runtime, [&](int) { runtime.spawn(drain(server, runtime)); });
  ready(actual);
  runtime.run();
  module.close();
  runtime.destroy_frames();
}

HopCosts ask_hops(const std::vector<std::string>& urls, const std::string& directory) {
  kernel::RealRuntime runtime;
  HopCosts costs;
  Asker asker(runtime, urls, directory);
  app::run_to_end(runtime, asker.ask(costs));
  asker.close();
  runtime.destroy_frames();
  return costs;
}

}  // namespace lab
