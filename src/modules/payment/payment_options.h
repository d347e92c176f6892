// payment: what its configuration may change.
#pragma once

#include "kernel/time.h"

namespace payment {

struct Options {
  // How long one answer of the provider is waited for. Longer than the slowest provider usually
  // takes; what takes longer is learnt by asking again.
  kernel::Ticks provider_timeout = std::chrono::seconds(3);
  // Kept back of a caller's deadline, so that "not known yet" still reaches him.
  kernel::Ticks answer_margin = std::chrono::milliseconds(50);
  // How often the reconciler looks for what was left open, and how old that has to be.
  kernel::Ticks reconcile_every = std::chrono::seconds(2);
  kernel::Ticks reconcile_after = std::chrono::seconds(5);
  // How long a refund that the provider refused, of an order that failed, is let be before it is
  // asked for again.
  kernel::Ticks owed_every = std::chrono::minutes(10);
};

}  // namespace payment
