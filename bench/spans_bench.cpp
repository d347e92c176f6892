// What recording costs a local call: off, not sampled (the usual case), sampled; and a span alone.
#include <benchmark/benchmark.h>

#include "http/transport.h"
#include "kernel/real_runtime.h"
#include "kernel/spans.h"
#include "sample.h"

namespace {

enum Recording { off, not_sampled, sampled };
constexpr const char* recording_names[] = {"off", "not sampled", "sampled"};
constexpr std::size_t keep_bytes = 4 * 1024 * 1024;

struct Setup {
  explicit Setup(Recording recording) {
    boost::asio::io_context* const loops[] = {&runtime.loop(0)};
    transport = std::make_unique<http::HttpTransport>(runtime, loops);
    exchange = std::make_unique<kernel::Exchange>(runtime, *transport,
                                                  std::map<std::string, kernel::Place>());
    exchange->serve<&bench::Handlers::ping>(handlers);
    if (recording != off) exchange->spans().enable({.keep_bytes = keep_bytes});
    bus = std::make_unique<kernel::Bus>(*exchange, "caller");
    bus->calls<bench::Ping>();
    context = kernel::anonymous_context(runtime, std::chrono::hours(1));
    context.trace.sampled = recording == sampled;
  }
  ~Setup() { runtime.destroy_frames(); }

  bench::Handlers handlers;
  kernel::Context context;
  std::unique_ptr<http::HttpTransport> transport;
  std::unique_ptr<kernel::Exchange> exchange;
  std::unique_ptr<kernel::Bus> bus;
  kernel::RealRuntime runtime{{1, 1}};
};

// A request has some ten spans: after so many, another trace begins.
constexpr int spans_of_trace = 10;

kernel::Task<> ping(Setup& setup, benchmark::State& state) {
  bench::Ping message{1};
  int calls = 0;
  while (state.KeepRunning()) {
    if (++calls % spans_of_trace == 0) setup.runtime.random_bytes(setup.context.trace.id);
    const auto reply = co_await setup.bus->call(setup.context, message);
    message.number = reply.number;
  }
  setup.runtime.stop();
}

void recorded_call(benchmark::State& state) {
  Setup setup(static_cast<Recording>(state.range(0)));
  setup.runtime.spawn(ping(setup, state));
  setup.runtime.run();
  state.SetLabel(recording_names[state.range(0)]);
}

BENCHMARK(recorded_call)
    ->Name("spans/local call")
    ->DenseRange(off, sampled)
    ->MeasureProcessCPUTime();

// A trace that fails: what the loop did for it is looked for among what it still knows.
void failed_trace(benchmark::State& state) {
  kernel::RealRuntime runtime{{1, 1}};
  kernel::Spans spans(runtime);
  spans.enable({.keep_bytes = keep_bytes});
  const auto* const site = spans.site({.name = "x",
                                       .kind = kernel::SpanKind::internal,
                                       .caller = "",
                                       .callee = "",
                                       .message = "",
                                       .transport = ""});
  kernel::SpanRecord span{.trace = {1}, .id = 1, .site = site};
  for (int i = 0; i < 4096; ++i) spans.record(span);
  span.failed = true;
  for (auto _ : state) {
    ++span.id;
    std::memcpy(span.trace.data() + 8, &span.id, sizeof span.id);
    spans.record(span);
  }
  state.counters["not kept"] = static_cast<double>(spans.counts().lost_traces);
}

BENCHMARK(failed_trace)->Name("spans/failed trace")->Iterations(100);

}  // namespace
