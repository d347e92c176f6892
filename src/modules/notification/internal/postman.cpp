#include "internal/postman.h"

#include <algorithm>

#include "internal/file_mail.h"
#include "internal/smtp_mail.h"
#include "kernel/log.h"

namespace notification {

using kernel::Task;
using kernel::Ticks;
using kernel::Transaction;

namespace {

constexpr int batch_max = 16;  // mails whose outcome is written in one transaction
constexpr Ticks idle_max = std::chrono::milliseconds(100);  // a stop waits no longer

std::shared_ptr<MailTransport> make_transport(const Options& options) {
  if (options.transport) return options.transport;
  switch (options.delivery) {
    case Delivery::smtp:
      return std::make_shared<SmtpMail>(options.smtp);
    case Delivery::memory:
      return std::make_shared<MemoryMail>();
    case Delivery::file:
      break;
  }
  return std::make_shared<FileMail>(options.directory);
}

}  // namespace

Postman::Postman(kernel::Database& database, kernel::TaskGroup& tasks, const Options& options)
    : runtime_(database.runtime()),
      database_(database),
      tasks_(tasks),
      options_(options),
      transport_(make_transport(options)),
      queued_(runtime_) {}

Task<> Postman::work() {
  while (!tasks_.stopping()) {
    const auto seen = queued_.version();
    bool busy = false;
    Ticks pause = idle_max;
    try {
      if (seen != settled_) co_await settle_queue();
      settled_ = seen;
      busy = co_await deliver_due();
      pause = until_next();
    } catch (const std::exception& error) {  // the database is full or overloaded: later again
      kernel::log_warning("mail waits", {{"error", error.what()}});
    }
    if (!busy) co_await queued_.wait(seen, pause);
  }
}

// wake() comes before the commit. The writer does one thing after another, so what has woken us is
// committed when an empty write has been.
Task<> Postman::settle_queue() {
  const auto nothing = [](Transaction&) {};
  co_await database_.write(nothing);
}

// False when nothing was due.
Task<bool> Postman::deliver_due() {
  const auto find = [&] {
    auto reader = database_.read();
    return due_mails(reader, runtime_.now(), batch_max);
  };
  const auto mails = find();
  std::vector<Attempt> attempts;
  for (const auto& mail : mails) {
    if (tasks_.stopping()) break;
    attempts.push_back(co_await deliver(mail));
  }
  if (attempts.empty()) co_return false;

  std::vector<WallTime> next;
  for (const auto& attempt : attempts)
    next.push_back(runtime_.now() + backoff(attempt.mail->attempts));
  const auto store = [&](Transaction& tx) {
    for (std::size_t i = 0; i < attempts.size(); ++i) record(tx, attempts[i], next[i]);
  };
  co_await database_.write(store);
  co_return true;
}

Task<Postman::Attempt> Postman::deliver(const DueMail& due) {
  const auto attempt_delivery = [&] {
    Letter letter = due.letter;
    letter.sender_name = options_.sender_name;
    letter.sender_address = options_.sender_address;
    transport_->deliver({to_text(due.id), letter.message_id, letter.sender_address,
                         letter.recipient_address, compose(letter)});
  };
  Attempt attempt{&due, std::nullopt};
  try {
    co_await runtime_.on_worker(attempt_delivery);
  } catch (const std::exception& error) {
    attempt.error = error.what();
    kernel::log_warning("mail not delivered", {{"notification", to_text(due.id)},
                                               {"attempt", std::to_string(due.attempts + 1)},
                                               {"error", error.what()}});
  }
  co_return attempt;
}

void Postman::record(Transaction& tx, const Attempt& attempt, WallTime next_attempt_at) {
  const auto& mail = *attempt.mail;
  if (!attempt.error) return mark_delivered(tx, mail.id);
  if (mail.attempts + 1 >= options_.attempts_max) return mark_dead(tx, mail.id, *attempt.error);
  mark_failed(tx, mail.id, *attempt.error, next_attempt_at);
}

// Doubles with each attempt; a random half of it is left out, lest all come back at once.
Ticks Postman::backoff(unsigned attempts) {
  Ticks full = options_.backoff_first;
  for (unsigned i = 0; i < attempts && full < options_.backoff_max; ++i) full *= 2;
  full = std::clamp<Ticks>(full, std::chrono::milliseconds(2), options_.backoff_max);
  const auto half = static_cast<std::uint64_t>(full.count()) / 2;
  return Ticks(static_cast<Ticks::rep>(half + runtime_.random() % half));
}

Ticks Postman::until_next() {
  auto reader = database_.read();
  const auto next = next_due(reader);
  if (!next) return idle_max;
  return std::clamp<Ticks>(*next - runtime_.now(), std::chrono::milliseconds(1), idle_max);
}

}  // namespace notification
