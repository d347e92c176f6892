// lab: faults and restarts in a few words, for the cells of the summary.
#pragma once

#include <string>
#include <vector>

#include "lab/report/report.h"

namespace lab {

// A row of the summary: one fault of one module, in whichever arms it was run.
struct AskedFault {
  std::string module;
  std::string fault;
  std::string aspect;  // "if payment dies"
};
std::vector<AskedFault> asked_faults(const Report& report);

// "if another module dies, hangs or is slow": what no arm was asked. Empty when nothing is left.
std::string unasked_faults(const Report& report);

// What was lost, and for how long: "all, 0.3 s", "checkout, 1.2 s", "nothing seen".
std::string loss_words(const FaultRun& run);
std::string fault_words(const Report& report, const ArmResult& arm, const AskedFault& fault);
std::string fault_aspect(const std::string& module, const std::string& fault);

std::vector<std::string> deployment_aspects();
// `aspect`: one of deployment_aspects(). Of several restarts of an arm the worst figure.
std::string deployment_words(const Report& report, const ArmResult& arm, const std::string& aspect);

// The run in which the greatest share of requests was lost; null when the arm has none.
const FaultRun* worst_run(const Report& report, const std::string& arm, const std::string& fault);
const RollingRestart* worst_restart(const Report& report, const std::string& arm);

}  // namespace lab
