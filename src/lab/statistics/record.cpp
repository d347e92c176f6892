#include "lab/statistics/record.h"

#include <algorithm>

#include "lab/statistics/figures.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

double per(double amount, std::int64_t of) {
  return of == 0 ? 0 : amount / static_cast<double>(of);
}

EndpointSummary endpoint_summary(const std::vector<Repeat>& repeats, const std::string& name) {
  return {name,
          over(repeats, goodput(name)),
          over(repeats, quantile(name, 0.5)),
          over(repeats, quantile(name, 0.9)),
          over(repeats, quantile(name, 0.99)),
          over(repeats, quantile(name, 0.999))};
}

ProcessSummary process_summary(const std::vector<Repeat>& repeats, const std::string& name) {
  return {name, over(repeats, used(name, &ProcessUse::user_ms, true)),
          over(repeats, used(name, &ProcessUse::system_ms, true)),
          over(repeats, used(name, &ProcessUse::resident_mib, false)),
          over(repeats, used(name, &ProcessUse::peak_mib, false))};
}

}  // namespace

std::string transport_of(const ArmResult& arm) {
  for (const auto& process : arm.processes)
    if (!process.gateway && !process.url.empty())
      return process.url.starts_with("unix:") ? "unix" : "tcp";
  return {};
}

RateResult& rate_of(std::vector<RateResult>& rates, const std::string& label, double fraction,
                    double rate_per_s) {
  const auto known = std::ranges::find(rates, label, &RateResult::label);
  if (known != rates.end()) return *known;
  RateResult rate;
  rate.label = label;
  rate.fraction = fraction;
  rate.rate_per_s = rate_per_s;
  return rates.emplace_back(std::move(rate));
}

void summarise(RateResult& rate) {
  const auto& repeats = rate.repeats;
  rate.endpoints.clear();
  rate.processes.clear();
  if (repeats.empty()) return;
  rate.endpoints.push_back(endpoint_summary(repeats, "all"));
  for (const auto& endpoint : repeats.front().endpoints)
    rate.endpoints.push_back(endpoint_summary(repeats, endpoint.endpoint));
  for (const auto& use : repeats.front().processes)
    rate.processes.push_back(process_summary(repeats, use.process));
  rate.user_ms_per_request = over(repeats, used("", &ProcessUse::user_ms, true));
  rate.system_ms_per_request = over(repeats, used("", &ProcessUse::system_ms, true));
  rate.cpu_ms_per_request = over(repeats, cpu_ms_per_request);
  rate.context_switches_per_request = over(repeats, context_switches_per_request);
  rate.calls_per_request = over(repeats, [](const Repeat& repeat) {
    return per(static_cast<double>(repeat.calls_between), repeat.requests);
  });
  rate.bytes_per_request = over(repeats, [](const Repeat& repeat) {
    return per(static_cast<double>(repeat.bytes_between), repeat.requests);
  });
  rate.fsyncs_per_order = over(repeats, [](const Repeat& repeat) {
    return per(static_cast<double>(repeat.fsyncs), repeat.orders);
  });
}

void summarise(ArmRecord& record, const std::vector<std::string>& endpoints) {
  ArmResult& result = record.result;
  result.ready_ms = interval_of(record.ready_ms);
  result.resident_mib = interval_of(record.resident_mib);
  result.peak_mib = interval_of(record.peak_mib);
  for (auto& rate : result.rates) summarise(rate);
  result.one_client.clear();
  for (const auto& endpoint : endpoints) {
    const auto found = record.one_client.find(endpoint);
    if (found == record.one_client.end()) continue;
    const OneClientRecord& one = found->second;
    result.one_client.push_back({endpoint, static_cast<std::int64_t>(one.latency_us.size()),
                                 interval_of(one.latency_us), interval_of(one.cpu_us)});
  }
}

}  // namespace lab
