// lab, internal: a fresh arm under steady load, in which something happens once.
#pragma once

#include <memory>
#include <string>

#include "lab/arms/arm.h"
#include "lab/faults/faults.h"
#include "lab/faults/timeline.h"
#include "lab/load/load.h"
#include "lab/load/workload.h"

namespace lab {

// begin() → until_strike() → whatever happens, told by began() and over() → end().
class Scene {
 public:
  // `name` tells it from others of this comparison. Copies the shop when it begins.
  Scene(Lab& lab, ArmPlan plan, const SeededShop& shop, const std::string& name);
  ~Scene();  // ends what still runs, and removes the copy
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  Arm& arm() noexcept { return *arm_; }

  // A plan of the workload at the options' rate, to be changed before begin().
  LoadPlan steady_plan(const WorkloadOptions& workload, const FaultOptions& options) const;

  // Starts arm and load and returns `before_s` after the load's measured part began.
  kernel::Task<> begin(LoadPlan plan, double before_s);

  void began() { began_ = lab_.runtime.ticks(); }
  void over(kernel::Ticks at) { over_ = at; }
  Incident incident() const;
  double slice_s() const noexcept { return slice_s_; }

  // The load to its end; then, once nothing is left to do in the shop, its books.
  struct End {
    LoadResult load;
    bool quiet = false;  // all was done within `quiet_s`
    Invariants invariants;
  };
  kernel::Task<End> end(double quiet_s);

  // "one process: the whole shop …", "with cart in its process …", or nothing.
  std::string company_of(const std::string& module) const;

 private:
  kernel::Task<bool> until_quiet(kernel::Ticks patience);
  kernel::Task<bool> all_orders_final(kernel::Ticks patience);

  Lab& lab_;
  const SeededShop& shop_;
  const std::string directory_;
  std::unique_ptr<Arm> arm_;
  std::unique_ptr<Load> load_;
  double slice_s_ = 0;
  kernel::Ticks measuring_{};
  kernel::Ticks began_{};
  kernel::Ticks over_{};
};

// For a report, of a scene that did not become quiet.
std::string left_undone(double quiet_s);

}  // namespace lab
