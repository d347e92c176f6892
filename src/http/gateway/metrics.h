// gateway: the counters of this process as Prometheus sees them.
#pragma once

#include <prometheus/metric_family.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "kernel/exchange.h"
#include "kernel/spans.h"
#include "kernel/time.h"
#include "metric_parts.h"
#include "rate_limiter.h"
#include "streams.h"
#include "table.h"

namespace gateway {

// cleave_calls_total, cleave_call_seconds: every edge that was used.
void add_call_families(const kernel::Exchange& exchange, Families& families);

// cleave_breaker_open, cleave_breaker_opened_total, cleave_guarded_calls_total: each module in
// another process.
void add_guard_families(const kernel::Exchange& exchange, Families& families);

// cleave_shed_requests_total.
Families shed_families(std::uint64_t refused);

// cleave_rate_limited_requests_total, by policy.
Families limit_families(const RateLimiter& limiter);

// cleave_http_streams, cleave_http_streams_refused_total.
Families stream_families(const Streams& streams);

// cleave_access_log_lost_lines_total.
Families access_log_families(std::uint64_t lost);

// process_* as client libraries of Prometheus have them, cleave_storage_syncs_total.
void add_process_families(Families& families);

// cleave_trace_*: what became of spans.
void add_trace_families(const kernel::Spans& spans, Families& families);

// Requests per row and per class of status, timed. Counted by each loop for itself.
class RequestCounters {
 public:
  // `routes` rows and one more, for requests that no row takes.
  RequestCounters(std::size_t routes, unsigned loops);

  // From the loop `loop` only.
  void count(unsigned loop, std::size_t route, int status, kernel::Ticks took) noexcept;

  static constexpr std::size_t classes = 6;  // index: status / 100
  struct Totals {
    std::array<std::uint64_t, classes> by_class{};
    std::array<std::uint64_t, kernel::latency_buckets> latency{};
    std::uint64_t latency_sum_ns = 0;
  };
  Totals totals_of(std::size_t route) const;
  Totals totals() const;  // of all routes

  // cleave_http_requests_total, cleave_http_request_seconds.
  Families families(const std::vector<Route>& routes) const;

 private:
  struct Counters {
    std::array<std::atomic<std::uint64_t>, classes> by_class{};
    std::array<std::atomic<std::uint64_t>, kernel::latency_buckets> latency{};
    std::atomic<std::uint64_t> latency_sum_ns = 0;
  };

  const std::size_t routes_;
  std::vector<std::unique_ptr<Counters[]>> per_loop_;
};

}  // namespace gateway
