#include "kernel/sim/world.h"

namespace kernel::sim {

Ticks Random::between(Ticks low, Ticks high) noexcept {
  return low + Ticks(static_cast<std::int64_t>(
                   below(static_cast<std::uint64_t>((high - low).count()) + 1)));
}

}  // namespace kernel::sim
