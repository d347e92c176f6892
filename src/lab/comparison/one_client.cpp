#include "lab/comparison/one_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "lab/arms/arm.h"
#include "lab/arms/seeding.h"
#include "lab/comparison/rounds.h"
#include "lab/oracle/oracle.h"
#include "lab/statistics/histogram.h"

namespace lab {
namespace {

using namespace std::chrono_literals;
using kernel::Ticks;

// Deliveries that follow the last answer are part of its cost.
constexpr Ticks after_orders = 150ms;
constexpr Ticks after_others = 20ms;
constexpr Ticks idle_looked_at = 2s;

double milliseconds(Ticks duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

struct Block {
  LoadResult load;
  double cpu_us = 0;  // without the idle share
  Sample sample;
};

double p50_us(const LoadResult& load, const std::string& name) {
  for (const auto& endpoint : load.endpoints)
    if (endpoint.endpoint == name) return Histogram::from(endpoint.latency).quantile_ns(0.5) / 1e3;
  return 0;
}

// An arm and its only client.
class OneClient {
 public:
  OneClient(Lab& lab, const OneClientInput& input, ArmRecord& record, std::string directory)
      : lab_(lab), input_(input), record_(record), arm_(lab, record.plan, std::move(directory)) {}

  kernel::Task<> start() {
    lab_.go_on();
    co_await arm_.start();
    record_.result.processes = arm_.processes();
  }

  kernel::Task<> stop() {
    co_await settle(lab_, arm_);
    co_await arm_.stop();
    record_.end_states.push_back(end_state(arm_.directory()));
    retire_shop(arm_.directory());
  }

  // Two looks at what the arm has used, between which nobody asked it for anything.
  void begin_idle() { idle_ = arm_.use(); }
  void end_idle() {
    idle_share_ = cpu_ms(use_between(idle_, arm_.use())) / milliseconds(idle_looked_at);
  }

  // Connections and caches are as they will be after it.
  kernel::Task<> warm_up(const std::string& endpoint) {
    auto plans = one_client_plans(input_.shop, input_.workload, endpoint, one_client_orders_max, 0);
    co_await run(std::move(plans.before));
    co_await run(std::move(plans.asked));
  }

  kernel::Task<> measure(const std::string& endpoint, int block) {
    const Sizes& sizes = input_.sizes;
    const int count = endpoint == "checkout" ? sizes.one_client_orders : sizes.one_client_requests;
    auto plans = one_client_plans(input_.shop, input_.workload, endpoint, count, block + 1);
    co_await run(std::move(plans.before));
    const Block asked = co_await run(std::move(plans.asked));
    OneClientRecord& one = record_.one_client[endpoint];
    one.requests += count;
    one.p50_us.push_back(p50_us(asked.load, endpoint));
    one.cpu_us.push_back(asked.cpu_us / count);
    auto alone = std::ranges::find(record_.alone, endpoint, &EndpointSample::endpoint);
    if (alone == record_.alone.end())
      alone = record_.alone.insert(alone, EndpointSample{endpoint, 0, {}});
    alone->count += count;
    alone->sample = alone->sample + asked.sample;
  }

 private:
  kernel::Task<Block> run(LoadPlan plan) {
    lab_.go_on();
    plan.url = arm_.url();
    Block block;
    if (plan.requests.empty()) co_return block;
    const bool orders = plan.endpoints.front().rest_us > 0;
    const Sample sample_before = co_await arm_.sample();
    const auto use_before = arm_.use();
    const Ticks begun = lab_.runtime.ticks();
    Load load(lab_, plan);
    block.load = co_await load.result();
    co_await lab_.runtime.sleep(orders ? after_orders : after_others);
    const double used = cpu_ms(use_between(use_before, arm_.use()));
    const double idle = idle_share_ * milliseconds(lab_.runtime.ticks() - begun);
    block.cpu_us = std::max(0.0, (used - idle) * 1000);
    const Sample sample_after = co_await arm_.sample();
    block.sample = sample_after - sample_before;
    co_return block;
  }

  Lab& lab_;
  const OneClientInput& input_;
  ArmRecord& record_;
  Arm arm_;
  std::vector<ProcessUse> idle_;
  double idle_share_ = 0;  // CPU ms per ms
};

using Clients = std::vector<std::unique_ptr<OneClient>>;

void add_client(Clients& clients, Lab& lab, const OneClientInput& input, ArmRecord& record) {
  std::string directory = fmt::format("{}/one-client-{}", lab.directory, record.plan.name);
  copy_shop(input.shop, directory);
  clients.push_back(std::make_unique<OneClient>(lab, input, record, std::move(directory)));
}

kernel::Task<> warm_up(Lab& lab, const Clients& clients,
                       const std::vector<std::string>& endpoints) {
  for (const auto& client : clients)
    for (const auto& endpoint : endpoints) co_await client->warm_up(endpoint);
  for (const auto& client : clients) client->begin_idle();
  co_await lab.runtime.sleep(idle_looked_at);
  for (const auto& client : clients) client->end_idle();
}

}  // namespace

std::vector<std::string> one_client_endpoints(const WorkloadOptions& workload, const Sizes& sizes) {
  if (!sizes.one_client_endpoints.empty()) return sizes.one_client_endpoints;
  std::vector<std::string> names;
  for (const auto& share : workload_mix(workload)) names.push_back(share.endpoint);
  return names;
}

kernel::Task<> measure_one_client(Lab& lab, const OneClientInput& input,
                                  const std::vector<ArmRecord*>& records) {
  const auto endpoints = one_client_endpoints(input.workload, input.sizes);
  Clients clients;
  for (ArmRecord* record : records) add_client(clients, lab, input, *record);
  lab.watcher.begins("one client, warm-up", std::chrono::seconds(5));
  for (const auto& client : clients) co_await client->start();
  if (!input.counts_only) co_await warm_up(lab, clients, endpoints);
  for (int block = 0; block < input.sizes.one_client_blocks; ++block) {
    lab.watcher.begins(
        fmt::format("one client, {} of {}", block + 1, input.sizes.one_client_blocks),
        std::chrono::duration_cast<Ticks>(
            std::chrono::duration<double>(seconds_of_block(input, records.size()))));
    for (const auto& endpoint : endpoints)
      for (const std::size_t index : round_order(clients.size(), block))
        co_await clients[index]->measure(endpoint, block);
  }
  for (const auto& client : clients) co_await client->stop();
}

double seconds_of_block(const OneClientInput& input, std::size_t arms) {
  constexpr double order_s = 0.045;
  constexpr double others_s = 0.4;
  constexpr double overhead_s = 0.6;
  const auto endpoints = one_client_endpoints(input.workload, input.sizes);
  const double orders_s = overhead_s + order_s * input.sizes.one_client_orders;
  return static_cast<double>(arms) *
         (orders_s + others_s * static_cast<double>(endpoints.size() - 1));
}

}  // namespace lab
