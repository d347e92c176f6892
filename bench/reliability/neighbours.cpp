#include "neighbours.h"

#include "lab/arms/fingerprint.h"
#include "notification_outage.h"
#include "payment_hang.h"

namespace reliability {

kernel::Task<> run_neighbours(Session& session, const NeighboursOptions& options, Report& report) {
  lab::assign_cpus(session.lab());
  const auto shop = co_await seed(session, options.customers);
  if (options.rounds > 0) co_await run_notification_outage(session, shop, options, report);
  if (options.hang_rounds > 0) co_await run_payment_hang(session, shop, options, report);
}

}  // namespace reliability
