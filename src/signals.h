// app: Ctrl-C, SIGTERM and SIGHUP, as callbacks on the runtime's first loop.
#pragma once

#include <functional>
#include <memory>

#include "kernel/real_runtime.h"

namespace app {

class SignalWait;

class Interrupts {
 public:
  // `heard` is called for every SIGINT and SIGTERM with how many came so far: 1 asks to drain, 2 to
  // stop at once. Until the runtime stops or this is destroyed.
  Interrupts(kernel::RealRuntime& runtime, std::function<void(int count)> heard);
  ~Interrupts();

 private:
  std::shared_ptr<SignalWait> wait_;
};

// SIGHUP: read the configuration again. It comes too when the terminal of the process is closed,
// and means then what it always meant.
class Hangups {
 public:
  Hangups(kernel::RealRuntime& runtime, std::function<void()> heard);
  ~Hangups();

 private:
  std::shared_ptr<SignalWait> wait_;
};

// Whether the process has a terminal that is still open.
bool has_terminal();

// Runs `task` on the runtime's first loop and the loops until it has ended; throws what it throws.
void run_to_end(kernel::RealRuntime& runtime, kernel::Task<> task);

}  // namespace app
