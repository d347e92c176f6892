// What follows from the figures: differences, audits, ledger, prediction, and what was left out.
#include <algorithm>

#include "app_settings.h"
#include "lab/comparison/comparison.h"
#include "lab/report/module_facts.h"
#include "lab/report/report_files.h"
#include "lab/statistics/audit.h"
#include "lab/statistics/pairs.h"

namespace lab {
namespace {

constexpr std::string_view quick_text = "not measured (quick)";
constexpr std::string_view interrupted_text = "not measured (interrupted)";

std::vector<std::vector<std::string>> groups_of(const ArmResult& arm) {
  std::vector<std::vector<std::string>> groups(1);
  for (const auto& process : arm.processes)
    if (process.gateway) {
      groups.front() = process.modules;
    } else {
      groups.push_back(process.modules);
    }
  return groups;
}

// A message through the relay is later by the delay each way.
std::vector<Hop> hops_of(std::vector<Hop> hops, const ArmPlan& plan) {
  const auto delay = std::chrono::duration<double, std::micro>(plan.delay).count();
  for (auto& hop : hops) hop.latency_us += 2 * delay;
  return hops;
}

// Each claim is held to its own figure's A/A spread. Whether the machine drifted as a whole shows
// in the figure that is steadiest by nature.
AaControl steady_part(const AaControl& control) {
  AaControl steady = control;
  std::erase_if(steady.rows, [](const AaRow& row) { return row.metric != "CPU per request"; });
  return steady;
}

}  // namespace

std::vector<const ArmRecord*> Comparison::compared() const {
  std::vector<const ArmRecord*> arms;
  for (std::size_t i = 0; i < records_.size(); ++i)
    if (i != control_) arms.push_back(&records_[i]);
  return arms;
}

Report Comparison::report() {
  report_.duration_s = std::chrono::duration<double>(lab_.runtime.ticks() - begun_).count();
  conclude_arms();
  conclude_ledger();
  conclude_sweep();
  conclude_audit();
  mark_unmeasured();
  report_.modules = module_facts();
  report_.verdicts = make_verdicts(report_);
  report_.summary = make_summary(report_);
  return report_;
}

void Comparison::conclude_arms() {
  std::vector<std::string> endpoints;
  for (const auto& share : workload_mix(options_.workload)) endpoints.push_back(share.endpoint);
  report_.arms.clear();
  for (auto& record : records_) summarise(record, endpoints);
  for (const ArmRecord* record : compared()) report_.arms.push_back(record->result);
  report_.workload.requests = 0;
  for (const auto& rate : records_.front().result.rates)
    for (const auto& repeat : rate.repeats) report_.workload.requests += repeat.requests;
  if (records_[control_].result.rates.empty()) return;
  report_.aa_control = make_control(records_.front(), records_[control_]);
  report_.pairs = make_pairs(compared(), report_.aa_control);
}

void Comparison::conclude_audit() {
  std::vector<AuditCheck> checks = checks_;
  AuditBounds bounds;
  // Half of what the SLO allows cannot decide by itself whether an arm keeps it.
  bounds.lag_p99_ms = std::max(bounds.lag_p99_ms, slo_.p99_ms / 2);
  checks.push_back(audit_lag(report_.arms, bounds));
  checks.push_back(audit_saturation(report_.arms, bounds));
  checks.push_back(audit_failures(report_.arms, bounds));
  checks.push_back(audit_drift(steady_part(report_.aa_control), bounds));
  std::vector<std::string> names;
  std::vector<std::string> states;
  const auto arms = compared();
  for (std::size_t round = 0; round < arms.front()->end_states.size(); ++round) {
    const bool whole = std::ranges::all_of(arms, [&](const ArmRecord* arm) {
      return round < arm->end_states.size() && !arm->end_states[round].empty();
    });
    if (!whole) continue;
    names.clear();
    states.clear();
    for (const ArmRecord* arm : arms) {
      names.push_back(arm->plan.name);
      states.push_back(arm->end_states[round]);
    }
    const bool alike = std::ranges::all_of(
        states, [&](const std::string& state) { return state == states.front(); });
    if (!alike) break;  // the first round that differs is the one to show
  }
  checks.push_back(audit_end_states(names, states));
  report_.audit = audit_of(std::move(checks));
}

void Comparison::conclude_ledger() {
  report_.ledger.arms.clear();
  for (const ArmRecord* record : compared()) {
    if (record->mixed_requests == 0) continue;
    report_.ledger.arms.push_back(
        make_ledger(record->plan.name, record->mixed, record->mixed_requests, record->alone));
  }
  if (codec_.alone.empty()) return;
  report_.ledger.endpoints = calls_of_endpoints(codec_.alone);
  Sample all;
  double requests = 0;
  for (const auto& endpoint : codec_.alone) {
    all = all + endpoint.sample;
    requests += endpoint.count;
  }
  PredictionInput input;
  input.serialized = make_ledger(codec_.plan.name, all, requests, codec_.alone);
  input.calls = report_.ledger.endpoints;
  report_.prediction.rows.clear();
  for (const ArmRecord* record : compared()) {
    if (!crosses(*record)) continue;
    input.hops = hops_of(report_.prediction.hops, record->plan);
    auto rows =
        predict(input, record->plan.name, transport_of(record->result), groups_of(record->result));
    set_measured(rows, records_.front(), *record);
    report_.prediction.rows.insert(report_.prediction.rows.end(), rows.begin(), rows.end());
  }
  if (report_.prediction.hops.empty()) return;
  input.hops = report_.prediction.hops;
  report_.prediction.move_outs =
      predict_move_outs(input, report_.prediction.hops.back().transport, app::module_names());
}

void Comparison::mark_unmeasured() {
  const std::string why(report_.partial ? interrupted_text : quick_text);
  const auto mark = [&](bool measured, std::string& text) {
    text = measured ? std::string() : why;
  };
  mark(!report_.aa_control.rows.empty(), report_.aa_control.not_measured);
  mark(!report_.equality.arms.empty(), report_.equality.not_measured);
  mark(!report_.ledger.arms.empty(), report_.ledger.not_measured);
  mark(!report_.prediction.rows.empty(), report_.prediction.not_measured);
  if (split_arm() == nullptr && !report_.partial)
    report_.prediction.not_measured = "not applicable: no arm has a second process";
  mark(!report_.blast_radius.runs.empty(), report_.blast_radius.not_measured);
  mark(!report_.deployment.restarts.empty(), report_.deployment.not_measured);
  mark(!report_.sweep.points.empty(), report_.sweep.not_measured);
  if (!options_.sweep && !options_.quick && !report_.partial)
    report_.sweep.not_measured = "not measured (ask for it with --sweep)";
}

}  // namespace lab
