// notification: who gets mail where, and the mails themselves.
//
//   queued ──delivered──▶ delivered
//     │ ▲
//     └─┴──failed: later again──▶ dead, after the configured attempts
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "internal/letters.h"
#include "internal/mime.h"
#include "kernel/storage.h"
#include "kernel/time_cursor.h"

namespace notification {

struct Recipient {
  std::string email;
  std::string name;
};

void remember(kernel::Transaction& tx, const kernel::UserId& user, const Recipient& recipient);
std::optional<Recipient> find_recipient(kernel::Queries& db, const kernel::UserId& user);

// A mail to be queued.
struct NewMail {
  NotificationId id;
  std::string message_id;
  kernel::UserId user;
  kernel::Uuid about;
  Recipient recipient;
  Words words;
  std::optional<std::string> secret;
  WallTime now;
};
void queue_mail(kernel::Transaction& tx, const NewMail& mail);

// A mail to be delivered now; its token stands in its place.
struct DueMail {
  NotificationId id;
  unsigned attempts = 0;  // before this one
  Letter letter;          // without a sender
};
std::vector<DueMail> due_mails(kernel::Queries& db, WallTime now, int mails_max);
std::optional<WallTime> next_due(kernel::Queries& db);

void mark_delivered(kernel::Transaction& tx, const NotificationId& id);
void mark_failed(kernel::Transaction& tx, const NotificationId& id, std::string_view error,
                 WallTime next_attempt_at);
void mark_dead(kernel::Transaction& tx, const NotificationId& id, std::string_view error);

std::vector<Notification> list_mails(kernel::Queries& db, const kernel::UserId& user,
                                     const kernel::TimeCursor& after, int mails_max);

// For administrators: of the user and in the status that the query names, if any.
std::vector<MailRow> list_all_mails(kernel::Queries& db, const ListMails& query,
                                    const kernel::TimeCursor& after, int mails_max);
// With one-time tokens masked.
std::optional<MailPreview> find_mail(kernel::Queries& db, const NotificationId& id);

}  // namespace notification
