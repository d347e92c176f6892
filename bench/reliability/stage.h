// reliability: a fresh copy of the shop, running, with loads against it, and its books at the end.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/arms/arm.h"
#include "lab/load/load.h"
#include "lab/load/workload.h"
#include "lab/report/report.h"
#include "session.h"

namespace reliability {

class Stage {
 public:
  // Starts nothing. `name` tells its directory from others'.
  Stage(lab::Lab& lab, const std::string& layout, const lab::SeededShop& shop,
        const std::string& name);
  ~Stage();  // ends what still runs, and frees the copy
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  lab::Arm& arm() noexcept { return *arm_; }

  kernel::Task<> start();

  // Starts a load and returns when its measured part begins.
  kernel::Task<> begin(lab::LoadPlan plan);
  // Until so many seconds after that; notes the memory meanwhile.
  kernel::Task<> until(double measured_s);
  kernel::Ticks measuring() const noexcept { return measuring_; }  // when it began
  kernel::Task<lab::LoadResult> result();                          // once it has ended

  // Resident memory of all processes; moments count from the beginning of the measured part.
  struct Memory {
    double at_s = 0;
    double mib = 0;
  };
  const std::vector<Memory>& memory() const noexcept { return memory_; }
  double memory_max(double from_s, double to_s) const;  // MiB; 0: not looked at
  double cpu_s() const { return arm_->cpu_ms() / 1e3; }

  // Waits until no order and nothing owed is unfinished, for as long as `patience`; then stops the
  // shop and reads its books.
  struct Close {
    bool quiet = false;
    double quiet_after_s = 0;
    lab::Invariants books;
    bool balanced() const { return books.money && books.stock && books.mail; }
    std::string text() const;
  };
  kernel::Task<Close> close(kernel::Ticks patience);

 private:
  kernel::Task<bool> orders_are_final();

  lab::Lab& lab_;
  const lab::SeededShop& shop_;
  const std::string directory_;
  std::unique_ptr<lab::Arm> arm_;
  std::unique_ptr<lab::Load> load_;
  kernel::Ticks measuring_{};
  std::vector<Memory> memory_;
};

}  // namespace reliability
