// reliability: notification down or hanging, against a shop that is well, and against itself.
#pragma once

#include "neighbours.h"

namespace reliability {

kernel::Task<> run_notification_outage(Session& session, const lab::SeededShop& shop,
                                       const NeighboursOptions& options, Report& report);

}  // namespace reliability
