// lab: what is written down of an arm while it is measured, and how it becomes the report's
// figures.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/comparison/measure.h"
#include "lab/ledger/ledger.h"
#include "lab/report/report.h"

namespace lab {

// One endpoint at one client, a value for each request.
struct OneClientRecord {
  std::vector<double> latency_us;
  std::vector<double> cpu_us;
};

struct ArmRecord {
  ArmPlan plan;
  ArmResult result;  // rates hold their repeats; the figures over them are made by summarise
  std::vector<double> ready_ms;
  std::vector<double> resident_mib;
  std::vector<double> peak_mib;
  std::vector<std::vector<KneeStep>> knee_passes;
  std::map<std::string, OneClientRecord> one_client;  // by endpoint
  Sample mixed;                                       // over all repeats at common rates
  double mixed_requests = 0;
  std::vector<EndpointSample> alone;  // at one client
  // What the databases held after each round, and after one client's requests; empty where requests
  // may have gone otherwise than planned, so that the states of two arms may differ rightly.
  std::vector<std::string> end_states;
};

// "tcp", "unix": how messages go between the arm's processes; empty when it has one.
std::string transport_of(const ArmResult& arm);

// The rate called `label`, made when it is new.
RateResult& rate_of(std::vector<RateResult>& rates, const std::string& label, double fraction,
                    double rate_per_s);

// Fills the figures that stand over the repeats: intervals by endpoint and process.
void summarise(RateResult& rate);
void summarise(ArmRecord& record, const std::vector<std::string>& endpoints);

}  // namespace lab
