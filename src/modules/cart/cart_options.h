// cart: what the composition root sets.
#pragma once

#include "kernel/money.h"
#include "kernel/time.h"

namespace cart {

struct Options {
  kernel::Currency currency;  // of the shop: that of an empty cart's total
  // A guest's cart that was not changed for so long is thrown away.
  kernel::Ticks guest_cart_lifetime = std::chrono::hours(30 * 24);
  // For how long a command that comes again is known by its key.
  kernel::Ticks key_lifetime = std::chrono::hours(24);
  kernel::Ticks sweep_interval = std::chrono::hours(1);
};

}  // namespace cart
