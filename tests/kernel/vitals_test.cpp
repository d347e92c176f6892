// How a module is doing, as it tells whoever reaches its process.
#include "kernel/vitals.h"

#include <algorithm>

#include "sample_module.h"
#include "support/bench.h"

using kernel::Code;
using test::Bench;

TEST_CASE_TRANSPORTS("a module tells anybody what its outbox owes and what its writer did") {
  Bench bench{wire, {"sample"}};
  bool refuses = true;
  bench.listen<sample::Added>([&](const sample::Added&) {
    if (refuses) throw kernel::Error(Code::failed_precondition, "not yet");
  });
  bench.host<sample::SampleModule>();
  const vitals::Get get{"sample"};
  const auto before = bench.ask(bench.as_nobody(), get);
  const sample::Add add{kernel::OrderId::fresh(bench.runtime()), 1};

  bench.ask(bench.as_nobody(), add);
  bench.settle();
  const auto owing = bench.ask(bench.as_nobody(), get);
  refuses = false;
  bench.advance(std::chrono::minutes(5));
  bench.settle();
  const auto after = bench.ask(bench.as_nobody(), get);

  CHECK(before.pending == 0);
  CHECK(owing.pending == 1);
  CHECK(owing.dead == 0);
  CHECK(owing.committed > before.committed);
  CHECK(after.pending == 0);
  CHECK(after.resident_bytes > 0);
  const auto delivered = std::ranges::find(after.calls, "event", &vitals::Calls::kind);
  REQUIRE(delivered != after.calls.end());
  CHECK(delivered->message == "sample.Added");
  CHECK(delivered->ok == 1);
  CHECK(delivered->failed >= 1);
  CHECK(bench.refused(bench.as_nobody(), vitals::Get{"elsewhere"}) == Code::not_found);
}
