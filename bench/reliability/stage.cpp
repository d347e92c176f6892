#include "stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "api_client.h"
#include "kernel/error.h"
#include "lab/arms/seeding.h"
#include "lab/arms/shop_files.h"
#include "lab/oracle/oracle.h"

namespace reliability {
namespace {

using kernel::Task;
using kernel::Ticks;
using namespace std::chrono_literals;

constexpr Ticks look_pause = 100ms;
constexpr Ticks quiet_poll = 100ms;

double resident_mib(const lab::Arm& arm) {
  double sum = 0;
  for (const auto& use : arm.use()) sum += use.resident_mib;
  return sum;
}

}  // namespace

Stage::Stage(lab::Lab& lab, const std::string& layout, const lab::SeededShop& shop,
             const std::string& name)
    : lab_(lab),
      shop_(shop),
      directory_(lab.directory + "/" + name),
      arm_(std::make_unique<lab::Arm>(lab, lab::plan_arm(layout), directory_)) {}

Stage::~Stage() {
  load_.reset();
  arm_.reset();
  lab::retire_shop(directory_);
}

Task<> Stage::start() {
  lab::copy_shop(shop_, directory_);
  co_await arm_->start();
}

Task<> Stage::begin(lab::LoadPlan plan) {
  plan.url = arm_->url();
  memory_.clear();
  load_ = std::make_unique<lab::Load>(lab_, plan);
  co_await load_->until_measuring();
  measuring_ = lab_.runtime.ticks();
}

Task<> Stage::until(double measured_s) {
  const auto end = measuring_ + ticks_of(measured_s);
  for (;;) {
    lab_.go_on();
    arm_->check_alive();
    const auto now = lab_.runtime.ticks();
    if (now >= end) co_return;
    memory_.push_back({seconds_of(now - measuring_), resident_mib(*arm_)});
    co_await lab_.runtime.sleep(std::min(end - now, look_pause));
  }
}

Task<lab::LoadResult> Stage::result() {
  auto result = co_await load_->result();
  load_.reset();
  arm_->check_alive();
  co_return result;
}

double Stage::memory_max(double from_s, double to_s) const {
  double most = 0;
  for (const auto& [at_s, mib] : memory_)
    if (at_s >= from_s && at_s < to_s) most = std::max(most, mib);
  return most;
}

Task<Stage::Close> Stage::close(Ticks patience) {
  Close close;
  const auto begun = lab_.runtime.ticks();
  while (!close.quiet && lab_.runtime.ticks() - begun < patience) {
    lab_.go_on();
    arm_->check_alive();
    const bool final = co_await orders_are_final();
    close.quiet = final && lab::is_quiet(directory_);
    if (!close.quiet) co_await lab_.runtime.sleep(quiet_poll);
  }
  close.quiet_after_s = seconds_of(lab_.runtime.ticks() - begun);
  co_await arm_->stop();
  close.books = lab::check_invariants(directory_, shop_);
  co_return close;
}

std::string Stage::Close::text() const {
  const auto word = [](bool holds) { return holds ? "yes" : "NO"; };
  auto text = fmt::format("money {}, stock {}, mail {}", word(books.money), word(books.stock),
                          word(books.mail));
  text += quiet ? fmt::format("; nothing left to do after {:.1f} s", quiet_after_s)
                : fmt::format("; work left after {:.1f} s", quiet_after_s);
  if (!books.detail.empty()) text += "; " + books.detail;
  return text;
}

Task<bool> Stage::orders_are_final() {
  app::ApiClient api(lab_.runtime, arm_->url());
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

}  // namespace reliability
