// gateway: an hour of the shop's main figures, in memory, for whoever has no Prometheus.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "kernel/task_group.h"
#include "pulse.h"

namespace gateway {

// Between two pulses; rates are per second.
struct HistorySample {
  kernel::WallTime at;  // the end
  double requests = 0;
  double failed = 0;  // answered 5xx
  double p50_ms = 0;  // of requests
  double p99_ms = 0;
  double orders = 0;        // placed
  double calls_within = 0;  // messages inside of processes
  double calls_across = 0;  // messages between processes
  double calls_failed = 0;
  std::int64_t queued = 0;  // transactions that wait for a writer
  std::int64_t pending = 0;
  std::int64_t dead = 0;
  std::int64_t open_breakers = 0;
  std::int64_t unreachable = 0;  // modules
  double cpu_percent = 0;        // of one core, all processes
  double resident_mib = 0;
};
struct HistoryList {
  std::int64_t interval_ms = 0;
  std::vector<HistorySample> items;  // oldest first
};

BOOST_DESCRIBE_STRUCT(HistorySample, (),
                      (at, requests, failed, p50_ms, p99_ms, orders, calls_within, calls_across,
                       calls_failed, queued, pending, dead, open_breakers, unreachable, cpu_percent,
                       resident_mib))
BOOST_DESCRIBE_STRUCT(HistoryList, (), (interval_ms, items))

// What happened from one pulse to the next. A counter that has shrunk began anew with its process.
HistorySample sample_between(const Pulse& before, const Pulse& after);

struct HistoryOptions {
  kernel::Ticks interval = std::chrono::seconds(5);
  std::size_t samples_max = 720;  // an hour
};

class History {
 public:
  using TakePulse = std::function<kernel::Task<Pulse>()>;
  History(kernel::Runtime& runtime, TakePulse take, HistoryOptions options = {});

  void start();  // on a loop
  // False when `timeout` passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  HistoryList list() const;  // from any thread

 private:
  kernel::Task<> watch();
  void add(const Pulse& before, const Pulse& after);

  const TakePulse take_;
  const HistoryOptions options_;
  mutable std::mutex mutex_;
  std::deque<HistorySample> samples_;  // guarded by mutex_
  kernel::TaskGroup tasks_;
};

}  // namespace gateway
