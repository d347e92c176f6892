// gateway: how all processes of the shop are doing, at one moment: what /console draws its map
// from. Counters only grow; whoever asks twice knows what happened between.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "documents.h"
#include "gateway/monitor.h"
#include "kernel/exchange.h"
#include "kernel/vitals.h"

namespace gateway {

class RequestCounters;
struct Route;

struct PulseProcess {
  std::string name;  // its modules joined by +; "gateway" for the one that answers
  std::optional<std::string> url;
  bool reachable = true;
  std::int64_t process_id = 0;  // 0: not reached
  std::int64_t cpu_ms = 0;
  std::int64_t resident_bytes = 0;
  std::vector<vitals::Breaker> breakers;
};
struct PulseModule {
  std::string name;
  std::string process;
  std::string transport;  // from the gateway: local, serialized, http
  bool reachable = true;
  std::int64_t queued = 0;
  std::int64_t committed = 0;
  std::int64_t pending = 0;
  std::int64_t dead = 0;
  std::int64_t oldest_ms = 0;
};
// What customers asked of the gateway.
struct PulseRequests {
  std::int64_t ok = 0;
  std::int64_t refused = 0;           // 4xx
  std::int64_t failed = 0;            // 5xx
  std::int64_t orders = 0;            // placed
  std::vector<std::int64_t> latency;  // bucket i: < 2^(i+8) ns
};
struct Pulse {
  kernel::WallTime at;
  std::vector<PulseProcess> processes;  // the gateway's first
  std::vector<PulseModule> modules;
  std::vector<vitals::Calls> calls;
  std::vector<SubscriptionEdge> subscriptions;  // of the gateway's process
  PulseRequests requests;
};

BOOST_DESCRIBE_STRUCT(PulseProcess, (),
                      (name, url, reachable, process_id, cpu_ms, resident_bytes, breakers))
BOOST_DESCRIBE_STRUCT(PulseModule, (),
                      (name, process, transport, reachable, queued, committed, pending, dead,
                       oldest_ms))
BOOST_DESCRIBE_STRUCT(PulseRequests, (), (ok, refused, failed, orders, latency))
BOOST_DESCRIBE_STRUCT(Pulse, (), (at, processes, modules, calls, subscriptions, requests))

// Asks every module that the monitor reached lately, one after the other, on behalf of nobody. All
// but `requests`, which the gateway counts itself.
kernel::Task<Pulse> take_pulse(kernel::Exchange& exchange, const Monitor& monitor);

PulseRequests requests_of(const RequestCounters& counters, const std::vector<Route>& routes);

// The smallest time that `share` of the calls took no longer than, in milliseconds, by the
// difference of two latencies; between the bounds of its bucket by proportion. 0: no calls.
double quantile_ms(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after,
                   double share);

}  // namespace gateway
