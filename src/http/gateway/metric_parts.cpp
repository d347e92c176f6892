#include "metric_parts.h"

#include <limits>

namespace gateway {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

ClientMetric::Histogram histogram_of(std::span<const std::uint64_t> latency, std::uint64_t sum_ns,
                                     unsigned first) {
  ClientMetric::Histogram histogram;
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < latency.size(); ++i) {
    cumulative += latency[i];
    const bool last = i + 1 == latency.size();
    if (i % 2 == 1 && !last)
      histogram.bucket.push_back({cumulative, static_cast<double>(1ULL << (i + first)) * ns});
  }
  histogram.bucket.push_back({cumulative, std::numeric_limits<double>::infinity()});
  histogram.sample_count = cumulative;
  histogram.sample_sum = static_cast<double>(sum_ns) * ns;
  return histogram;
}

MetricFamily family(std::string name, std::string help, MetricType type) {
  return {std::move(name), std::move(help), type, {}};
}

ClientMetric counter(Labels labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = value;
  return metric;
}

ClientMetric gauge(Labels labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

ClientMetric histogram(Labels labels, ClientMetric::Histogram value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.histogram = std::move(value);
  return metric;
}

Labels with(Labels labels, std::string name, std::string value) {
  labels.push_back({std::move(name), std::move(value)});
  return labels;
}

void add_single(Families& families, std::string name, std::string help, MetricType type,
                double value) {
  auto single = family(std::move(name), std::move(help), type);
  single.metric.push_back(type == MetricType::Counter ? counter({}, value) : gauge({}, value));
  families.push_back(std::move(single));
}

}  // namespace gateway
