// order: what its configuration may change.
#pragma once

#include <cstddef>

#include "kernel/time.h"

namespace order {

// A reservation must outlive the longest time a payment may stay unknown, which is saga_deadline,
// one last attempt and one wait: checked at start.
struct Options {
  // catalog's: how long stock stays reserved.
  kernel::Ticks reservation_lifetime = std::chrono::minutes(15);
  // How long an order may stay unfinished because a neighbour does not answer, before it is
  // abandoned.
  kernel::Ticks saga_deadline = std::chrono::minutes(5);
  // How long one call to a neighbour may take. Longer than payment waits for its provider.
  kernel::Ticks step_timeout = std::chrono::seconds(10);
  // The same for a call that a durable command stands in for.
  kernel::Ticks courtesy_timeout = std::chrono::seconds(1);
  // Kept back of a caller's deadline, so that "pending" still reaches him.
  kernel::Ticks answer_margin = std::chrono::milliseconds(100);
  // Between attempts of a step; doubles up to the second, with jitter.
  kernel::Ticks backoff_first = std::chrono::milliseconds(50);
  kernel::Ticks backoff_max = std::chrono::seconds(1);
  // How often orders are looked for that nobody works on.
  kernel::Ticks recover_every = std::chrono::seconds(1);
  // How many calls may wait for orders to change, all together. Each costs a suspended coroutine.
  std::size_t watches_max = 10'000;
};

}  // namespace order
