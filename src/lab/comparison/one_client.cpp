#include "lab/comparison/one_client.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "lab/statistics/histogram.h"

namespace lab {
namespace {

using namespace std::chrono_literals;
using kernel::Ticks;

// Deliveries that follow the last answer are part of its cost.
constexpr Ticks afterwards = 150ms;
constexpr Ticks idle_looked_at = 300ms;

double milliseconds(Ticks duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

struct Block {
  LoadResult load;
  double cpu_us = 0;  // without the idle share
  Sample sample;
};

class OneClient {
 public:
  OneClient(Lab& lab, Arm& arm) : lab_(lab), arm_(arm) {}

  kernel::Task<> look_at_idle() {
    const auto before = arm_.use();
    co_await lab_.runtime.sleep(idle_looked_at);
    idle_share_ = cpu_ms(use_between(before, arm_.use())) / milliseconds(idle_looked_at);
  }

  kernel::Task<Block> run(LoadPlan plan) {
    lab_.go_on();
    plan.url = arm_.url();
    Block block;
    if (plan.requests.empty()) co_return block;
    const Sample sample_before = co_await arm_.sample();
    const auto use_before = arm_.use();
    const Ticks begun = lab_.runtime.ticks();
    Load load(lab_, plan);
    block.load = co_await load.result();
    co_await lab_.runtime.sleep(afterwards);
    const double used = cpu_ms(use_between(use_before, arm_.use()));
    const double idle = idle_share_ * milliseconds(lab_.runtime.ticks() - begun);
    block.cpu_us = std::max(0.0, (used - idle) * 1000);
    const Sample sample_after = co_await arm_.sample();
    block.sample = sample_after - sample_before;
    co_return block;
  }

 private:
  Lab& lab_;
  Arm& arm_;
  double idle_share_ = 0;  // CPU ms per ms
};

// The blocks of one endpoint. Caches and carts are as they will be after the first.
struct Blocks {
  LoadPlan warm_up;
  LoadPlan before;
  LoadPlan with;
};

constexpr int asked = 0;  // the endpoint's index in a plan; the other one comes before it

Blocks blocks_of(const SeededShop& shop, const WorkloadOptions& workload,
                 const std::string& endpoint, int count) {
  Blocks blocks{one_client_plan(shop, workload, endpoint, 1, true, 1),
                one_client_plan(shop, workload, endpoint, count, false, 2),
                one_client_plan(shop, workload, endpoint, count, true, 3)};
  blocks.before.warm_up_us = blocks.with.warm_up_us = 0;  // nothing of them is thrown away
  if (blocks.before.requests.empty())
    std::erase_if(blocks.with.requests,
                  [](const PlannedRequest& request) { return request.endpoint != asked; });
  return blocks;
}

double count_of(const LoadPlan& plan) {
  return static_cast<double>(std::ranges::count(plan.requests, asked, &PlannedRequest::endpoint));
}

double p50_us(const LoadResult& load, const std::string& name) {
  for (const auto& endpoint : load.endpoints)
    if (endpoint.endpoint == name) return Histogram::from(endpoint.latency).quantile_ns(0.5) / 1e3;
  return 0;
}

}  // namespace

std::vector<std::string> one_client_endpoints(const WorkloadOptions& workload, const Sizes& sizes) {
  if (!sizes.one_client_endpoints.empty()) return sizes.one_client_endpoints;
  std::vector<std::string> names;
  for (const auto& share : workload_mix(workload)) names.push_back(share.endpoint);
  return names;
}

kernel::Task<> measure_one_client(Lab& lab, Arm& arm, const SeededShop& shop,
                                  const WorkloadOptions& workload, const Sizes& sizes,
                                  ArmRecord& record) {
  const bool first = record.alone.empty();
  OneClient client(lab, arm);
  co_await client.look_at_idle();
  for (const auto& endpoint : one_client_endpoints(workload, sizes)) {
    Blocks blocks = blocks_of(shop, workload, endpoint, sizes.one_client_count);
    const double count = count_of(blocks.with);
    co_await client.run(std::move(blocks.warm_up));
    Block before = co_await client.run(std::move(blocks.before));
    Block with = co_await client.run(std::move(blocks.with));
    OneClientRecord& one = record.one_client[endpoint];
    one.requests += static_cast<std::int64_t>(count);
    one.p50_us.push_back(p50_us(with.load, endpoint));
    one.cpu_us.push_back((with.cpu_us - before.cpu_us) / count);
    if (first)
      record.alone.push_back({endpoint, count, std::move(before.sample), std::move(with.sample)});
  }
}

}  // namespace lab
