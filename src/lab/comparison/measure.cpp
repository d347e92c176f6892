#include "lab/comparison/measure.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "lab/load/customer_habits.h"
#include "lab/statistics/histogram.h"

namespace lab {
namespace {

using namespace std::chrono_literals;

double deliveries_of(const Sample& sample) {
  double sum = 0;
  for (const auto& edge : sample.edges)
    if (edge.kind != "call") sum += edge.calls;
  return sum;
}

std::int64_t confirmed_of(const LoadResult& load) {
  for (const auto& endpoint : load.endpoints)
    if (endpoint.endpoint == "checkout") return endpoint.good;
  return 0;
}

Repeat to_repeat(const LoadResult& load, const Sample& sample, std::vector<ProcessUse> use) {
  Repeat repeat;
  repeat.seconds = load.seconds;
  repeat.lag_p99_ms = Histogram::from(load.lag).quantile_ns(0.99) / 1e6;
  repeat.generator_cpu_us_per_request = load.cpu_us_per_request;
  repeat.generator_busy = load.busy;
  repeat.orders = confirmed_of(load);
  repeat.fsyncs = static_cast<std::int64_t>(sample.fsyncs);
  const Traffic traffic = traffic_of(sample);
  repeat.calls_between = static_cast<std::int64_t>(traffic.calls);
  repeat.bytes_between = static_cast<std::int64_t>(traffic.bytes);
  for (const auto& endpoint : load.endpoints) {
    repeat.requests += endpoint.sent;
    repeat.endpoints.push_back(
        {endpoint.endpoint, endpoint.sent, endpoint.good, endpoint.failed, endpoint.latency});
  }
  repeat.rate_per_s = load.seconds > 0 ? static_cast<double>(repeat.requests) / load.seconds : 0;
  repeat.unexpected = load.unexpected;
  repeat.processes = std::move(use);
  return repeat;
}

}  // namespace

kernel::Task<Measured> measure(Lab& lab, Arm& arm, LoadPlan plan) {
  lab.go_on();
  plan.url = arm.url();
  Load load(lab, plan);
  co_await load.until_measuring();
  // Scraping stays outside of the window in which CPU is counted.
  const Sample sample_before = co_await arm.sample();
  const auto use_before = arm.use();
  co_await load.until_measured();
  const auto use_after = arm.use();
  const Sample sample_after = co_await arm.sample();
  Measured measured;
  measured.load = co_await load.result();
  arm.check_alive();
  measured.sample = sample_after - sample_before;
  measured.repeat = to_repeat(measured.load, measured.sample, use_between(use_before, use_after));
  co_return measured;
}

kernel::Task<> settle(Lab& lab, Arm& arm, kernel::Ticks patience) {
  const auto until = lab.runtime.ticks() + patience;
  constexpr auto quiet = 100ms;
  Sample before = co_await arm.sample();
  while (lab.runtime.ticks() < until) {
    co_await lab.runtime.sleep(quiet);
    Sample after = co_await arm.sample();
    if (deliveries_of(after) == deliveries_of(before)) co_return;
    before = std::move(after);
  }
}

std::vector<ProcessUse> use_between(const std::vector<ProcessUse>& earlier,
                                    const std::vector<ProcessUse>& later) {
  std::vector<ProcessUse> between = later;
  for (auto& use : between) {
    const auto before = std::ranges::find(earlier, use.process, &ProcessUse::process);
    if (before == earlier.end()) continue;
    use.user_ms -= before->user_ms;
    use.system_ms -= before->system_ms;
    use.context_switches -= before->context_switches;
  }
  return between;
}

double cpu_ms(const std::vector<ProcessUse>& use) {
  double sum = 0;
  for (const auto& process : use) sum += process.user_ms + process.system_ms;
  return sum;
}

Traffic traffic_of(const Sample& sample) {
  Traffic traffic;
  for (const auto& edge : sample.edges) {
    if (edge.caller == "wire") continue;
    traffic.calls += edge.calls;
    traffic.bytes += edge.request_bytes + edge.reply_bytes;
  }
  return traffic;
}

bool went_by_plan(const LoadResult& load) {
  return load.unexpected.empty() && load.warm_up_unexpected == 0 &&
         static_cast<double>(load.slowest_write_us) < habits::think_min_ms * 1000;
}

double quantile_ms(const LoadResult& load, double quantile) {
  Histogram all;
  for (const auto& endpoint : load.endpoints) all.merge(Histogram::from(endpoint.latency));
  return all.quantile_ns(quantile) / 1e6;
}

double good_share(const LoadResult& load) {
  std::int64_t sent = 0;
  std::int64_t good = 0;
  for (const auto& endpoint : load.endpoints) {
    sent += endpoint.sent;
    good += endpoint.good;
  }
  return sent == 0 ? 1 : static_cast<double>(good) / static_cast<double>(sent);
}

}  // namespace lab
