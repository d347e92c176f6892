#include "commit.h"

#include <algorithm>
#include <bit>

#include "connection.h"
#include "kernel/error.h"
#include "kernel/log.h"
#include "kernel/storage.h"

namespace kernel {

namespace {

void run_job(Connection& connection, PendingWrite& write) {
  connection.run("SAVEPOINT job", {}, nullptr);
  try {
    Transaction tx(connection, *write.job.database);
    write.job.run(write.job.object, tx);
    write.wake_relay = tx.relay_woken();
  } catch (const StorageFailure&) {
    throw;
  } catch (...) {
    write.error = std::current_exception();
    connection.run("ROLLBACK TO job", {}, nullptr);
  }
  connection.run("RELEASE job", {}, nullptr);
}

void fail_all(Connection& connection, std::vector<PendingWrite>& batch, const char* why) {
  log_error("commit failed", {{"error", why}});
  try {
    if (connection.in_transaction()) connection.run("ROLLBACK", {}, nullptr);
  } catch (const std::exception& error) {
    log_error("rollback failed", {{"error", error.what()}});
  }
  const auto failure =
      std::make_exception_ptr(Error(Code::unavailable, "the storage cannot write at the moment"));
  for (PendingWrite& write : batch) {
    write.error = failure;
    write.wake_relay = false;
  }
}

bool try_to_commit(Connection& connection, std::vector<PendingWrite>& batch) {
  try {
    connection.run("BEGIN IMMEDIATE", {}, nullptr);
    for (PendingWrite& write : batch) run_job(connection, write);
    connection.run("COMMIT", {}, nullptr);
  } catch (const std::exception& error) {
    fail_all(connection, batch, error.what());
    return false;
  }
  return true;
}

// One writer: no atomic read-modify-write is needed.
void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) noexcept {
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

void count(StorageCounters& counters, const std::vector<PendingWrite>& batch, bool committed,
           Ticks took) noexcept {
  const auto refused = static_cast<std::uint64_t>(
      std::ranges::count_if(batch, [](const PendingWrite& write) { return !!write.error; }));
  if (committed) {
    add(counters.committed, batch.size() - refused);
    add(counters.rolled_back, refused);
  } else {
    add(counters.failed, batch.size());
  }
  const auto ns = static_cast<std::uint64_t>(took.count());
  const auto size_bucket = static_cast<std::size_t>(std::bit_width(batch.size() - 1));
  const auto time_bucket = static_cast<std::size_t>(std::bit_width(ns >> 12));
  add(counters.batches[std::min(size_bucket, batch_buckets - 1)], 1);
  add(counters.took[std::min(time_bucket, commit_buckets - 1)], 1);
  add(counters.took_ns, ns);
}

}  // namespace

void commit_batch(Connection& connection, std::vector<PendingWrite>& batch) {
  if (batch.empty()) return;
  Database& database = *batch.front().job.database;
  const Ticks began = database.runtime().ticks();
  const bool committed = try_to_commit(connection, batch);
  count(database.store().counters(), batch, committed, database.runtime().ticks() - began);
  if (!committed) return;
  for (const PendingWrite& write : batch)
    if (write.wake_relay) write.job.database->outbox_committed();
}

}  // namespace kernel
