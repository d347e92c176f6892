// What the edges count: bytes, the passes of the codec, the wait for a connection.
#include "kernel/observe.h"

#include "kernel/exchange.h"
#include "sample_module.h"
#include "support/bench.h"

using kernel::Edge;
using kernel::OrderId;
using test::Bench;

namespace {

struct Counted {
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t request_bytes = 0;
  std::uint64_t reply_bytes = 0;
  std::uint64_t encode_ns = 0;
  std::uint64_t decode_ns = 0;
  std::uint64_t queue_ns = 0;
  bool operator==(const Counted&) const = default;
};

// All loops of the edges of that name together.
Counted counted(const kernel::Exchange& exchange, std::string_view caller, std::string_view message,
                Edge::Kind kind = Edge::Kind::call) {
  Counted sum;
  for (const Edge* edge : exchange.edges()) {
    if (edge->caller != caller || edge->message != message || edge->kind != kind) continue;
    for (const auto* counters : edge->per_loop) {
      if (counters == nullptr) continue;
      sum.ok += counters->ok;
      for (const auto& failed : counters->failed) sum.failed += failed;
      sum.request_bytes += counters->request_bytes;
      sum.reply_bytes += counters->reply_bytes;
      sum.encode_ns += counters->encode_ns;
      sum.decode_ns += counters->decode_ns;
      sum.queue_ns += counters->queue_ns;
    }
  }
  return sum;
}

struct Watched final : sample::SampleModule {
  using SampleModule::SampleModule;
  kernel::Exchange& exchange() { return exchange_; }
  // Owes itself a command.
  kernel::Task<> promise(kernel::Context context, sample::Add add) {
    const auto owe = [&](kernel::Transaction& tx) { tx.owe(context, add); };
    co_await database_.write(owe);
  }
};

// Another process, as far as an exchange can tell: its bytes arrive, after a wait in the queue.
struct Straight final : kernel::Transport {
  explicit Straight(kernel::Exchange& to) : to(to) {}
  kernel::Task<kernel::WireResponse> send(const std::string&,
                                          const kernel::WireRequest& request) override {
    sent = request.body.size();
    auto response = co_await to.dispatch(request);
    received = response.body.size();
    response.queued = std::chrono::microseconds(7);
    co_return response;
  }
  kernel::Exchange& to;
  std::size_t sent = 0;
  std::size_t received = 0;
};

kernel::Task<> send(kernel::Bus& bus, const kernel::Context& context, const sample::Echo& message) {
  co_await bus.call(context, message);
}

}  // namespace

TEST_CASE("a local call is counted without bytes") {
  Bench bench{test::Wire::local, {"sample"}};
  auto& exchange = bench.host<Watched>().exchange();
  const sample::Echo echo;
  bench.ask(bench.as_nobody(), echo);

  CHECK(counted(exchange, "test", "sample.Echo") == Counted{.ok = 1});
  CHECK(counted(exchange, "wire", "sample.Echo") == Counted{});
}

TEST_CASE("a serialized call counts the same bytes on the caller's and on the owner's edge") {
  Bench bench{test::Wire::serialized, {"sample"}};
  auto& exchange = bench.host<Watched>().exchange();
  sample::Echo echo;
  echo.text = std::string(1000, 'x');
  bench.ask(bench.as_nobody(), echo);
  bench.ask(bench.as_nobody(), echo);

  const auto size = kernel::json::to_json(echo).size();
  const Counted both{.ok = 2, .request_bytes = 2 * size, .reply_bytes = 2 * size};
  CHECK(counted(exchange, "test", "sample.Echo") == both);
  CHECK(counted(exchange, "wire", "sample.Echo") == both);
}

TEST_CASE("a refused message counts as failed, with the bytes that were sent") {
  Bench bench{test::Wire::serialized, {"sample"}};
  auto& exchange = bench.host<Watched>().exchange();
  sample::Echo echo;
  echo.number = 101;
  bench.refused(bench.as_nobody(), echo);

  const auto size = kernel::json::to_json(echo).size();
  CHECK(counted(exchange, "test", "sample.Echo") == Counted{.failed = 1, .request_bytes = size});
}

