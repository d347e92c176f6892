#include "lab/load/tally.h"

#include <algorithm>

namespace lab {
namespace {

std::size_t slices_of(const LoadPlan& plan) {
  if (plan.one_at_a_time) return 0;
  return static_cast<std::size_t>((plan.measured_us + plan.slice_us - 1) / plan.slice_us);
}

Counts counts_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const auto value : values) histogram.record(value);
  return histogram.counts();
}

}  // namespace

Tally::Tally(const LoadPlan& plan) : plan_(plan) {
  for (const auto& endpoint : plan.endpoints) {
    auto& row = rows_.emplace_back();
    row.load.endpoint = endpoint.name;
    row.load.slice_good.resize(slices_of(plan));
    row.load.slice_lost.resize(slices_of(plan));
    if (plan.latency_by_slice) row.slices.resize(slices_of(plan));
  }
}

bool Tally::is_expected(const PlannedRequest& request, int status) const {
  const auto& expected = endpoint_of(request).expected;
  return std::find(expected.begin(), expected.end(), status) != expected.end();
}

void Tally::note_write(const PlannedRequest& request, const Outcome& outcome) {
  if (endpoint_of(request).method != "GET")
    slowest_write_ = std::max(slowest_write_, outcome.latency);
}

void Tally::add_warm_up(const PlannedRequest& request, const Outcome& outcome) {
  if (!is_expected(request, outcome.status)) ++warm_up_unexpected_;
  note_write(request, outcome);
}

void Tally::add(const PlannedRequest& request, const Outcome& outcome) {
  note_write(request, outcome);
  auto& row = rows_[static_cast<std::size_t>(request.endpoint)];
  const bool as_expected = is_expected(request, outcome.status);
  const bool good =
      as_expected && outcome.latency <= std::chrono::microseconds(plan_.good_within_us);
  ++row.load.sent;
  ++(good ? row.load.good : row.load.failed);
  if (outcome.status != 0) row.latency.record(outcome.latency.count());
  if (!as_expected) ++unexpected_[{request.endpoint, outcome.status}];
  lag_.record(std::max<std::int64_t>(outcome.lag.count(), 0));
  if (plan_.one_at_a_time) return;
  const auto slice = static_cast<std::size_t>((request.at_us - plan_.warm_up_us) / plan_.slice_us);
  ++(good ? row.load.slice_good : row.load.slice_lost)[slice];
  if (good && plan_.latency_by_slice) row.slices[slice].push_back(outcome.latency.count());
}

void Tally::finish(LoadResult& result) const {
  for (const auto& row : rows_) {
    auto load = row.load;
    load.latency = row.latency.counts();
    for (const auto& slice : row.slices) load.slice_latency.push_back(counts_of(slice));
    result.endpoints.push_back(std::move(load));
  }
  for (const auto& [what, count] : unexpected_) {
    const auto& endpoint = plan_.endpoints[static_cast<std::size_t>(what.first)].name;
    result.unexpected.push_back({endpoint, what.second, count});
  }
  result.lag = lag_.counts();
  result.warm_up_unexpected = warm_up_unexpected_;
  result.slowest_write_us =
      std::chrono::duration_cast<std::chrono::microseconds>(slowest_write_).count();
}

}  // namespace lab
