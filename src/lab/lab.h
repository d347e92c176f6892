// lab: what every part of a comparison needs: the clock, a place for files, the CPUs, and somebody
// to tell how far it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/real_runtime.h"

namespace lab {

// Hears of the progress of a comparison.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // A part of the work begins; `expected` is how long it should take.
  virtual void begins(std::string_view what, kernel::Ticks expected) = 0;
};

// One loop; everything in the lab runs on it.
struct Lab {
  kernel::RealRuntime& runtime;
  Watcher& watcher;
  std::string directory;            // for data, plans and results; made and removed by the caller
  std::vector<int> arm_cpus;        // all arms run on these
  std::vector<int> generator_cpus;  // apart from them where there are cores to spare
  int arm_niceness = 0;             // of arms that share their CPUs with the generator
  bool interrupted = false;         // Ctrl-C: set on the loop

  // Throws Error{cancelled} after a Ctrl-C: called between the steps of long work.
  void go_on() const;
};

}  // namespace lab
