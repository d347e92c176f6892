// lab: blast radius and rolling restarts, under steady load.
#pragma once

#include <string>
#include <string_view>

#include "lab/arms/arm.h"
#include "lab/load/workload.h"
#include "lab/report/report.h"

namespace lab {

enum class FaultKind { kill, hang, delay };
std::string_view fault_name(FaultKind kind);

struct FaultOptions {
  double rate_per_s = 100;
  double before_s = 1.5;  // steady, before the fault
  double after_s = 3.5;   // from the fault to the end
  double lasts_s =
      1.5;  // a hang or a delay; a killed process is started again at once, as `up` does
  double slo_ms = 20;
  double timeout_s = 3;  // of a request: so that a run with a hung process ends
  double quiet_s = 15;   // after the load, for what it left to do
};

// A fresh arm of `plan` from `shop`, a steady load, the fault, and the books afterwards. A kill in
// a process of several modules takes them all; the note says so. A delay needs a module in another
// process: without one the run says "not applicable: no message to it leaves the process".
kernel::Task<FaultRun> run_fault(Lab& lab, const ArmPlan& plan, const SeededShop& shop,
                                 const WorkloadOptions& workload, const std::string& module,
                                 FaultKind kind, const FaultOptions& options);

// SIGTERM, its end, a new one at the same URL; the gap is measured.
kernel::Task<RollingRestart> run_restart(Lab& lab, const ArmPlan& plan, const SeededShop& shop,
                                         const WorkloadOptions& workload, const std::string& module,
                                         const FaultOptions& options);

}  // namespace lab
