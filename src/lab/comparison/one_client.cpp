#include "lab/comparison/one_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "http/client.h"
#include "kernel/error.h"
#include "lab/arms/arm.h"
#include "lab/arms/seeding.h"
#include "lab/comparison/rounds.h"
#include "lab/oracle/oracle.h"

namespace lab {
namespace {

using namespace std::chrono_literals;
using kernel::Task;
using kernel::Ticks;

constexpr Ticks answer_max = 30s;
constexpr Ticks rest_after_block = 150ms;
constexpr Ticks idle_looked_at = 1s;

double milliseconds(Ticks duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

double microseconds(Ticks duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

http::ClientRequest request_of(const LoadPlan& plan, const PlannedRequest& planned) {
  http::ClientRequest request;
  request.method = plan.endpoints[static_cast<std::size_t>(planned.endpoint)].method;
  request.target = planned.target;
  request.body = planned.body;
  if (planned.customer >= 0)
    request.headers.add("Authorization",
                        "Bearer " + plan.tokens[static_cast<std::size_t>(planned.customer)]);
  if (!planned.key.empty()) request.headers.add("Idempotency-Key", planned.key);
  return request;
}

// An arm and its only client.
class OneClient {
 public:
  OneClient(Lab& lab, ArmRecord& record, std::string directory)
      : lab_(lab),
        record_(record),
        arm_(lab, record.plan, std::move(directory)),
        pool_(lab.runtime, lab.runtime.loop(0)) {}

  Task<> start() {
    lab_.go_on();
    co_await arm_.start();
    record_.result.processes = arm_.reported_processes();
  }

  Task<> stop() {
    co_await settle(lab_, arm_);
    co_await arm_.stop();
    record_.end_states.push_back(end_state(arm_.directory()));
    retire_shop(arm_.directory());
  }

  // Two looks at what the arm has used, between which nobody asked it for anything.
  void begin_idle() { idle_ms_ = arm_.cpu_ms(); }
  void end_idle() { idle_share_ = (arm_.cpu_ms() - idle_ms_) / milliseconds(idle_looked_at); }

  // Returns how long the answer took. Throws Error{internal} when it is not the expected one.
  Task<Ticks> ask(const LoadPlan& plan, const PlannedRequest& planned) {
    const http::ClientRequest request = request_of(plan, planned);
    const Ticks begun = lab_.runtime.ticks();
    const http::Response response = co_await pool_.send(arm_.url(), request, begun + answer_max);
    const Ticks took = lab_.runtime.ticks() - begun;
    const auto& endpoint = plan.endpoints[static_cast<std::size_t>(planned.endpoint)];
    if (std::ranges::find(endpoint.expected, response.status) == endpoint.expected.end())
      throw kernel::Error(kernel::Code::internal,
                          fmt::format("{} answers {} with {}: {}", record_.plan.title,
                                      endpoint.name, response.status, response.body));
    co_return took;
  }

  Task<> begin_block() { sample_ = co_await arm_.sample(); }

  // What the arm does in the rest after the answer is this request's too.
  Task<> measure(const LoadPlan& plan, const PlannedRequest& planned, Ticks rest) {
    const Ticks begun = lab_.runtime.ticks();
    const double used_ms = arm_.cpu_ms();
    const Ticks took = co_await ask(plan, planned);
    co_await lab_.runtime.sleep(rest);
    const double idle_ms = idle_share_ * milliseconds(lab_.runtime.ticks() - begun);
    latency_us_.push_back(microseconds(took));
    cpu_us_.push_back((arm_.cpu_ms() - used_ms - idle_ms) * 1000);
  }

  Task<> end_block(const std::string& endpoint) {
    OneClientRecord& one = record_.one_client[endpoint];
    one.latency_us.insert(one.latency_us.end(), latency_us_.begin(), latency_us_.end());
    one.cpu_us.insert(one.cpu_us.end(), cpu_us_.begin(), cpu_us_.end());
    const Sample now = co_await arm_.sample();
    add_counts(endpoint, now - sample_);
    latency_us_.clear();
    cpu_us_.clear();
  }

 private:
  void add_counts(const std::string& endpoint, const Sample& sample) {
    auto alone = std::ranges::find(record_.alone, endpoint, &EndpointSample::endpoint);
    if (alone == record_.alone.end())
      alone = record_.alone.insert(alone, EndpointSample{endpoint, 0, {}});
    alone->count += static_cast<double>(latency_us_.size());
    alone->sample = alone->sample + sample;
  }

  Lab& lab_;
  ArmRecord& record_;
  Arm arm_;
  http::ClientPool pool_;
  double idle_ms_ = 0;
  double idle_share_ = 0;           // CPU ms per ms
  Sample sample_;                   // at the begin of the block
  std::vector<double> latency_us_;  // of this block
  std::vector<double> cpu_us_;
};

// Asks all arms the same, in turn: A B, B A, and so on.
class Clients {
 public:
  Clients(Lab& lab, const OneClientInput& input, const std::vector<ArmRecord*>& records,
          const HopRuns& hops)
      : lab_(lab), input_(input), hops_(hops) {
    for (ArmRecord* record : records) {
      std::string directory = fmt::format("{}/one-client-{}", lab.directory, record->plan.name);
      copy_shop(input.shop, directory);
      clients_.push_back(std::make_unique<OneClient>(lab, *record, std::move(directory)));
    }
  }

  Task<> start() {
    for (const auto& client : clients_) co_await client->start();
  }
  Task<> stop() {
    for (const auto& client : clients_) co_await client->stop();
  }

  // Connections and caches are as they will be after it.
  Task<> warm_up(const std::vector<std::string>& endpoints) {
    for (const auto& endpoint : endpoints) {
      const auto plans =
          one_client_plans(input_.shop, input_.workload, endpoint, warm_up_requests, 0);
      for (const auto& client : clients_) {
        for (const auto& request : plans.before.requests)
          co_await client->ask(plans.before, request);
        for (const auto& request : plans.asked.requests) co_await client->ask(plans.asked, request);
      }
    }
    co_await lab_.runtime.sleep(rest_after_block);
    for (const auto& client : clients_) client->begin_idle();
    co_await lab_.runtime.sleep(idle_looked_at);
    for (const auto& client : clients_) client->end_idle();
  }

  Task<> measure(const std::string& endpoint, int block) {
    const bool orders = endpoint == "checkout";
    const Sizes& sizes = input_.sizes;
    const int count = orders ? sizes.one_client_orders : sizes.one_client_requests;
    const auto plans = one_client_plans(input_.shop, input_.workload, endpoint, count, block + 1);
    for (const auto& client : clients_)
      for (const auto& request : plans.before.requests) co_await client->ask(plans.before, request);
    if (!plans.before.requests.empty()) co_await lab_.runtime.sleep(rest_after_block);
    for (const auto& client : clients_) co_await client->begin_block();
    const Ticks rest = orders ? rest_after_order : rest_after_read;
    int turn = 0;
    for (const auto& request : plans.asked.requests) {
      lab_.go_on();
      for (const std::size_t index : round_order(clients_.size(), turn))
        co_await clients_[index]->measure(plans.asked, request, rest);
      for (const auto& hop : hops_) {
        if (orders) co_await hop->ask_waking(turn);
        if (endpoint == plain_endpoint) co_await hop->ask_plain(turn);
      }
      ++turn;
    }
    co_await lab_.runtime.sleep(rest_after_block);
    for (const auto& client : clients_) co_await client->end_block(endpoint);
  }

 private:
  static constexpr int warm_up_requests = 24;
  static constexpr const char* plain_endpoint = "product";  // one call, from memory

  Lab& lab_;
  const OneClientInput& input_;
  const HopRuns& hops_;
  std::vector<std::unique_ptr<OneClient>> clients_;
};

}  // namespace

std::vector<std::string> one_client_endpoints(const WorkloadOptions& workload, const Sizes& sizes) {
  if (!sizes.one_client_endpoints.empty()) return sizes.one_client_endpoints;
  std::vector<std::string> names;
  for (const auto& share : workload_mix(workload)) names.push_back(share.endpoint);
  return names;
}

Task<> measure_one_client(Lab& lab, const OneClientInput& input,
                          const std::vector<ArmRecord*>& records, const HopRuns& hops) {
  const auto endpoints = one_client_endpoints(input.workload, input.sizes);
  Clients clients(lab, input, records, hops);
  lab.watcher.begins("one client, warm-up", std::chrono::seconds(5));
  co_await clients.start();
  if (!input.counts_only) co_await clients.warm_up(endpoints);
  for (int block = 0; block < input.sizes.one_client_blocks; ++block) {
    lab.watcher.begins(
        fmt::format("one client, {} of {}", block + 1, input.sizes.one_client_blocks),
        std::chrono::duration_cast<Ticks>(
            std::chrono::duration<double>(seconds_of_block(input, records.size()))));
    for (const auto& endpoint : endpoints) co_await clients.measure(endpoint, block);
  }
  co_await clients.stop();
}

double seconds_of_block(const OneClientInput& input, std::size_t arms) {
  constexpr double order_s = 0.032;  // its cart included
  constexpr double other_s = 0.002;
  constexpr double overhead_s = 0.05;
  const auto endpoints = one_client_endpoints(input.workload, input.sizes);
  const double others = static_cast<double>(endpoints.size()) - 1;
  const double orders_s = overhead_s + order_s * input.sizes.one_client_orders;
  const double others_s = overhead_s + other_s * input.sizes.one_client_requests;
  return static_cast<double>(arms) * (orders_s + others * others_s);
}

}  // namespace lab
