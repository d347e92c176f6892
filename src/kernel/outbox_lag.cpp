#include "kernel/outbox_lag.h"

#include <algorithm>

#include "kernel/storage.h"

namespace kernel {

// By a seek for each, since there are few of them and may be a million rows.
std::vector<std::string> destinations_owed(Queries& db) {
  std::vector<std::string> found;
  db.each(
      "WITH RECURSIVE owed (name) AS (SELECT min(destination) FROM delivery WHERE dead = 0"
      " UNION ALL SELECT (SELECT min(destination) FROM delivery WHERE dead = 0"
      " AND destination > name) FROM owed WHERE name IS NOT NULL)"
      " SELECT name FROM owed WHERE name IS NOT NULL",
      [&](const RowView& row) { found.push_back(row.get<std::string>(0)); });
  return found;
}

OutboxLag outbox_lag(Queries& db) {
  OutboxLag lag;
  lag.pending = db.one("SELECT count(*) FROM (SELECT 1 FROM delivery LIMIT ?)", lag_counted_max)
                    ->get<std::int64_t>(0);
  lag.dead = db.one("SELECT count(*) FROM (SELECT 1 FROM delivery WHERE dead = 1 LIMIT ?)",
                    lag_counted_max)
                 ->get<std::int64_t>(0);
  // Rows are delivered in order within a partition, so the first of each is its oldest;
  // those that were put off stand apart.
  const auto consider = [&](const RowView& row) {
    const auto written = row.get<WallTime>(0);
    lag.oldest = lag.oldest ? std::min(*lag.oldest, written) : written;
  };
  for (const auto& destination : destinations_owed(db))
    for (unsigned partition = 0; partition < relay_partitions; ++partition)
      for (const bool held : {false, true})
        db.each(
            "SELECT o.created_at FROM delivery d JOIN outbox o ON o.seq = d.seq"
            " WHERE d.destination = ? AND d.partition = ? AND d.held = ? AND d.dead = 0"
            " ORDER BY d.id LIMIT 1",
            consider, destination, partition, held);
  return lag;
}

}  // namespace kernel
