// kernel: how far behind the deliveries of a module's outbox are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/time.h"

namespace kernel {

class Queries;

// No more than this many rows are counted, so that a look costs the same after a long outage.
inline constexpr std::int64_t lag_counted_max = 100'000;

struct OutboxLag {
  std::int64_t pending = 0;        // deliveries not made yet, dead letters included
  std::int64_t dead = 0;           // of them, dead letters
  std::optional<WallTime> oldest;  // when the oldest that is no dead letter was written; none: none
};

// Reads some milliseconds' worth: not on a loop.
OutboxLag outbox_lag(Queries& db);

// The modules to which something is owed that is no dead letter.
std::vector<std::string> destinations_owed(Queries& db);

}  // namespace kernel
