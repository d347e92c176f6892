#include "commit.h"

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

}  // namespace

void commit_batch(Connection& connection, std::vector<PendingWrite>& batch) {
  try {
    connection.run("BEGIN IMMEDIATE", {}, nullptr);
    for (PendingWrite& write : batch) run_job(connection, write);
    connection.run("COMMIT", {}, nullptr);
  } catch (const std::exception& error) {
    return fail_all(connection, batch, error.what());
  }
  for (const PendingWrite& write : batch)
    if (write.wake_relay) write.job.database->outbox_committed();
}

}  // namespace kernel
