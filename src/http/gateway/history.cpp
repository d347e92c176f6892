#include "history.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace gateway {

namespace {

std::int64_t grown(std::int64_t before, std::int64_t after) {
  return after < before ? after : after - before;
}

struct CallCounts {
  std::int64_t within = 0;
  std::int64_t across = 0;
  std::int64_t failed = 0;
};

CallCounts calls_between(const Pulse& before, const Pulse& after) {
  using Name = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  const auto name = [](const vitals::Calls& calls) {
    return Name{calls.caller, calls.message, calls.kind, calls.transport};
  };
  std::map<Name, const vitals::Calls*> known;
  for (const auto& calls : before.calls) known[name(calls)] = &calls;
  CallCounts counts;
  for (const auto& calls : after.calls) {
    const auto found = known.find(name(calls));
    const bool is_known = found != known.end();
    const auto ok = grown(is_known ? found->second->ok : 0, calls.ok);
    const auto failed = grown(is_known ? found->second->failed : 0, calls.failed);
    (calls.transport == "http" ? counts.across : counts.within) += ok + failed;
    counts.failed += failed;
  }
  return counts;
}

std::int64_t cpu_between(const Pulse& before, const Pulse& after) {
  std::int64_t spent = 0;
  for (const auto& process : after.processes) {
    const auto known = std::ranges::find(before.processes, process.name, &PulseProcess::name);
    if (known != before.processes.end() && known->process_id == process.process_id)
      spent += grown(known->cpu_ms, process.cpu_ms);
  }
  return spent;
}

}  // namespace

HistorySample sample_between(const Pulse& before, const Pulse& after) {
  constexpr double mib = 1024 * 1024;
  const double seconds =
      static_cast<double>(std::max<std::int64_t>(after.at.ms - before.at.ms, 1)) / 1000;
  const auto rate = [&](std::int64_t count) { return static_cast<double>(count) / seconds; };
  const auto calls = calls_between(before, after);
  const auto& then = before.requests;
  const auto& now = after.requests;
  HistorySample sample;
  sample.at = after.at;
  sample.failed = rate(grown(then.failed, now.failed));
  sample.requests = rate(grown(then.ok, now.ok) + grown(then.refused, now.refused)) + sample.failed;
  sample.p50_ms = quantile_ms(then.latency, now.latency, 0.5);
  sample.p99_ms = quantile_ms(then.latency, now.latency, 0.99);
  sample.orders = rate(grown(then.orders, now.orders));
  sample.calls_within = rate(calls.within);
  sample.calls_across = rate(calls.across);
  sample.calls_failed = rate(calls.failed);
  for (const auto& module : after.modules) {
    sample.queued += module.queued;
    sample.pending += module.pending;
    sample.dead += module.dead;
    sample.unreachable += module.reachable ? 0 : 1;
  }
  for (const auto& process : after.processes) {
    sample.resident_mib += static_cast<double>(process.resident_bytes) / mib;
    for (const auto& breaker : process.breakers) sample.open_breakers += breaker.state == "open";
  }
  sample.cpu_percent = rate(cpu_between(before, after)) / 10;
  return sample;
}

History::History(kernel::Runtime& runtime, TakePulse take, HistoryOptions options)
    : take_(std::move(take)), options_(options), tasks_(runtime, "history") {}

void History::start() { tasks_.spawn(watch()); }

kernel::Task<bool> History::stop(kernel::Ticks timeout) {
  tasks_.stop();
  co_return co_await tasks_.joined(timeout);
}

kernel::Task<> History::watch() {
  Pulse before = co_await take_();
  bool awake = co_await tasks_.sleep(options_.interval);
  while (awake) {
    Pulse after = co_await take_();
    add(before, after);
    before = std::move(after);
    awake = co_await tasks_.sleep(options_.interval);
  }
}

void History::add(const Pulse& before, const Pulse& after) {
  const std::lock_guard lock(mutex_);
  samples_.push_back(sample_between(before, after));
  while (samples_.size() > options_.samples_max) samples_.pop_front();
}

HistoryList History::list() const {
  HistoryList list;
  list.interval_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(options_.interval).count();
  const std::lock_guard lock(mutex_);
  list.items.assign(samples_.begin(), samples_.end());
  return list;
}

}  // namespace gateway
