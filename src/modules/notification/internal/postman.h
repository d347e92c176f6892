// notification: takes queued mail to the transport, again and again until it is delivered or dead.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "internal/store.h"
#include "kernel/signal.h"
#include "kernel/storage.h"
#include "kernel/task_group.h"
#include "notification_options.h"

namespace notification {

class Postman {
 public:
  Postman(kernel::Database& database, kernel::TaskGroup& tasks, const Options& options);

  // Runs until the group stops.
  kernel::Task<> work();

  // Mail was queued by a transaction that is about to commit. From any thread.
  void wake() { queued_.notify(); }

 private:
  struct Attempt {
    const DueMail* mail;
    std::optional<std::string> error;
  };
  kernel::Task<> settle_queue();
  kernel::Task<bool> deliver_due();
  kernel::Task<Attempt> deliver(const DueMail& mail);
  void record(kernel::Transaction& tx, const Attempt& attempt, WallTime next_attempt_at);
  kernel::Ticks backoff(unsigned attempts);
  kernel::Ticks until_next();

  // Set at construction.
  kernel::Runtime& runtime_;
  kernel::Database& database_;
  kernel::TaskGroup& tasks_;
  const Options options_;
  const std::shared_ptr<MailTransport> transport_;
  kernel::Signal queued_;
  // The working coroutine only.
  std::uint64_t settled_ = 0;
};

}  // namespace notification
