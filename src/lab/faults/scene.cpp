#include "lab/faults/scene.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api_client.h"
#include "lab/arms/seeding.h"
#include "lab/arms/shop_files.h"
#include "lab/oracle/oracle.h"

namespace lab {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr double warm_up_s = 1;
constexpr int schedule_part = 9000;     // far from those of the repeats
constexpr double patience_factor = 10;  // an answer is good within so many times the SLO's bound
constexpr Ticks quiet_poll = 50ms;

Ticks ticks_of(double s) {
  return std::chrono::duration_cast<Ticks>(std::chrono::duration<double>(s));
}

double seconds(Ticks time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Scene::Scene(Lab& lab, ArmPlan plan, const SeededShop& shop, const std::string& name)
    : lab_(lab),
      shop_(shop),
      directory_(lab.directory + "/" + name),
      arm_(std::make_unique<Arm>(lab, std::move(plan), directory_)) {}

Scene::~Scene() {
  load_.reset();
  arm_.reset();
  retire_shop(directory_);
}

LoadPlan Scene::steady_plan(const WorkloadOptions& workload, const FaultOptions& options) const {
  auto plan = make_plan(shop_, workload, schedule_part, options.rate_per_s, warm_up_s,
                        options.before_s + options.after_s);
  constexpr double us_per_ms = 1e3;
  constexpr double us_per_s = 1e6;
  plan.good_within_us = static_cast<std::int64_t>(patience_factor * options.slo_ms * us_per_ms);
  plan.timeout_us = static_cast<std::int64_t>(options.timeout_s * us_per_s);
  return plan;
}

Task<> Scene::begin(LoadPlan plan, double before_s) {
  copy_shop(shop_, directory_);
  co_await arm_->start();
  plan.url = arm_->url();
  slice_s_ = static_cast<double>(plan.slice_us) / 1e6;
  load_ = std::make_unique<Load>(lab_, plan);
  co_await load_->until_measuring();
  measuring_ = lab_.runtime.ticks();
  co_await lab_.runtime.sleep(ticks_of(before_s));
  lab_.go_on();
}

Incident Scene::incident() const { return {seconds(began_ - measuring_), seconds(over_ - began_)}; }

Task<Scene::End> Scene::end(double quiet_s) {
  End end;
  end.load = co_await load_->result();
  end.quiet = co_await until_quiet(ticks_of(quiet_s));
  co_await arm_->stop();
  end.invariants = check_invariants(directory_, shop_);
  co_return end;
}

std::string Scene::company_of(const std::string& module) const {
  const auto processes = arm_->processes();
  if (processes.size() == 1) return "one process: the whole shop";
  for (const auto& process : processes) {
    auto modules = process.modules;
    if (std::erase(modules, module) == 0) continue;
    if (process.gateway) modules.insert(modules.begin(), "gateway");
    if (!modules.empty()) return fmt::format("with {} in its process", fmt::join(modules, ", "));
  }
  return {};
}

Task<bool> Scene::until_quiet(Ticks patience) {
  const auto give_up = lab_.runtime.ticks() + patience;
  for (;;) {
    lab_.go_on();
    arm_->check_alive();
    const bool final = co_await all_orders_final(patience);
    if (final && is_quiet(directory_)) co_return true;
    if (lab_.runtime.ticks() > give_up) co_return false;
    co_await lab_.runtime.sleep(quiet_poll);
  }
}

Task<bool> Scene::all_orders_final(Ticks patience) {
  app::ApiClient api(lab_.runtime, arm_->url());
  api.patience = patience;
  const kernel::SecretText token(shop_.admin_token);
  for (const auto* status : {"pending", "reserved", "paid", "cancelling"}) {
    app::ApiRequest request{"GET", fmt::format("/api/v1/admin/orders?limit=1&status={}", status)};
    request.token = &token;
    const auto reply = co_await api.send(request);
    if (!reply.ok())
      throw kernel::Error(kernel::Code::internal,
                          "listing orders that are not final: " + app::describe_problem(reply));
    const auto page = boost::json::parse(reply.body);
    if (!page.at("items").as_array().empty()) co_return false;
  }
  co_return true;
}

std::string left_undone(double quiet_s) {
  return fmt::format("work was left undone {:g} s after the load", quiet_s);
}

}  // namespace lab
