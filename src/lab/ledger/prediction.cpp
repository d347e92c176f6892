#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>

#include "lab/ledger/ledger.h"
#include "lab/statistics/record.h"
#include "lab/statistics/statistics.h"

namespace lab {
namespace {

constexpr double bytes_per_kib = 1024;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// Which process hosts whom. Who stands in no group is with the gateway, in the first.
class Grouping {
 public:
  explicit Grouping(const std::vector<std::vector<std::string>>& groups) {
    for (std::size_t i = 0; i < groups.size(); ++i)
      for (const auto& module : groups[i]) process_[module] = i;
  }
  bool crosses(const EndpointCalls& call) const {
    return process_of(call.caller) != process_of(call.callee);
  }

 private:
  std::size_t process_of(const std::string& module) const {
    const auto found = process_.find(module);
    return found == process_.end() ? 0 : found->second;
  }
  std::map<std::string, std::size_t> process_;
};

struct Encoded {
  double bytes = 0;     // there and back
  double codec_us = 0;  // all four passes
};

// Of that very edge, or else of the same message from another caller.
Encoded encoded(const ArmLedger& ledger, const EndpointCalls& call) {
  const LedgerRow* best = nullptr;
  for (const auto& row : ledger.rows) {
    if (row.message != call.message || row.kind != call.kind) continue;
    if (best == nullptr || row.caller == call.caller) best = &row;
  }
  if (best == nullptr) return {};
  return {best->request_bytes + best->reply_bytes, best->encode_us + best->decode_us};
}

const Hop& hop_of(const std::vector<Hop>& hops, const std::string& transport) {
  const auto found = std::ranges::find(hops, transport, &Hop::transport);
  if (found == hops.end()) throw std::invalid_argument("no hop was measured over " + transport);
  return *found;
}

// From here on a request waits for a disk, not just now and then when another's log is full.
constexpr double waits_at_syncs = 0.5;

void add_call(PredictionRow& row, const EndpointCalls& call, const Encoded& encoded,
              const Hop& hop) {
  const double kib = encoded.bytes / bytes_per_kib;
  double hop_latency = hop.latency_us + hop.latency_us_per_kib * kib;
  double hop_cpu = hop.cpu_us + hop.cpu_us_per_kib * kib;
  if (call.endpoint_syncs >= waits_at_syncs) {
    hop_latency += hop.waking_latency_us;
    hop_cpu += hop.waking_cpu_us;
  }
  if (call.kind != "call") {  // nobody waits for it, and in process it was encoded too
    row.predicted_cpu_us += call.calls * hop_cpu;
    return;
  }
  row.crossings += call.calls;
  row.predicted_latency_us += call.calls * (hop_latency + encoded.codec_us);
  row.predicted_cpu_us += call.calls * (hop_cpu + encoded.codec_us);
}

// NaN where one of them was not asked.
double added(const ArmRecord& before, const ArmRecord& after, const std::string& endpoint,
             std::vector<double> OneClientRecord::*figure) {
  const auto one = before.one_client.find(endpoint);
  const auto other = after.one_client.find(endpoint);
  if (one == before.one_client.end() || other == after.one_client.end()) return unknown;
  return shift(one->second.*figure, other->second.*figure);
}

}  // namespace

std::vector<PredictionRow> predict(const PredictionInput& input, const std::string& arm,
                                   const std::string& transport,
                                   const std::vector<std::vector<std::string>>& groups) {
  const Hop& hop = hop_of(input.hops, transport);
  const Grouping grouping(groups);
  std::vector<PredictionRow> rows;
  for (const auto& call : input.calls) {
    auto row = std::ranges::find(rows, call.endpoint, &PredictionRow::endpoint);
    if (row == rows.end()) {
      row = rows.insert(rows.end(), PredictionRow{});
      row->arm = arm;
      row->endpoint = call.endpoint;
    }
    if (grouping.crosses(call)) add_call(*row, call, encoded(input.serialized, call), hop);
  }
  return rows;
}

std::vector<MoveOut> predict_move_outs(const PredictionInput& input, const std::string& transport,
                                       const std::vector<std::string>& modules) {
  std::vector<MoveOut> all;
  for (const auto& module : modules) {
    const auto rows = predict(input, "", transport, {{}, {module}});
    for (const auto& row : rows)
      all.push_back(
          {module, row.endpoint, row.crossings, row.predicted_latency_us, row.predicted_cpu_us});
  }
  return all;
}

void set_measured(std::vector<PredictionRow>& rows, const ArmRecord& monolith,
                  const ArmRecord& arm) {
  for (auto& row : rows) {
    row.measured_latency_us = added(monolith, arm, row.endpoint, &OneClientRecord::latency_us);
    row.measured_cpu_us = added(monolith, arm, row.endpoint, &OneClientRecord::cpu_us);
    row.latency_error_percent = error_percent(row.predicted_latency_us, row.measured_latency_us);
    row.cpu_error_percent = error_percent(row.predicted_cpu_us, row.measured_cpu_us);
  }
}

}  // namespace lab
