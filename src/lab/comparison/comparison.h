// lab: the whole of `cleave compare`, part after part.
//
//   seed ─▶ same answers? ─▶ knees ─▶ rounds (ABBA) ─▶ hop ─▶ one client ─▶ hop ─▶ stall ─▶ faults
//                └── no: ends there, and says which request differed      ─▶ restarts ─▶ sweep
#pragma once

#include <string>
#include <vector>

#include "lab/arms/seeding.h"
#include "lab/comparison/measure.h"
#include "lab/comparison/one_client.h"
#include "lab/comparison/sizes.h"
#include "lab/lab.h"
#include "lab/load/workload.h"
#include "lab/report/report.h"
#include "lab/statistics/record.h"

namespace lab {

struct ComparisonOptions {
  std::vector<ArmPlan> arms;  // the first is what the others are held against
  bool quick = false;
  bool sweep = false;
  Sizes sizes;
  Slo slo;
  bool slo_fits = true;  // its p99 is raised until the first arm, hardly loaded, is well below it
  SeedingOptions seeding;
  WorkloadOptions workload;
  std::string workload_kind = "sessions";
  std::string workload_file;
  std::string command;  // reproduces the report
};

class Comparison {
 public:
  Comparison(Lab& lab, ComparisonOptions options);

  // Fills report(). After a Ctrl-C it returns as well, and the report says that it is partial.
  // Throws Error when an arm cannot be measured; report() then holds what was measured before.
  kernel::Task<> run();

  // What was measured so far, with the figures that follow from it.
  Report report();

  // Seconds that run() takes, about.
  double expected_s() const;

 private:
  kernel::Task<> run_parts();
  kernel::Task<> seed();
  kernel::Task<bool> compare_answers_of_arms();
  kernel::Task<> fit_slo();
  kernel::Task<> find_knees();
  kernel::Task<> find_knee(ArmRecord& record);
  kernel::Task<> run_rounds_of_arms();
  kernel::Task<> ask_one_by_one();
  HopRuns hop_runs();
  kernel::Task<> measure_codec();
  kernel::Task<> inject_stall();
  kernel::Task<> strike();
  kernel::Task<> restart();
  kernel::Task<> sweep();

  std::string fresh_directory(const char* what);
  std::vector<std::string> modules_or(const std::vector<std::string>& chosen) const;
  OneClientInput one_client_input() const {
    return {shop_, options_.workload, options_.sizes, false};
  }
  const ArmRecord* split_arm() const;  // whose messages cross processes; TCP rather than Unix
  std::vector<const ArmRecord*> struck_arms() const;
  std::vector<const ArmRecord*> compared() const;  // without the control
  void conclude_arms();
  void conclude_audit();
  void conclude_ledger();
  void conclude_sweep();
  void mark_unmeasured();
  bool crosses(const ArmRecord& record) const { return record.result.processes.size() > 1; }

  Lab& lab_;
  const ComparisonOptions options_;
  std::vector<ArmRecord> records_;  // the control second
  static constexpr std::size_t control_ = 1;
  ArmRecord codec_;  // every module serialized: where the codec's cost is seen in process
  SeededShop shop_;
  std::vector<double> common_rates_;
  Slo slo_;
  std::vector<AuditCheck> checks_;
  Report report_;
  kernel::Ticks begun_{};
  int directories_ = 0;
};

}  // namespace lab
