// lab: the figures of a report. Each has no drawing when there is nothing to draw.
#pragma once

#include "lab/report/report_document.h"

namespace lab {

// Percentile curves of every arm at the common rate; of the checkout or of all requests.
Plot latency_figure(const Report& report, bool checkout);

// CPU per request at the common rate, a bar per arm, stacked by process.
Plot cpu_figure(const Report& report);

// Who calls whom how often for a checkout, in the first layout and in the most divided one.
Plot ledger_figure(const Report& report);

// Good and lost requests by tenths of a second, a panel per run of this fault.
Plot fault_figure(const Report& report, const std::string& fault);
Plot restart_figure(const Report& report);

// p99 against CPU per request of every measured grouping.
Plot pareto_figure(const Report& report);

// What was predicted to be added, beside what was.
Plot prediction_figure(const Report& report, bool cpu);

}  // namespace lab
