#include "lab/faults/timeline.h"

#include <algorithm>
#include <cmath>

#include "lab/statistics/histogram.h"

namespace lab {
namespace {

// Slices [begin, end) of a load.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A time that lies on a border up to rounding lies on it.
constexpr double rounding = 1e-9;

std::size_t slice_at(double s, double slice_s) {
  return static_cast<std::size_t>(std::max(0.0, std::floor(s / slice_s + rounding)));
}

// Those that the incident touches.
Span span_of(const Incident& incident, double slice_s) {
  const double end_s = incident.at_s + incident.lasts_s;
  const auto begin = slice_at(incident.at_s, slice_s);
  const auto end = static_cast<std::size_t>(std::max(0.0, std::ceil(end_s / slice_s - rounding)));
  return {begin, std::max(end, begin + 1)};
}

std::int64_t sum_of(const std::vector<std::int64_t>& slices, Span span) {
  std::int64_t sum = 0;
  for (auto i = span.begin; i < std::min(span.end, slices.size()); ++i) sum += slices[i];
  return sum;
}

void add(std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from) {
  to.resize(std::max(to.size(), from.size()));
  for (std::size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

EndpointLoad all_together(const LoadResult& load) {
  EndpointLoad all;
  all.endpoint = "all";
  for (const auto& one : load.endpoints) {
    add(all.slice_good, one.slice_good);
    add(all.slice_lost, one.slice_lost);
  }
  return all;
}

EndpointLoss loss_of(const EndpointLoad& load, double slice_s, const Incident& incident) {
  const Span during = span_of(incident, slice_s);
  const Span after{during.begin, std::max(load.slice_good.size(), load.slice_lost.size())};
  EndpointLoss loss;
  loss.endpoint = load.endpoint;
  loss.lost = sum_of(load.slice_lost, after);
  loss.expected = sum_of(load.slice_good, after) + loss.lost;
  const auto lost_during = sum_of(load.slice_lost, during);
  const auto due_during = sum_of(load.slice_good, during) + lost_during;
  if (due_during > 0)
    loss.lost_percent = 100.0 * static_cast<double>(lost_during) / static_cast<double>(due_during);
  for (auto i = after.begin; i < load.slice_lost.size(); ++i)
    if (load.slice_lost[i] > 0)
      loss.recover_s = static_cast<double>(i + 1) * slice_s - incident.at_s;
  return loss;
}

Histogram latency_of(const LoadResult& load, Span span) {
  Histogram together;
  for (const auto& one : load.endpoints)
    for (auto i = span.begin; i < std::min(span.end, one.slice_latency.size()); ++i)
      together.merge(Histogram::from(one.slice_latency[i]));
  return together;
}

}  // namespace

std::vector<TimelinePoint> timeline_of(const LoadResult& load, double slice_s, double at_s) {
  const auto all = all_together(load);
  std::vector<TimelinePoint> points;
  for (std::size_t i = 0; i < std::max(all.slice_good.size(), all.slice_lost.size()); ++i) {
    const Span one{i, i + 1};
    points.push_back({static_cast<double>(i) * slice_s - at_s, sum_of(all.slice_good, one),
                      sum_of(all.slice_lost, one)});
  }
  return points;
}

std::vector<EndpointLoss> losses_of(const LoadResult& load, double slice_s,
                                    const Incident& incident) {
  std::vector<EndpointLoss> losses;
  losses.push_back(loss_of(all_together(load), slice_s, incident));
  for (const auto& one : load.endpoints) losses.push_back(loss_of(one, slice_s, incident));
  return losses;
}

Disturbance disturbance_of(const LoadResult& load, double slice_s, const Incident& incident,
                           double slow_ms) {
  const Span during = span_of(incident, slice_s);
  const auto all = all_together(load);
  const auto latency = latency_of(load, during);
  constexpr double ns_per_ms = 1e6;
  Disturbance found;
  found.failed = sum_of(all.slice_lost, during);
  found.requests = sum_of(all.slice_good, during) + found.failed;
  found.delayed =
      latency.count() - latency.count_up_to(static_cast<std::int64_t>(slow_ms * ns_per_ms));
  found.p99_ms = latency.quantile_ns(0.99) / ns_per_ms;
  found.p99_before_ms = latency_of(load, {0, during.begin}).quantile_ns(0.99) / ns_per_ms;
  return found;
}

}  // namespace lab
