// gateway: how long answers that go on and on may do so, and how many of them.
#pragma once

#include <chrono>
#include <cstddef>

#include "kernel/time.h"

namespace gateway {

struct StreamOptions {
  std::size_t streams_max = 1'000;  // of this process: 503 beyond
  std::size_t per_user_max = 10;    // 429 beyond
  // A comment is sent after so long without an event, so that nobody between takes the connection
  // for dead, and a client that is gone is noticed.
  kernel::Ticks heartbeat = std::chrono::seconds(15);
  // How often it is looked whether the token still holds.
  kernel::Ticks look = std::chrono::seconds(1);
  // How long one call waits for something to happen.
  kernel::Ticks wait = std::chrono::seconds(10);
  // Between two calls while the module does not answer; doubles.
  kernel::Ticks pause_first = std::chrono::milliseconds(250);
  kernel::Ticks pause_max = std::chrono::seconds(5);
  // For how long it may not answer before the stream ends.
  kernel::Ticks outage_max = std::chrono::minutes(1);
};

}  // namespace gateway
