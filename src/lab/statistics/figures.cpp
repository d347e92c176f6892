#include "lab/statistics/figures.h"

#include "lab/statistics/histogram.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

double per_request(double amount, const Repeat& repeat) {
  return repeat.requests == 0 ? 0 : amount / static_cast<double>(repeat.requests);
}

bool counts_to(const EndpointRepeat& endpoint, const std::string& name) {
  return name == "all" || endpoint.endpoint == name;
}

}  // namespace

Figure quantile(const std::string& name, double at) {
  return [name, at](const Repeat& repeat) {
    Histogram latency;
    for (const auto& endpoint : repeat.endpoints)
      if (counts_to(endpoint, name)) latency.merge(Histogram::from(endpoint.latency));
    return latency.quantile_ns(at) / 1e6;
  };
}

Figure goodput(const std::string& name) {
  return [name](const Repeat& repeat) {
    std::int64_t good = 0;
    for (const auto& endpoint : repeat.endpoints)
      if (counts_to(endpoint, name)) good += endpoint.good;
    return repeat.seconds > 0 ? static_cast<double>(good) / repeat.seconds : 0;
  };
}

Figure used(const std::string& process, double ProcessUse::*part, bool each_request) {
  return [=](const Repeat& repeat) {
    double sum = 0;
    for (const auto& use : repeat.processes)
      if (process.empty() || use.process == process) sum += use.*part;
    return each_request ? per_request(sum, repeat) : sum;
  };
}

double cpu_ms_per_request(const Repeat& repeat) {
  double sum = 0;
  for (const auto& use : repeat.processes) sum += use.user_ms + use.system_ms;
  return per_request(sum, repeat);
}

double context_switches_per_request(const Repeat& repeat) {
  std::int64_t sum = 0;
  for (const auto& use : repeat.processes) sum += use.context_switches;
  return per_request(static_cast<double>(sum), repeat);
}

std::vector<double> values_of(const std::vector<Repeat>& repeats, const Figure& figure) {
  std::vector<double> values;
  for (const auto& repeat : repeats) values.push_back(figure(repeat));
  return values;
}

Interval over(const std::vector<Repeat>& repeats, const Figure& figure) {
  return interval_of(values_of(repeats, figure));
}

}  // namespace lab
