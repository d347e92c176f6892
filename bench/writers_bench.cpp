// Durable transactions per second of one module: all its callers share a commit, against one commit
// each. Run it on a disk whose fsync takes long, or with the shim in fsync_delay/ preloaded:
//
//   LD_PRELOAD=build/bench/libfsync_delay.so build/bench/cleave_bench --benchmark_filter=writers
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>

#include "kernel/real_runtime.h"
#include "kernel/storage.h"

namespace {

constexpr std::array<std::string_view, 1> schema{
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, value TEXT NOT NULL)"};

struct Run {
  kernel::RealRuntime& runtime;
  kernel::Database& database;
  std::int64_t left;     // transactions to start
  std::int64_t clients;  // still running
};

kernel::Task<> client(Run& run) {
  while (run.left > 0) {
    --run.left;
    const auto insert = [](kernel::Transaction& tx) {
      tx.run("INSERT INTO thing (value) VALUES ('a row of a sensible length, as they are')");
    };
    co_await run.database.write(insert);
  }
  if (--run.clients == 0) run.runtime.stop();
}

// Range 0: concurrent writers; range 1: transactions per commit, at most.
void writers(benchmark::State& state) {
  constexpr std::int64_t transactions = 2'000;
  std::string directory = (std::filesystem::temp_directory_path() / "cleave-w-XXXXXX").string();
  if (::mkdtemp(directory.data()) == nullptr) return state.SkipWithError("no directory");
  for (auto _ : state) {
    kernel::RealRuntime runtime({1, 1});
    kernel::StorageOptions options;
    options.directory = directory;
    options.batch_max = static_cast<std::size_t>(state.range(1));
    kernel::Database database(runtime, kernel::Store::open(options, "bench", schema));
    Run run{runtime, database, transactions, state.range(0)};
    for (std::int64_t i = 0; i < state.range(0); ++i) runtime.spawn(client(run));
    runtime.run();
    database.close();
    runtime.destroy_frames();
  }
  std::filesystem::remove_all(directory);
  state.SetItemsProcessed(state.iterations() * transactions);
}

BENCHMARK(writers)
    ->Name("writers")
    ->ArgsProduct({{1, 16, 64, 256}, {1, 256}})
    ->ArgNames({"clients", "per_commit"})
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
