#include "lab/report/summary_faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/report/report_figures.h"

namespace lab {
namespace {

constexpr std::string_view restarted = "for a new module, restart";
constexpr std::string_view failed = "failed meanwhile, worst";
constexpr std::string_view gap = "nobody serves it for, worst";
constexpr std::string_view slower = "p99 before / meanwhile";

// Faults are tried in the first arm and in the one whose messages go farthest.
constexpr std::string_view another_arm = "not tried";

// From this share on, everything counts as lost.
constexpr double all_percent = 90;

// Where all modules share one process, a fault of one is a fault of all: one run says it.
const FaultRun* run_of(const Report& report, const ArmResult& arm, const AskedFault& fault) {
  for (const auto& run : report.blast_radius.runs) {
    const bool meant = run.module == fault.module || !is_split(arm);
    if (run.arm == arm.name && meant && run.fault == fault.fault) return &run;
  }
  return nullptr;
}

// Each of an arm's restarts that was measured.
std::vector<const RollingRestart*> restarts_of(const Report& report, const std::string& arm) {
  std::vector<const RollingRestart*> restarts;
  for (const auto& restart : report.deployment.restarts)
    if (restart.arm == arm && restart.not_measured.empty()) restarts.push_back(&restart);
  return restarts;
}

// The one in which that is greatest; the first of equals.
const RollingRestart* greatest(const std::vector<const RollingRestart*>& restarts,
                               double RollingRestart::*of) {
  return *std::ranges::max_element(restarts, {},
                                   [&](const RollingRestart* restart) { return restart->*of; });
}

// A module that others share the process with takes them along.
std::string what_restarts(const ArmResult& arm) {
  if (arm.processes.empty()) return {};
  if (!is_split(arm)) return "the whole shop";
  std::size_t most = 0;
  for (const auto& process : arm.processes) most = std::max(most, process.modules.size());
  return most <= 1 ? "that module" : fmt::format("up to {} modules", most);
}

double failed_share(const RollingRestart& restart) {
  return restart.requests == 0
             ? 0
             : static_cast<double>(restart.failed) / static_cast<double>(restart.requests);
}

}  // namespace

std::string fault_aspect(const std::string& module, const std::string& fault) {
  if (fault == "kill") return fmt::format("if {} dies", module);
  if (fault == "hang") return fmt::format("if {} hangs", module);
  if (fault == "delay") return fmt::format("if {} is 500 ms slow", module);
  return fmt::format("{}: {}", module, fault);
}

std::vector<AskedFault> asked_faults(const Report& report) {
  std::vector<AskedFault> asked;
  for (const auto& run : report.blast_radius.runs) {
    const bool known_already = std::any_of(asked.begin(), asked.end(), [&](const AskedFault& f) {
      return f.module == run.module && f.fault == run.fault;
    });
    if (!known_already)
      asked.push_back({run.module, run.fault, fault_aspect(run.module, run.fault)});
  }
  return asked;
}

std::string unasked_faults(const Report& report) {
  const auto asked = asked_faults(report);
  std::vector<std::string> left;
  for (const auto* fault : {"kill", "hang", "delay"}) {
    const auto times = std::count_if(asked.begin(), asked.end(),
                                     [&](const AskedFault& f) { return f.fault == fault; });
    if (static_cast<std::size_t>(times) < report.modules.size()) left.emplace_back(fault);
  }
  if (left.empty()) return {};
  return "other modules: " + joined(left);
}

std::string loss_words(const FaultRun& run) {
  // The reason stands with the run.
  if (!run.not_measured.empty()) return run.not_measured.substr(0, run.not_measured.find(':'));
  double longest = 0;
  const EndpointLoss* all = nullptr;
  std::vector<std::string> hit;
  for (const auto& loss : run.endpoints) {
    if (loss.endpoint == "all") all = &loss;
    if (loss.lost == 0) continue;
    longest = std::max(longest, loss.recover_s);
    if (loss.endpoint != "all") hit.push_back(loss.endpoint);
  }
  std::string words;
  if (longest == 0 && hit.empty() && (all == nullptr || all->lost == 0)) {
    words = "no request lost";
  } else if (all != nullptr && all->lost_percent >= all_percent) {
    words = "all, " + seconds_of(longest);
  } else if (hit.size() == 1) {
    words = hit.front() + " only, " + seconds_of(longest);
  } else {
    const auto share = all == nullptr ? joined(hit) : percent(all->lost_percent);
    words = share + ", " + seconds_of(longest);
  }
  const auto& books = run.invariants;
  if (!books.money || !books.stock || !books.mail) words += "; books wrong";
  return words;
}

std::string fault_words(const Report& report, const ArmResult& arm, const AskedFault& fault) {
  const auto* run = run_of(report, arm, fault);
  if (run != nullptr) return loss_words(*run);
  const bool tried = std::ranges::any_of(
      report.blast_radius.runs, [&](const FaultRun& other) { return other.arm == arm.name; });
  if (!tried && !report.partial && !report.blast_radius.runs.empty())
    return std::string(another_arm);
  return absent(report, report.blast_radius.not_measured);
}

std::vector<std::string> deployment_aspects() {
  return {std::string(restarted), std::string(failed), std::string(gap), std::string(slower)};
}

const RollingRestart* worst_restart(const Report& report, const std::string& arm) {
  const RollingRestart* worst = nullptr;
  for (const auto* restart : restarts_of(report, arm))
    if (worst == nullptr || failed_share(*restart) > failed_share(*worst)) worst = restart;
  return worst;
}

std::string deployment_words(const Report& report, const ArmResult& arm,
                             const std::string& aspect) {
  if (aspect == restarted) return what_restarts(arm);
  const auto* worst = worst_restart(report, arm.name);
  if (worst == nullptr && !report.partial && !report.deployment.restarts.empty())
    return std::string(another_arm);
  if (worst == nullptr) return absent(report, report.deployment.not_measured);
  if (aspect == failed)
    return fmt::format("{} of {}", grouped(worst->failed), grouped(worst->requests));
  // The worst of each figure: the restart that lost most need not be the longest.
  const auto restarts = restarts_of(report, arm.name);
  if (aspect == gap) return figure(greatest(restarts, &RollingRestart::gap_ms)->gap_ms) + " ms";
  const auto* slowest = greatest(restarts, &RollingRestart::p99_ms);
  return fmt::format("{}/{} ms", figure(slowest->p99_before_ms, 2), figure(slowest->p99_ms, 2));
}

const FaultRun* worst_run(const Report& report, const std::string& arm, const std::string& fault) {
  const FaultRun* worst = nullptr;
  double most = -1;
  for (const auto& run : report.blast_radius.runs) {
    if (run.arm != arm || run.fault != fault || !run.not_measured.empty()) continue;
    double lost = 0;
    for (const auto& loss : run.endpoints)
      if (loss.endpoint == "all") lost = loss.lost_percent;
    if (lost > most) {
      most = lost;
      worst = &run;
    }
  }
  return worst;
}

}  // namespace lab