TEST_CASE("a call to another process counts its bytes on both sides and its wait in the queue") {
  Bench bench{test::Wire::local, {"sample"}};
  auto& near = bench.host<Watched>().exchange();
  Straight transport(near);
  kernel::Exchange far(bench.runtime(), transport,
                       {{"sample", {kernel::Place::Kind::remote, "unix:/elsewhere"}}});
  kernel::Bus bus(far, "other");
  bus.calls<sample::Echo>();
  sample::Echo echo;
  echo.text = "something";
  bench.run(send(bus, bench.as_nobody(), echo));

  const Counted here = counted(far, "other", "sample.Echo");
  CHECK(here == Counted{.ok = 1,
                        .request_bytes = transport.sent,
                        .reply_bytes = transport.received,
                        .queue_ns = 7000});
  CHECK(here.request_bytes == kernel::json::to_json(echo).size());
  CHECK(counted(near, "wire", "sample.Echo") ==
        Counted{.ok = 1, .request_bytes = transport.sent, .reply_bytes = transport.received});
}

TEST_CASE("each pass of the codec is booked where it belongs") {
  using kernel::CodecPass;
  constexpr std::uint64_t us = 1000;
  const struct {
    CodecPass pass;
    Counted booked;
  } cases[] = {
      {CodecPass::encode_request, {.request_bytes = 10, .encode_ns = 3 * us}},
      {CodecPass::decode_request, {.request_bytes = 10, .decode_ns = 3 * us}},
      {CodecPass::encode_reply, {.reply_bytes = 10, .encode_ns = 3 * us}},
      {CodecPass::decode_reply, {.reply_bytes = 10, .decode_ns = 3 * us}},
  };
  for (const auto& row : cases) {
    Bench bench{test::Wire::local, {"sample"}};
    auto& exchange = bench.host<Watched>().exchange();
    const Edge& edge = exchange.delivery_edge("a", "sample", "sample.X", Edge::Kind::owed);
    const auto begun = kernel::codec_begins(edge);
    bench.advance(std::chrono::microseconds(3));
    kernel::codec_ended(edge, row.pass, begun, 10);

    CHECK(counted(exchange, "a", "sample.X", Edge::Kind::owed) == row.booked);
  }
}

TEST_CASE_TRANSPORTS("deliveries of an event are counted by sender and by receiver") {
  Bench bench{wire, {"sample"}};
  bool refuses = false;
  bench.listen<sample::Added>([&](const sample::Added&) {
    if (refuses) throw kernel::Error(kernel::Code::conflict, "not now");
  });
  auto& exchange = bench.host<Watched>().exchange();
  const sample::Add add{OrderId::fresh(bench.runtime()), 1};
  for (int i = 0; i < 3; ++i) bench.ask(bench.as_nobody(), add);
  bench.settle();

  const Counted sent = counted(exchange, "sample", "sample.Added", Edge::Kind::event);
  CHECK(sent.ok == 3);
  CHECK(sent.request_bytes > 3 * 100);  // the envelope of a CloudEvent alone
  CHECK(counted(exchange, "wire", "sample.Added", Edge::Kind::event).ok == 3);
  CHECK(counted(exchange, "wire", "sample.Added").ok == 0);

  refuses = true;
  bench.ask(bench.as_nobody(), add);
  bench.settle();
  CHECK(counted(exchange, "sample", "sample.Added", Edge::Kind::event).failed > 0);
  CHECK(counted(exchange, "wire", "sample.Added", Edge::Kind::event).failed > 0);
}

TEST_CASE_TRANSPORTS("a durable command is counted as owed by the sender, as a call by the owner") {
  Bench bench{wire, {"sample"}};
  auto& exchange = bench.host<Watched>().exchange();
  const sample::Add add{OrderId::fresh(bench.runtime()), 1};
  bench.run(bench.module<Watched>().promise(bench.as_nobody(), add));
  bench.settle();

  const Counted owed = counted(exchange, "sample", "sample.Add", Edge::Kind::owed);
  CHECK(owed.ok == 1);
  CHECK(owed.request_bytes == kernel::json::to_json(add).size());
  CHECK(owed.reply_bytes == std::string_view(R"({"value":1})").size());
  CHECK(counted(exchange, "wire", "sample.Add").ok == 1);
}
