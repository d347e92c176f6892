// lab: the reasons for which a comparison refuses its own verdict.
#pragma once

#include "lab/load/load.h"
#include "lab/report/report.h"

namespace lab {

struct AuditBounds {
  double lag_p99_ms = 5;         // of the generator behind its schedule
  double generator_busy = 0.85;  // share of one core
  double failed_share = 0.01;    // of the requests at rates below the knee
  double stall_p99_ms = 100;     // a 200 ms stall in 5 s must lift the window's p99 above this
  double aa_percent = 25;        // the same arm may differ from itself by so much
};

// Each looks at what was measured and says whether it can be believed. What was not measured
// cannot. Lag and failures look at absolute rates and at fractions of the knee up to 0.6: closer to
// it an arm, and a generator on the same cores, may fall behind, and no verdict is drawn there.
// Saturation looks at every rate.
AuditCheck audit_lag(const std::vector<ArmResult>& arms, const AuditBounds& bounds);
AuditCheck audit_saturation(const std::vector<ArmResult>& arms, const AuditBounds& bounds);
AuditCheck audit_failures(const std::vector<ArmResult>& arms, const AuditBounds& bounds);
// `stalled`: 5 s of load during which the arm stood still for 200 ms.
AuditCheck audit_stall(const LoadResult& stalled, const AuditBounds& bounds);
AuditCheck audit_drift(const AaControl& control, const AuditBounds& bounds);
// `states`: a digest of what each arm's databases hold at the end, in the order of `arms`.
AuditCheck audit_end_states(const std::vector<std::string>& arms,
                            const std::vector<std::string>& states);
AuditCheck audit_equality(const Equality& equality);

// valid when there are checks and every one passed.
Audit audit_of(std::vector<AuditCheck> checks);

}  // namespace lab
