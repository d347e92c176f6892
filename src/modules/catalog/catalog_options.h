// catalog: what the composition root sets.
#pragma once

#include "kernel/money.h"
#include "kernel/time.h"

namespace catalog {

struct Options {
  kernel::Currency currency;  // of the shop: every price is in it
  // How long an order may hold stock without paying; longer than a payment may stay unknown.
  kernel::Ticks reservation_lifetime = std::chrono::minutes(15);
  kernel::Ticks sweep_interval = std::chrono::seconds(5);  // how late an expiry may be noticed
};

}  // namespace catalog
