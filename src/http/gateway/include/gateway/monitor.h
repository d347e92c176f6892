// gateway: what a process knows about itself and the modules it needs: /healthz, /readyz, /metrics.
// For every process, with the gateway or without it.
#pragma once

#include <prometheus/metric_family.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/rpc.h"
#include "kernel/exchange.h"
#include "kernel/task_group.h"

namespace gateway {

struct MonitorOptions {
  // The modules to reach; none given: all that the exchange places.
  std::optional<std::vector<std::string>> needs = {};
  kernel::Ticks interval = std::chrono::seconds(1);  // between two questions to a module
  kernel::Ticks interval_first = std::chrono::milliseconds(50);  // until it first answered
  kernel::Ticks timeout = std::chrono::seconds(1);               // of one question
};

// Ready once every needed module was reached; local ones always are. Afterwards a module that does
// not answer leaves the process ready but `degraded`.
class Monitor final : public http::Probes {
 public:
  explicit Monitor(kernel::Exchange& exchange, MonitorOptions options = {});

  // Starts asking the remote modules, at once. On a loop.
  void start();
  // True once the asking has stopped; false when `timeout` passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  http::Response health() override;   // 200 {"status":"ok"}
  http::Response ready() override;    // 200 or 503 {"status":"ok|degraded|starting","unreachable"}
  http::Response metrics() override;  // Prometheus text

  bool reachable(std::string_view module) const noexcept;  // at the last question

  // Adds `families` to what /metrics shows; called on any loop. Before start().
  using Families = std::vector<prometheus::MetricFamily>;
  void add_metrics(std::function<Families()> families);

 private:
  struct Target {
    explicit Target(std::string name) : name(std::move(name)) {}
    const std::string name;
    std::atomic<bool> reached_once = false;
    std::atomic<bool> reachable = false;
  };
  kernel::Task<> watch(Target& target);
  kernel::Task<bool> ask(const Target& target);

  kernel::Exchange& exchange_;
  const MonitorOptions options_;
  std::vector<std::unique_ptr<Target>> targets_;  // the remote ones
  std::vector<std::function<Families()>> more_;
  kernel::TaskGroup tasks_;
};

// cleave_http_connections, cleave_http_turned_away_total: of the server that customers reach.
Monitor::Families connection_families(const http::Server& server);

}  // namespace gateway
