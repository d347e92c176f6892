// reliability: what the module of the outbox's measurement announces.
#pragma once

#include <cstdint>

#include "kernel/message.h"

namespace outbox_events {

// To a destination that is well.
struct Noted {
  kernel::OrderId about;
  std::int64_t number = 0;  // ascends for each `about`
  kernel::OrderId aggregate() const { return about; }
};

// To one that is away.
struct Missed {
  kernel::OrderId about;
  std::int64_t number = 0;
  kernel::OrderId aggregate() const { return about; }
};

BOOST_DESCRIBE_STRUCT(Noted, (), (about, number))
BOOST_DESCRIBE_STRUCT(Missed, (), (about, number))

}  // namespace outbox_events
