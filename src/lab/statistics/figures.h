// lab: one figure of one repeat. Whatever stands in a summary or is compared is one of these.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lab/report/report.h"

namespace lab {

using Figure = std::function<double(const Repeat&)>;

// Of the endpoint called `name`; "all": of every request together.
Figure quantile(const std::string& name, double at);  // ms
Figure goodput(const std::string& name);              // per second

// Summed over processes; `process` empty: over all of them.
Figure used(const std::string& process, double ProcessUse::*part, bool per_request);

double cpu_ms_per_request(const Repeat& repeat);
double context_switches_per_request(const Repeat& repeat);

// A value per repeat, in their order.
std::vector<double> values_of(const std::vector<Repeat>& repeats, const Figure& figure);
Interval over(const std::vector<Repeat>& repeats, const Figure& figure);

}  // namespace lab
