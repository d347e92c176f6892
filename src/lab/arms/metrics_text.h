// lab: what a process says of its calls at /metrics, out of the text format of Prometheus.
//
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, version 0.0.4).
#pragma once

#include <string>
#include <string_view>

#include "lab/arms/arm.h"

namespace lab {

// The counters of one process. Families it does not know are left out. Throws
// Error{invalid_argument} with the line that is no metric.
Sample parse_metrics(const std::string& process, std::string_view text);

// Appends the rows of `more` and adds its totals.
void add_sample(Sample& to, Sample more);

}  // namespace lab
