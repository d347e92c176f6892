// Where in a report a figure stands.
#include <algorithm>
#include <cmath>

#include "lab/report/report_figures.h"

namespace lab {

bool is_checkout(std::string_view endpoint) {
  return endpoint == "checkout" || endpoint == "POST /api/v1/orders";
}

const ArmResult* find_arm(const Report& report, const std::string& name) {
  for (const auto& arm : report.arms)
    if (arm.name == name || arm.title == name) return &arm;
  return nullptr;
}

std::string title_of(const Report& report, const std::string& name) {
  const auto* arm = find_arm(report, name);
  return arm == nullptr || arm->title.empty() ? name : arm->title;
}

const RateResult* rate_of(const ArmResult& arm, const std::string& label) {
  for (const auto& rate : arm.rates)
    if (rate.label == label) return &rate;
  return nullptr;
}

std::string common_rate(const Report& report) {
  if (report.arms.empty()) return {};
  const RateResult* greatest = nullptr;
  const RateResult* least = nullptr;
  for (const auto& rate : report.arms.front().rates) {
    const bool everywhere =
        std::all_of(report.arms.begin(), report.arms.end(),
                    [&](const ArmResult& arm) { return rate_of(arm, rate.label) != nullptr; });
    if (rate.fraction != 0 || !everywhere) continue;
    const bool sustained =
        std::all_of(report.arms.begin(), report.arms.end(), [&](const ArmResult& arm) {
          return !known(arm.knee.rate_per_s) || rate.rate_per_s < arm.knee.rate_per_s.median;
        });
    if (sustained && (greatest == nullptr || rate.rate_per_s > greatest->rate_per_s))
      greatest = &rate;
    if (least == nullptr || rate.rate_per_s < least->rate_per_s) least = &rate;
  }
  if (greatest == nullptr) greatest = least;
  return greatest == nullptr ? std::string() : greatest->label;
}

const EndpointSummary* endpoint_of(const RateResult& rate, std::string_view endpoint) {
  for (const auto& summary : rate.endpoints)
    if (summary.endpoint == endpoint) return &summary;
  return nullptr;
}

const EndpointSummary* checkout_of(const RateResult& rate) {
  for (const auto& summary : rate.endpoints)
    if (is_checkout(summary.endpoint)) return &summary;
  return nullptr;
}

const OneClientRow* one_client_checkout(const ArmResult& arm) {
  for (const auto& row : arm.one_client)
    if (is_checkout(row.endpoint)) return &row;
  return nullptr;
}

const Pair* pair_of(const Report& report, const std::string& b, std::string_view metric) {
  if (report.arms.empty()) return nullptr;
  const auto& a = report.arms.front().name;
  const auto rate = common_rate(report);
  const Pair* found = nullptr;
  for (const auto& pair : report.pairs) {
    if (pair.a != a || pair.b != b || pair.metric != metric) continue;
    if (found == nullptr || pair.rate == rate) found = &pair;
  }
  return found;
}

double crossings_per_checkout(const Report& report, const std::string& arm) {
  for (const auto& ledger : report.ledger.arms) {
    if (ledger.arm != arm) continue;
    double calls = 0;
    for (const auto& row : ledger.rows)
      if (row.transport == "http") calls += row.per_checkout;
    return calls;
  }
  return -1;
}

double requests_per_repeat(const RateResult& rate, std::string_view endpoint) {
  double requests = 0;
  for (const auto& repeat : rate.repeats)
    for (const auto& one : repeat.endpoints)
      if (one.endpoint == endpoint || (endpoint == "all" && one.endpoint != "all"))
        requests += static_cast<double>(one.sent);
  return rate.repeats.empty() ? 0 : requests / static_cast<double>(rate.repeats.size());
}

bool too_few_for(double quantile, double requests) {
  return requests > 0 && requests * (1 - quantile) < 1 - 1e-9;
}

std::string quantile_text(const RateResult& rate, const EndpointSummary& summary, double quantile,
                          const Interval& value) {
  const bool too_few = too_few_for(quantile, requests_per_repeat(rate, summary.endpoint));
  return too_few ? "too few requests" : with_bounds(value);
}

bool was_measured(const Report& report, const PredictionRow& row) {
  const auto has_endpoint = [&](const ArmResult* arm) {
    return arm != nullptr && std::any_of(arm->one_client.begin(), arm->one_client.end(),
                                         [&](const OneClientRow& measured) {
                                           return measured.endpoint == row.endpoint;
                                         });
  };
  return !report.arms.empty() && has_endpoint(&report.arms.front()) &&
         has_endpoint(find_arm(report, row.arm));
}

bool is_split(const ArmResult& arm) { return arm.processes.size() > 1; }

std::size_t neighbours_of(const ArmResult& arm, const std::string& module) {
  for (const auto& process : arm.processes)
    if (std::find(process.modules.begin(), process.modules.end(), module) != process.modules.end())
      return process.modules.size();
  return 0;
}

}  // namespace lab
