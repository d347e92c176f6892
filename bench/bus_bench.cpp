// What one message costs over each transport, all per-call work included: deadline, bounds, span
// and counters. CPU of caller and owner together.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>

#include "http/rpc.h"
#include "http/server.h"
#include "http/transport.h"
#include "kernel/real_runtime.h"
#include "sample.h"

namespace {

enum Way { direct, local, serialized, unix_socket, tcp };
constexpr const char* way_names[] = {"direct", "local", "serialized", "unix socket", "tcp"};

struct Nobody final : http::TokenVerifier {
  kernel::Task<std::shared_ptr<const kernel::Principal>> verify(std::string_view) override {
    co_return std::make_shared<const kernel::Principal>();
  }
};
struct NoProbes final : http::Probes {
  http::Response health() override { return {}; }
  http::Response ready() override { return {}; }
  http::Response metrics() override { return {}; }
};

// Caller and owner on one loop.
struct Setup {
  explicit Setup(Way way) : way(way) {
    boost::asio::io_context* const loops[] = {&runtime.loop(0)};
    transport = std::make_unique<http::HttpTransport>(runtime, loops);
    std::map<std::string, kernel::Place> places;
    if (way == serialized) places["bench"].kind = kernel::Place::Kind::serialized;
    owner = std::make_unique<kernel::Exchange>(runtime, *transport, places);
    owner->serve<&bench::Handlers::ping>(handlers);
    owner->serve<&bench::Handlers::add_item>(handlers);
    kernel::Exchange* near = owner.get();
    if (way == unix_socket || way == tcp) {
      rpc = std::make_unique<http::RpcHandler>(*owner, verifier, probes);
      server = std::make_unique<http::Server>(runtime, loops, *rpc);
      const auto socket = "unix:" + (std::filesystem::temp_directory_path() /
                                     ("cleave-bench-" + std::to_string(::getpid()) + ".sock"))
                                        .string();
      places["bench"] = {kernel::Place::Kind::remote,
                         server->listen(way == tcp ? "http://127.0.0.1:0" : socket)};
      far = std::make_unique<kernel::Exchange>(runtime, *transport, places);
      near = far.get();
    }
    bus = std::make_unique<kernel::Bus>(*near, "caller");
    bus->calls<bench::Ping, bench::AddItem>();
  }
  ~Setup() { runtime.destroy_frames(); }

  const Way way;
  bench::Handlers handlers;
  Nobody verifier;
  NoProbes probes;
  std::unique_ptr<http::HttpTransport> transport;
  std::unique_ptr<kernel::Exchange> owner, far;
  std::unique_ptr<http::RpcHandler> rpc;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<kernel::Bus> bus;
  kernel::RealRuntime runtime{{1, 1}};
};

kernel::Task<> ping(Setup& setup, benchmark::State& state) {
  const kernel::Context context = kernel::anonymous_context(setup.runtime, std::chrono::hours(1));
  bench::Ping message{1};
  while (state.KeepRunning()) {
    if (setup.way == direct) {
      const auto reply = co_await setup.handlers.ping(context, message);
      message.number = reply.number;
    } else {
      const auto reply = co_await setup.bus->call(context, message);
      message.number = reply.number;
    }
  }
  setup.runtime.stop();
}

kernel::Task<> add_item(Setup& setup, benchmark::State& state) {
  const kernel::Context context = kernel::anonymous_context(setup.runtime, std::chrono::hours(1));
  const bench::AddItem message{kernel::UserId::fresh(setup.runtime),
                               kernel::ProductId::fresh(setup.runtime), 2};
  while (state.KeepRunning()) {
    if (setup.way == direct) {
      const auto cart = co_await setup.handlers.add_item(context, message);
      benchmark::DoNotOptimize(cart.revision);
    } else {
      const auto cart = co_await setup.bus->call(context, message);
      benchmark::DoNotOptimize(cart.revision);
    }
  }
  setup.runtime.stop();
}

template <kernel::Task<> (*Calls)(Setup&, benchmark::State&)>
void over(benchmark::State& state) {
  Setup setup(static_cast<Way>(state.range(0)));
  setup.runtime.spawn(Calls(setup, state));
  setup.runtime.run();
  state.SetLabel(way_names[state.range(0)]);
}

BENCHMARK(over<ping>)->Name("bus.call/Ping")->DenseRange(direct, tcp)->MeasureProcessCPUTime();
BENCHMARK(over<add_item>)
    ->Name("bus.call/AddItem")
    ->DenseRange(direct, tcp)
    ->MeasureProcessCPUTime();

}  // namespace
