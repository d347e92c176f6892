#include "lab/ledger/hop.h"

#include <doctest/doctest.h>

#include <string>

#include "kernel/error.h"
#include "lab_support.h"

using lab::Hop;

namespace {

kernel::Task<> measure(lab::Lab& lab, const std::string& transport, Hop& hop) {
  lab::HopRun run(lab, transport);
  co_await run.start();
  for (int turn = 0; turn < 20; ++turn) {
    co_await run.ask_plain(turn);
    co_await run.ask_waking(turn);
  }
  co_await run.end();
  hop = run.hop();
}

}  // namespace

TEST_CASE("crossing to another process costs time and CPU, by either transport") {
  for (const std::string transport : {"tcp", "unix"}) {
    CAPTURE(transport);
    const lab::test::Folder folder;
    lab::test::Bench bench(folder.path());
    Hop hop;
    bench.run(measure(bench.lab, transport, hop));
    CHECK(hop.transport == transport);
    CHECK(hop.latency_us > 0);
    CHECK(hop.cpu_us > 0);
    CHECK(hop.latency_us_per_kib >= 0);
    CHECK(hop.waking_latency_us >= 0);
  }
}

TEST_CASE("hops over several transports are measured side by side") {
  const lab::test::Folder folder;
  lab::test::Bench bench(folder.path());
  bench.run([](lab::Lab& lab) -> kernel::Task<> {
    lab::HopRun tcp(lab, "tcp");
    lab::HopRun local(lab, "unix");
    co_await tcp.start();
    co_await local.start();
    for (lab::HopRun* run : {&tcp, &local}) {
      co_await run->ask_plain(0);
      co_await run->ask_waking(0);
      co_await run->end();
    }
    CHECK(tcp.hop().transport == "tcp");
    CHECK(local.hop().transport == "unix");
  }(bench.lab));
}

TEST_CASE("a hop that cannot be measured says why") {
  lab::test::Bench bench("/proc/nowhere");
  Hop hop;
  try {
    bench.run(measure(bench.lab, "unix", hop));
    FAIL("no error");
  } catch (const kernel::Error& error) {
    CHECK(error.message.find("/proc/nowhere") != std::string::npos);
  }
}
