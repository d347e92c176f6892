#include "phases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/error.h"
#include "lab/load/customer_habits.h"

namespace reliability {
namespace {

using kernel::Code;
using kernel::Error;

constexpr int parts_per_load = 16;                 // more than phases
constexpr int first_part = 3'000'000;              // far from those of the comparison
constexpr std::uint64_t only_stream = 0x6f6e6c79;  // a random stream of its own
constexpr int connections_max = 16'000;  // the system's bound of open files allows for these

constexpr double us_per_s = 1e6;

std::size_t endpoint_of(const std::string& name) {
  const auto& known = lab::workload_endpoints();
  const auto found = std::ranges::find(known, name, &lab::PlannedEndpoint::name);
  if (found == known.end())
    throw Error(Code::invalid_argument, fmt::format("the workload has no endpoint \"{}\"", name));
  return static_cast<std::size_t>(found - known.begin());
}

lab::Step step_of(const lab::Shoppers& shoppers, lab::Endpoint endpoint,
                  lab::SeededRandom& random) {
  switch (endpoint) {
    case lab::Endpoint::browse:
      return shoppers.browse(random);
    case lab::Endpoint::categories:
      return shoppers.categories();
    case lab::Endpoint::search:
      return shoppers.search(random);
    case lab::Endpoint::product:
      return shoppers.view(shoppers.popular(random));
    case lab::Endpoint::add_item:
      return shoppers.add(shoppers.popular(random), 1);
    case lab::Endpoint::cart:
      return shoppers.cart();
    case lab::Endpoint::orders:
      return shoppers.orders();
    case lab::Endpoint::checkout:
      break;
  }
  throw Error(Code::invalid_argument, "checkouts alone would find empty carts");
}

// Requests to one endpoint, at random moments; customers take turns.
std::vector<lab::PlannedRequest> only_requests(const lab::SeededShop& shop, const std::string& name,
                                               int part, double rate_per_s, double seconds) {
  const auto endpoint = static_cast<lab::Endpoint>(endpoint_of(name));
  lab::Shoppers shoppers(shop, {});
  auto random = lab::SeededRandom::of({only_stream, static_cast<std::uint64_t>(part)});
  const bool for_all = endpoint <= lab::Endpoint::product;
  const double gap_ms = 1e3 / rate_per_s;
  std::vector<lab::PlannedRequest> requests;
  auto customer = random.below(shop.tokens.size());
  for (double at_ms = random.exponential(gap_ms); at_ms < seconds * 1e3;
       at_ms += random.exponential(gap_ms)) {
    customer = (customer + 1) % shop.tokens.size();
    requests.push_back(lab::request_of(step_of(shoppers, endpoint, random),
                                       for_all ? -1 : static_cast<int>(customer), at_ms));
  }
  return requests;
}

std::vector<lab::PlannedRequest> requests_of(const lab::SeededShop& shop, const std::string& only,
                                             int part, double rate_per_s, double seconds) {
  if (!only.empty()) return only_requests(shop, only, part, rate_per_s, seconds);
  return lab::make_plan(shop, {}, part, rate_per_s, 0, seconds).requests;
}

bool is_in_phase(const std::string& endpoint, const std::string& phase) {
  return endpoint.starts_with(phase + "/");
}

std::string without_phase(const std::string& endpoint) {
  return endpoint.substr(endpoint.find('/') + 1);
}

void add_status(ClassFigures& figures, int status, std::int64_t count) {
  auto& place = status == 0                      ? figures.unanswered
                : status == 429 || status == 503 ? figures.refused
                                                 : figures.other;
  place += count;
}

}  // namespace

lab::LoadPlan make_phased_plan(const lab::SeededShop& shop, const PhasedLoad& load) {
  lab::LoadPlan plan;
  plan.tokens = shop.tokens;
  plan.warm_up_us = static_cast<std::int64_t>(load.warm_up_s * us_per_s);
  plan.timeout_us = static_cast<std::int64_t>(timeout_s * us_per_s);
  plan.good_within_us = plan.timeout_us;
  plan.slice_us = static_cast<std::int64_t>(slice_s * us_per_s);
  plan.connections_max = connections_max;
  plan.latency_by_slice = true;
  int part = first_part + load.part * parts_per_load;
  std::int64_t begin_us = 0;
  const auto append = [&](double rate_per_s, double seconds, std::size_t first_endpoint) {
    for (auto& request : requests_of(shop, load.only, part++, rate_per_s, seconds)) {
      request.at_us += begin_us;
      request.endpoint += static_cast<int>(first_endpoint);
      plan.requests.push_back(std::move(request));
    }
    begin_us += static_cast<std::int64_t>(seconds * us_per_s);
  };
  if (load.warm_up_s > 0) append(load.phases.front().rate_per_s, load.warm_up_s, 0);
  for (const auto& phase : load.phases) {
    const auto first_endpoint = plan.endpoints.size();
    for (auto endpoint : lab::workload_endpoints()) {
      endpoint.name = phase.name + "/" + endpoint.name;
      plan.endpoints.push_back(std::move(endpoint));
    }
    append(phase.rate_per_s, phase.seconds, first_endpoint);
  }
  plan.measured_us = begin_us - plan.warm_up_us;
  return plan;
}

bool is_of_class(const std::string& endpoint, const std::string& class_name) {
  if (class_name == "all") return true;
  if (class_name == "checkouts") return endpoint == "checkout";
  if (class_name == "writes") return endpoint == "add item";
  if (class_name == "reads") return endpoint != "checkout" && endpoint != "add item";
  if (class_name == "carts") return endpoint == "add item" || endpoint == "cart";
  if (class_name == "browsing")
    return endpoint != "orders" && !is_of_class(endpoint, "carts") &&
           !is_of_class(endpoint, "checkouts");
  return endpoint == class_name;
}

const std::vector<std::string>& classes() {
  static const std::vector<std::string> all{"all", "reads", "writes", "checkouts"};
  return all;
}

PhaseView::PhaseView(const std::vector<Phase>& phases, const lab::LoadResult& result,
                     double within_ms)
    : phases_(phases), result_(result), within_ns_(static_cast<std::int64_t>(within_ms * 1e6)) {}

ClassFigures PhaseView::figures(const std::string& phase, const std::string& class_name) const {
  ClassFigures figures;
  for (const auto& endpoint : result_.endpoints) {
    if (!is_in_phase(endpoint.endpoint, phase)) continue;
    if (!is_of_class(without_phase(endpoint.endpoint), class_name)) continue;
    figures.sent += endpoint.sent;
    for (const auto& counts : endpoint.slice_latency)
      figures.latency.merge(lab::Histogram::from(counts));
  }
  figures.accepted = figures.latency.count();
  figures.good = figures.latency.count_up_to(within_ns_);
  for (const auto& [status, count] : statuses(phase, class_name))
    add_status(figures, status, count);
  return figures;
}

ClassFigures PhaseView::between(std::size_t first, std::size_t last,
                                const std::string& class_name) const {
  ClassFigures figures;
  for (const auto& endpoint : result_.endpoints) {
    if (!is_of_class(without_phase(endpoint.endpoint), class_name)) continue;
    for (std::size_t i = first; i < std::min(last, endpoint.slice_good.size()); ++i) {
      figures.accepted += endpoint.slice_good[i];
      figures.other += endpoint.slice_lost[i];
      figures.latency.merge(lab::Histogram::from(endpoint.slice_latency[i]));
    }
  }
  figures.sent = figures.accepted + figures.other;
  figures.good = figures.latency.count_up_to(within_ns_);
  return figures;
}

const Phase& PhaseView::named(const std::string& phase) const {
  const auto found = std::ranges::find(phases_, phase, &Phase::name);
  if (found == phases_.end()) throw Error(Code::internal, "there is no phase " + phase);
  return *found;
}

double PhaseView::begin_s(const std::string& phase) const {
  double begin = 0;
  for (const auto& earlier : phases_) {
    if (earlier.name == phase) break;
    begin += earlier.seconds;
  }
  return begin;
}

std::size_t PhaseView::first_slice(const std::string& phase) const {
  return static_cast<std::size_t>(std::ceil(begin_s(phase) / slice_s - 1e-9));
}

std::size_t PhaseView::last_slice(const std::string& phase) const {
  return static_cast<std::size_t>((begin_s(phase) + named(phase).seconds) / slice_s + 1e-9);
}

double PhaseView::seconds(const std::string& phase) const { return named(phase).seconds; }

std::map<int, std::int64_t> PhaseView::statuses(const std::string& phase,
                                                const std::string& class_name) const {
  std::map<int, std::int64_t> counts;
  for (const auto& [endpoint, status, count] : result_.unexpected)
    if (is_in_phase(endpoint, phase) && is_of_class(without_phase(endpoint), class_name))
      counts[status] += count;
  return counts;
}

std::string text_of(const std::map<int, std::int64_t>& statuses) {
  std::string text;
  for (const auto& [status, count] : statuses) {
    if (!text.empty()) text += ", ";
    text +=
        status == 0 ? fmt::format("no answer x {}", count) : fmt::format("{} x {}", status, count);
  }
  return text.empty() ? "-" : text;
}

}  // namespace reliability
