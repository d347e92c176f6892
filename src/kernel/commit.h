// kernel, inside: many logical transactions, one commit. Shared by the real writer thread and the
// simulated one; only their queues differ.
#pragma once

#include <exception>
#include <vector>

#include "kernel/runtime.h"

namespace kernel {

class Connection;

struct PendingWrite {
  WriteJob job;
  Resume resume;
  std::exception_ptr error;  // after the commit: what this caller gets
  bool wake_relay = false;   // put rows into the outbox
};

// Runs every job in a SAVEPOINT of its own inside one transaction and commits. A job that throws
// rolls back alone; a failing disk fails all of them with `unavailable`.
void commit_batch(Connection& connection, std::vector<PendingWrite>& batch);

}  // namespace kernel
