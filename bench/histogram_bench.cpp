// What a latency costs to record, and a histogram to merge, store and read.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "lab/statistics/histogram.h"

namespace {

// 4,096 durations from 50 us to 50 ms, evenly by magnitude, in no order.
std::array<std::int64_t, 4096> durations() {
  std::array<std::int64_t, 4096> values{};
  std::uint64_t state = 1;
  for (auto& value : values) {
    state = state * 6364136223846793005 + 1442695040888963407;
    value = std::llround(50'000 * std::pow(1000.0, static_cast<double>(state >> 33) * 0x1p-31));
  }
  return values;
}

lab::Histogram filled() {
  lab::Histogram histogram;
  for (const auto value : durations()) histogram.record(value);
  return histogram;
}

void record(benchmark::State& state) {
  const auto values = durations();
  lab::Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.record(values[i++ % values.size()]);
  benchmark::DoNotOptimize(histogram.count());
}

void merge(benchmark::State& state) {
  const lab::Histogram part = filled();
  lab::Histogram whole;
  for (auto _ : state) whole.merge(part);
  benchmark::DoNotOptimize(whole.count());
}

void quantile(benchmark::State& state) {
  const lab::Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(histogram.quantile_ns(0.99));
}

void counts_and_back(benchmark::State& state) {
  const lab::Histogram histogram = filled();
  for (auto _ : state) benchmark::DoNotOptimize(lab::Histogram::from(histogram.counts()).count());
}

BENCHMARK(record)->Name("histogram/record");
BENCHMARK(merge)->Name("histogram/merge");
BENCHMARK(quantile)->Name("histogram/quantile");
BENCHMARK(counts_and_back)->Name("histogram/counts and back");

}  // namespace
