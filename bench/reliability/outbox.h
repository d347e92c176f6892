// reliability: a module owes another one that is away a million deliveries. What does everything
// else that the module announces cost now, and how fast is the million delivered once the other is
// back?
//
// In one process: the kernel's own database, relay and runtime, on real files; the two
// destinations answer at once or not at all. The same work is measured over an empty outbox, a full
// one and the emptied one.
#pragma once

#include <cstdint>

#include "session.h"

namespace reliability {

struct OutboxOptions {
  std::int64_t rows = 1'000'000;      // owed to the one that is away
  std::int64_t aggregates = 100'000;  // that they are about
  std::int64_t events = 20'000;       // announced at once in a round
  int alone = 200;                    // announced one after the other in a round
  int rounds = 3;
  double settle_s = 10;        // that the relay has before the full outbox is measured
  double deliver_max_s = 180;  // for the million
  double times_max = 2;        // of what it costs over an empty outbox
  bool silent = false;         // whoever is away does not answer, rather than refuse at once
};

kernel::Task<> run_outbox(Session& session, const OutboxOptions& options, Report& report);

}  // namespace reliability
