// lab: a user-space relay between processes: bytes pass through it later than they came. It stands
// in for a network where there is none, and is named "emulated" wherever its figures stand.
#pragma once

#include <functional>
#include <string>

#include "kernel/real_runtime.h"

namespace lab {

struct RelayPlan {
  std::string listen;      // http://127.0.0.1:port
  std::string to;          // where the bytes go
  kernel::Ticks delay{};   // of each direction: a call and its answer take twice as much longer
  kernel::Ticks jitter{};  // uniform, ± this, order kept
  kernel::Ticks fault_delay{};  // added between SIGUSR1 and SIGUSR2
};

// The body of `cleave relay`: until SIGINT or SIGTERM. `ready` is called once it listens.
void run_relay(const RelayPlan& plan, const std::function<void()>& ready);

}  // namespace lab
