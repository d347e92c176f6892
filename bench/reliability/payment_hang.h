// reliability: payment hangs for a while under steady load.
#pragma once

#include "neighbours.h"

namespace reliability {

kernel::Task<> run_payment_hang(Session& session, const lab::SeededShop& shop,
                                const NeighboursOptions& options, Report& report);

}  // namespace reliability
