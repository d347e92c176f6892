// gateway: the parts that families of metrics are made of.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gateway {

using Labels = std::vector<prometheus::ClientMetric::Label>;
using Families = std::vector<prometheus::MetricFamily>;

inline constexpr double ns = 1e-9;  // in seconds

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type);

prometheus::ClientMetric counter(Labels labels, double value);
prometheus::ClientMetric gauge(Labels labels, double value);
prometheus::ClientMetric histogram(Labels labels, prometheus::ClientMetric::Histogram value);

Labels with(Labels labels, std::string name, std::string value);

// A family of one metric without labels.
void add_single(Families& families, std::string name, std::string help, prometheus::MetricType type,
                double value);

// Bucket i of `latency` holds what took less than 2^(i + first) ns. Every second one is shown: a
// factor of four from one bound to the next.
prometheus::ClientMetric::Histogram histogram_of(std::span<const std::uint64_t> latency,
                                                 std::uint64_t sum_ns, unsigned first = 8);

}  // namespace gateway
