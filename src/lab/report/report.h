// lab: what a comparison found out, as plain described values. report.json is this, field by
// field; every renderer reads it and nothing else.
//
// Units stand in the names. A section that was not measured says so in `not_measured` ("not
// measured (quick)", "not measurable yet: …") and leaves the rest empty: nothing is ever invented.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_arms.h"
#include "lab/report/report_differences.h"
#include "lab/report/report_faults.h"
#include "lab/report/report_ledger.h"
#include "lab/report/report_place.h"
#include "lab/report/report_values.h"

namespace lab {

struct SweepPoint {
  std::string name;                 // "order+cart | payment+notification"
  std::vector<std::string> groups;  // modules that share a process, joined by +; first: gateway's
  int processes = 0;
  Interval p99_ms;
  Interval cpu_ms_per_request;
  double blast_percent = 0;  // of the workload's requests that need the average process
  bool pareto = false;       // no other point is better in all three
  std::string why;           // it was chosen for measuring
};
BOOST_DESCRIBE_STRUCT(SweepPoint, (),
                      (name, groups, processes, p99_ms, cpu_ms_per_request, blast_percent, pareto,
                       why))

struct Advice {
  std::string module;
  bool move_out = false;
  std::string why;
  std::string cost;  // here
};
BOOST_DESCRIBE_STRUCT(Advice, (), (module, move_out, why, cost))

struct Sweep {
  std::vector<SweepPoint> points;
  std::vector<Advice> advice;
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(Sweep, (), (points, advice, not_measured))

// The comparison that texts on the subject print as opinion: a row, a cell per arm.
struct SummaryRow {
  std::string aspect;              // "max rate", "if notification dies"
  std::string group;               // "performance", "deployment", "scalability", "technology",
                                   // "fault isolation", "team ownership", "complexity"
  std::vector<std::string> cells;  // in the order of arms; one cell: the same for all
};
BOOST_DESCRIBE_STRUCT(SummaryRow, (), (aspect, group, cells))

struct ModuleFacts {
  std::string module;
  int lines = 0;  // of its folder, tests left out
  int contract_lines = 0;
  int messages = 0;
  int events = 0;
  std::vector<std::string> uses;     // contracts it may see
  std::vector<std::string> used_by;  // what a change of its contract touches
};
BOOST_DESCRIBE_STRUCT(ModuleFacts, (),
                      (module, lines, contract_lines, messages, events, uses, used_by))

struct Verdict {
  std::string question;  // "Does split (tcp) cost latency at checkout?"
  std::string answer;    // a sentence with its figures, or "no difference seen"
  bool claimed = false;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (question, answer, claimed))

struct Report {
  int format = 1;
  bool quick = false;
  bool partial = false;  // interrupted: holds what was measured until then
  std::string partial_why;
  double duration_s = 0;
  Fingerprint fingerprint;
  WorkloadInfo workload;
  std::vector<ArmResult> arms;
  std::vector<Pair> pairs;
  AaControl aa_control;
  Audit audit;
  Equality equality;
  Ledger ledger;
  Prediction prediction;
  BlastRadius blast_radius;
  Deployment deployment;
  Sweep sweep;
  std::vector<Verdict> verdicts;  // empty when the audit refuses them
  std::vector<SummaryRow> summary;
  std::vector<ModuleFacts> modules;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (format, quick, partial, partial_why, duration_s, fingerprint, workload, arms,
                       pairs, aa_control, audit, equality, ledger, prediction, blast_radius,
                       deployment, sweep, verdicts, summary, modules))

// report.json. Reading is lenient, so that an older report can still be compared against; throws
// Error{invalid_argument} with what is wrong where.
std::string to_json(const Report& report);
Report parse_report(const std::string& json);

// The JSON Schema (2020-12) of report.json.
std::string report_schema();

}  // namespace lab
