// app: comparisons that are started from /console: `cleave compare --quick` as a process of its own
// beside the shop, one at a time, its reports in the storage directory.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "child_process.h"
#include "gateway/comparisons.h"
#include "kernel/runtime.h"
#include "kernel/task_group.h"

namespace app {

// Reports beyond this number go, oldest first, when one more is started.
inline constexpr std::size_t comparisons_kept = 20;

class LabComparisons final : public gateway::Comparisons {
 public:
  // `directory`: where the reports lie; made when the first one is started.
  LabComparisons(kernel::Runtime& runtime, std::string directory);
  ~LabComparisons() override;  // kills what still runs

  std::vector<std::string> layouts() const override;
  kernel::Task<std::vector<gateway::Comparison>> list() override;
  kernel::Task<gateway::Comparison> start(std::vector<std::string> layouts) override;
  void cancel(const std::string& id) override;
  kernel::Task<std::string> report(std::string id) override;

  // Ends what runs: politely, and by force when half of `timeout` has passed. False when it took
  // longer than that.
  kernel::Task<bool> stop(kernel::Ticks timeout);

 private:
  bool is_running() const;
  void run(const gateway::Comparison& what);  // throws conflict
  kernel::Task<> watch(kernel::Ticks kill_at);
  bool look();  // takes in what the child says; false once it has ended
  void end(bool well);
  std::optional<gateway::Comparison> current() const;
  std::string folder_of(const std::string& id) const;

  kernel::Runtime& runtime_;
  const std::string directory_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::optional<gateway::Comparison> current_;  // the last one that was started here
  std::unique_ptr<ChildProcess> child_;         // null: none is under way
  kernel::TaskGroup tasks_;
};

// Of one line that `cleave compare` writes where there is no terminal, " 40 % · about 50 s left ·
// rounds": its percent and the rest. None: it is another line.
struct ComparisonProgress {
  int percent = 0;
  std::string step;
};
std::optional<ComparisonProgress> progress_of(const std::string& line);

}  // namespace app
