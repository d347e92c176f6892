#include "kernel/vitals.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "kernel/contract_impl.h"
#include "kernel/edge_totals.h"
#include "kernel/exchange.h"
#include "kernel/json.h"
#include "kernel/outbox_lag.h"
#include "kernel/storage.h"

namespace kernel {

namespace {

std::int64_t whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }
std::int64_t microseconds(std::uint64_t ns) { return whole(ns / 1000); }

vitals::Calls shown(const EdgeTotals& totals) {
  const Edge& edge = *totals.edge;
  vitals::Calls calls;
  calls.caller = edge.caller;
  calls.callee = edge.callee;
  calls.message = edge.message;
  calls.kind = kind_name(edge.kind);
  calls.transport = edge.transport;
  calls.ok = whole(totals.ok);
  calls.failed = whole(totals.failures());
  for (const auto count : totals.latency) calls.latency.push_back(whole(count));
  while (!calls.latency.empty() && calls.latency.back() == 0) calls.latency.pop_back();
  calls.took_us = microseconds(totals.latency_sum_ns);
  calls.request_bytes = whole(totals.request_bytes);
  calls.reply_bytes = whole(totals.reply_bytes);
  calls.encode_us = microseconds(totals.encode_ns);
  calls.decode_us = microseconds(totals.decode_ns);
  calls.queue_us = microseconds(totals.queue_ns);
  return calls;
}

std::int64_t milliseconds(const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; }

Task<WireResponse> answer_get(Exchange& exchange, const std::string& module, Database& database) {
  vitals::Vitals vitals;
  vitals.calls = calls_of(exchange, module);
  vitals.breakers = breakers_of(exchange);
  vitals.queued = static_cast<std::int64_t>(database.queue_depth());
  vitals.committed = whole(database.store().counters().committed.load(std::memory_order_relaxed));
  const WallTime now = exchange.runtime().now();
  const auto look = [&] {
    auto reader = database.read();
    const auto lag = outbox_lag(reader);
    vitals.pending = lag.pending;
    vitals.dead = lag.dead;
    if (lag.oldest) vitals.oldest_ms = std::max<std::int64_t>(now.ms - lag.oldest->ms, 0);
    add_process_facts(vitals);
  };
  co_await exchange.runtime().on_worker(look);
  co_return WireResponse{200, json::to_json(vitals), {}};
}

}  // namespace

std::vector<vitals::Calls> calls_of(const Exchange& exchange, const std::string& caller) {
  std::vector<vitals::Calls> all;
  for (const auto& totals : totals_of_edges(exchange))
    if (totals.edge->caller == caller) all.push_back(shown(totals));
  return all;
}

std::vector<vitals::Breaker> breakers_of(const Exchange& exchange) {
  std::vector<vitals::Breaker> all;
  for (const auto& [callee, counts] : exchange.guards())
    all.push_back({callee, std::string(state_name(counts.state)), whole(counts.times_opened),
                   whole(counts.refused)});
  return all;
}

void add_process_facts(vitals::Vitals& vitals) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  vitals.cpu_ms = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
  std::ifstream file("/proc/self/statm");
  std::int64_t pages_all = 0;
  std::int64_t pages = 0;
  file >> pages_all >> pages;
  vitals.resident_bytes = pages * sysconf(_SC_PAGESIZE);
  vitals.process_id = getpid();
}

void serve_vitals(Exchange& exchange, const std::string& module, Database& database) {
  exchange.serve_at(own_path<vitals::Get>(module),
                    [&exchange, module, &database](const WireRequest&) {
                      return answer_get(exchange, module, database);
                    });
}

}  // namespace kernel

KERNEL_MESSAGE(vitals::Get)
