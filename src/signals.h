// app: Ctrl-C and SIGTERM, as a callback on the runtime's first loop.
#pragma once

#include <functional>
#include <memory>

#include "kernel/real_runtime.h"

namespace app {

class Interrupts {
 public:
  // `heard` is called for every SIGINT and SIGTERM with how many came so far: 1 asks to drain, 2 to
  // stop at once. Until the runtime stops or this is destroyed.
  Interrupts(kernel::RealRuntime& runtime, std::function<void(int count)> heard);
  ~Interrupts();

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

// Runs `task` on the runtime's first loop and the loops until it has ended; throws what it throws.
void run_to_end(kernel::RealRuntime& runtime, kernel::Task<> task);

}  // namespace app
