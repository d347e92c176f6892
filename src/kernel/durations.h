// kernel: durations as whole numbers, for what is shown.
#pragma once

#include <chrono>
#include <cstdint>

#include "kernel/time.h"

namespace kernel {

inline std::int64_t microseconds(Ticks duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

}  // namespace kernel
