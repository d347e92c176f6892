#include "metrics.h"

#include <algorithm>
#include <bit>
#include <string>

#include "gateway/monitor.h"
#include "kernel/edge_totals.h"
#include "metric_parts.h"

namespace gateway {

namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

void add_one(std::atomic<std::uint64_t>& counter, std::uint64_t amount) noexcept {
  // One writer: no atomic read-modify-write is needed.
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

}  // namespace

void add_call_families(const kernel::Exchange& exchange, Families& families) {
  auto calls = family("cleave_calls_total", "Messages between modules", MetricType::Counter);
  auto seconds = family("cleave_call_seconds", "How long they took", MetricType::Histogram);
  auto bytes = family("cleave_call_bytes_total", "Bytes of encoded messages", MetricType::Counter);
  auto wire = family("cleave_call_wire_seconds_total",
                     "Time in the codec and in the queue for a connection", MetricType::Counter);
  for (const auto& totals : kernel::totals_of_edges(exchange)) {
    if (totals.ok + totals.failures() == 0) continue;
    const Labels labels = {{"caller", totals.edge->caller},
                           {"callee", totals.edge->callee},
                           {"message", totals.edge->message},
                           {"kind", std::string(kernel::kind_name(totals.edge->kind))},
                           {"transport", totals.edge->transport}};
    const auto add = [&](MetricFamily& to, std::string name, std::string value, double amount) {
      if (amount > 0)
        to.metric.push_back(counter(with(labels, std::move(name), std::move(value)), amount));
    };
    add(calls, "code", "ok", static_cast<double>(totals.ok));
    for (std::size_t i = 0; i < totals.failed.size(); ++i)
      add(calls, "code", std::string(kernel::code_name(static_cast<kernel::Code>(i))),
          static_cast<double>(totals.failed[i]));
    seconds.metric.push_back(
        histogram(labels, histogram_of(totals.latency, totals.latency_sum_ns)));
    add(bytes, "part", "request", static_cast<double>(totals.request_bytes));
    add(bytes, "part", "reply", static_cast<double>(totals.reply_bytes));
    add(wire, "part", "encode", static_cast<double>(totals.encode_ns) * ns);
    add(wire, "part", "decode", static_cast<double>(totals.decode_ns) * ns);
    add(wire, "part", "queue", static_cast<double>(totals.queue_ns) * ns);
  }
  families.push_back(std::move(calls));
  families.push_back(std::move(seconds));
  families.push_back(std::move(bytes));
  families.push_back(std::move(wire));
}

void add_guard_families(const kernel::Exchange& exchange, Families& families) {
  auto open = family("cleave_breaker_open", "1: the module is not asked, 0.5: one call tries",
                     MetricType::Gauge);
  auto opened = family("cleave_breaker_opened_total", "How often the circuit breaker opened",
                       MetricType::Counter);
  auto calls = family("cleave_guarded_calls_total", "Calls to modules in other processes",
                      MetricType::Counter);
  for (const auto& [module, counts] : exchange.guards()) {
    const Labels labels = {{"callee", module}};
    const double state = counts.state == kernel::Breaker::State::open        ? 1
                         : counts.state == kernel::Breaker::State::half_open ? 0.5
                                                                             : 0;
    open.metric.push_back(gauge(labels, state));
    opened.metric.push_back(counter(labels, static_cast<double>(counts.times_opened)));
    const auto add = [&](std::string what, std::uint64_t count) {
      calls.metric.push_back(
          counter(with(labels, "what", std::move(what)), static_cast<double>(count)));
    };
    add("call", counts.calls);
    add("retry", counts.retries);
    add("refused", counts.refused);
  }
  families.push_back(std::move(open));
  families.push_back(std::move(opened));
  families.push_back(std::move(calls));
}

Families shed_families(std::uint64_t refused) {
  Families families;
  add_single(families, "cleave_shed_requests_total", "Requests refused because there were too many",
             MetricType::Counter, static_cast<double>(refused));
  return families;
}

Families limit_families(const RateLimiter& limiter) {
  auto limited = family("cleave_rate_limited_requests_total",
                        "Requests refused because somebody asked too much", MetricType::Counter);
  for (std::uint32_t i = 0; i < RateLimiter::policies; ++i)
    limited.metric.push_back(counter({{"policy", std::string(RateLimiter::name_of(i))}},
                                     static_cast<double>(limiter.refused(i))));
  return {std::move(limited)};
}

Families stream_families(const Streams& streams) {
  Families families;
  add_single(families, "cleave_http_streams", "Streams of events that are open", MetricType::Gauge,
             static_cast<double>(streams.open()));
  add_single(families, "cleave_http_streams_refused_total", "Streams beyond a limit, not begun",
             MetricType::Counter, static_cast<double>(streams.refused()));
  return families;
}

Families access_log_families(std::uint64_t lost) {
  Families families;
  add_single(families, "cleave_access_log_lost_lines_total",
             "Lines that could not be written in time", MetricType::Counter,
             static_cast<double>(lost));
  return families;
}

Families connection_families(const http::Server& server) {
  Families families;
  add_single(families, "cleave_http_connections", "Connections of customers", MetricType::Gauge,
             static_cast<double>(server.connections()));
  add_single(families, "cleave_http_turned_away_total", "Connections beyond a limit, not served",
             MetricType::Counter, static_cast<double>(server.turned_away()));
  return families;
}

RequestCounters::RequestCounters(std::size_t routes, unsigned loops) : routes_(routes) {
  for (unsigned loop = 0; loop <= loops; ++loop)
    per_loop_.push_back(std::make_unique<Counters[]>(routes + 1));
}

void RequestCounters::count(unsigned loop, std::size_t route, int status,
                            kernel::Ticks took) noexcept {
  Counters& counters = per_loop_[loop][std::min(route, routes_)];
  const auto spent = static_cast<std::uint64_t>(took.count());
  const auto width = std::max(static_cast<int>(std::bit_width(spent)) - 8, 0);
  const auto bucket =
      std::min<std::size_t>(static_cast<std::size_t>(width), kernel::latency_buckets - 1);
  add_one(counters.by_class[static_cast<std::size_t>(status / 100) % classes], 1);
  add_one(counters.latency[bucket], 1);
  add_one(counters.latency_sum_ns, spent);
}

RequestCounters::Totals RequestCounters::totals_of(std::size_t route) const {
  Totals totals;
  for (const auto& loop : per_loop_) {
    const Counters& counters = loop[route];
    for (std::size_t i = 0; i < classes; ++i)
      totals.by_class[i] += counters.by_class[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kernel::latency_buckets; ++i)
      totals.latency[i] += counters.latency[i].load(std::memory_order_relaxed);
    totals.latency_sum_ns += counters.latency_sum_ns.load(std::memory_order_relaxed);
  }
  return totals;
}

RequestCounters::Totals RequestCounters::totals() const {
  Totals all;
  for (std::size_t route = 0; route <= routes_; ++route) {
    const Totals one = totals_of(route);
    for (std::size_t i = 0; i < classes; ++i) all.by_class[i] += one.by_class[i];
    for (std::size_t i = 0; i < all.latency.size(); ++i) all.latency[i] += one.latency[i];
    all.latency_sum_ns += one.latency_sum_ns;
  }
  return all;
}

Families RequestCounters::families(const std::vector<Route>& routes) const {
  auto requests = family("cleave_http_requests_total", "Requests answered", MetricType::Counter);
  auto seconds = family("cleave_http_request_seconds", "How long they took", MetricType::Histogram);
  for (std::size_t i = 0; i <= routes_; ++i) {
    const Totals totals = totals_of(i);
    const bool known = i < routes_;
    const Labels labels = {{"method", known ? std::string(routes[i].row.method) : "other"},
                           {"route", known ? std::string(routes[i].row.path) : "other"}};
    std::uint64_t all = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      all += totals.by_class[c];
      if (totals.by_class[c] != 0)
        requests.metric.push_back(counter(with(labels, "status", std::to_string(c) + "xx"),
                                          static_cast<double>(totals.by_class[c])));
    }
    if (all != 0)
      seconds.metric.push_back(
          histogram(labels, histogram_of(totals.latency, totals.latency_sum_ns)));
  }
  return {std::move(requests), std::move(seconds)};
}

}  // namespace gateway
