#include "gateway/module_metrics.h"

#include <atomic>
#include <limits>

#include "kernel/log.h"
#include "kernel/outbox_lag.h"
#include "metric_parts.h"

namespace gateway {

using prometheus::ClientMetric;
using prometheus::MetricType;

// What was seen of an outbox the last time.
struct ModuleMetrics::Seen {
  explicit Seen(kernel::Module& module) : module(module) {}
  kernel::Module& module;
  std::atomic<std::int64_t> pending = 0;
  std::atomic<std::int64_t> dead = 0;
  std::atomic<std::int64_t> oldest_ms = 0;
};

namespace {

double load(const std::atomic<std::uint64_t>& counter) {
  return static_cast<double>(counter.load(std::memory_order_relaxed));
}

// Batches by their transactions: bucket i holds those of up to 2^i.
ClientMetric::Histogram batch_sizes(const kernel::StorageCounters& counters) {
  ClientMetric::Histogram histogram;
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < kernel::batch_buckets; ++i) {
    cumulative += counters.batches[i].load(std::memory_order_relaxed);
    const bool last = i + 1 == kernel::batch_buckets;
    histogram.bucket.push_back({cumulative, last ? std::numeric_limits<double>::infinity()
                                                 : static_cast<double>(1U << i)});
  }
  histogram.sample_count = cumulative;
  histogram.sample_sum =
      load(counters.committed) + load(counters.rolled_back) + load(counters.failed);
  return histogram;
}

ClientMetric::Histogram batch_seconds(const kernel::StorageCounters& counters) {
  std::array<std::uint64_t, kernel::commit_buckets> took{};
  for (std::size_t i = 0; i < took.size(); ++i)
    took[i] = counters.took[i].load(std::memory_order_relaxed);
  constexpr unsigned first = 12;
  return histogram_of(took, counters.took_ns.load(std::memory_order_relaxed), first);
}

}  // namespace

ModuleMetrics::ModuleMetrics(kernel::Runtime& runtime, std::vector<kernel::Module*> modules,
                             kernel::Ticks interval)
    : runtime_(runtime), interval_(interval), tasks_(runtime, "module metrics") {
  for (auto* const module : modules) all_.push_back(std::make_unique<Seen>(*module));
}

ModuleMetrics::~ModuleMetrics() = default;

void ModuleMetrics::start() { tasks_.spawn(watch()); }

kernel::Task<bool> ModuleMetrics::stop(kernel::Ticks timeout) {
  tasks_.stop();
  co_return co_await tasks_.joined(timeout);
}

kernel::Task<> ModuleMetrics::watch() {
  const auto look_at_all = [this] {
    for (const auto& seen : all_) look(*seen);
  };
  bool awake = true;
  while (awake) {
    try {
      co_await runtime_.on_worker(look_at_all);
    } catch (const kernel::Error& error) {  // the workers or the disk: next time
      kernel::log_debug("outboxes were not looked at", {{"error", error.message}});
    }
    awake = co_await tasks_.sleep(interval_);
  }
}

void ModuleMetrics::look(Seen& seen) {
  auto reader = seen.module.database().read();
  const auto lag = kernel::outbox_lag(reader);
  const kernel::WallTime now = runtime_.now();
  seen.pending = lag.pending;
  seen.dead = lag.dead;
  seen.oldest_ms = lag.oldest ? std::max<std::int64_t>(now.ms - lag.oldest->ms, 0) : 0;
}

Monitor::Families ModuleMetrics::storage_families() const {
  auto transactions = family("cleave_storage_transactions_total",
                             "Logical transactions of a module's writer", MetricType::Counter);
  auto sizes = family("cleave_storage_batch_transactions", "Transactions that shared one commit",
                      MetricType::Histogram);
  auto seconds = family("cleave_storage_batch_seconds",
                        "How long a batch took, its commit included", MetricType::Histogram);
  auto queue = family("cleave_storage_queued_transactions",
                      "Transactions that wait for the writer now", MetricType::Gauge);
  for (const auto& seen : all_) {
    kernel::Database& database = seen->module.database();
    const auto& counters = database.store().counters();
    const Labels labels = {{"module", seen->module.name()}};
    const auto add = [&](std::string outcome, double count) {
      transactions.metric.push_back(counter(with(labels, "outcome", std::move(outcome)), count));
    };
    add("committed", load(counters.committed));
    add("rolled_back", load(counters.rolled_back));
    add("failed", load(counters.failed));
    sizes.metric.push_back(histogram(labels, batch_sizes(counters)));
    seconds.metric.push_back(histogram(labels, batch_seconds(counters)));
    queue.metric.push_back(gauge(labels, static_cast<double>(database.queue_depth())));
  }
  return {std::move(transactions), std::move(sizes), std::move(seconds), std::move(queue)};
}

Monitor::Families ModuleMetrics::families() const {
  auto all = storage_families();
  auto pending = family("cleave_outbox_deliveries",
                        "Deliveries that are not made yet, dead letters included (at most 100000)",
                        MetricType::Gauge);
  auto dead = family("cleave_outbox_dead_letters",
                     "Deliveries that were given up until somebody decides (at most 100000)",
                     MetricType::Gauge);
  auto oldest = family("cleave_outbox_oldest_age_seconds",
                       "Age of the oldest delivery that is no dead letter; 0: there is none",
                       MetricType::Gauge);
  for (const auto& seen : all_) {
    const Labels labels = {{"module", seen->module.name()}};
    pending.metric.push_back(gauge(labels, static_cast<double>(seen->pending)));
    dead.metric.push_back(gauge(labels, static_cast<double>(seen->dead)));
    oldest.metric.push_back(gauge(labels, static_cast<double>(seen->oldest_ms) / 1000));
  }
  all.push_back(std::move(pending));
  all.push_back(std::move(dead));
  all.push_back(std::move(oldest));
  return all;
}

}  // namespace gateway
