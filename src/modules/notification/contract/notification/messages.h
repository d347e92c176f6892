// notification: tells customers by mail what happened. It listens; nobody calls it but the gateway,
// to show a customer what was sent, and an administrator everybody's mail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/time.h"

namespace notification {

using kernel::Kind;
using kernel::Limit;
using kernel::NotificationId;
using kernel::UserId;
using kernel::WallTime;

enum class Topic { registered, password_reset, order_confirmed, order_cancelled, order_refunded };

// `queued` until handed over; `dead` after the configured attempts.
enum class Status { queued, delivered, dead };

struct Notification {
  NotificationId id;
  Topic kind = Topic::registered;
  std::string subject;
  Status status = Status::queued;
  WallTime created_at;
};
struct NotificationPage {
  std::vector<Notification> items;
  std::optional<std::string> next_cursor;
};

// What was sent to the user who asks, newest first. Fails: unauthenticated, permission_denied (a
// module asks), invalid_argument (cursor).
struct ListNotifications {
  using Reply = NotificationPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}, {"cursor", 1, 500}};
  int limit = 20;
  std::optional<std::string> cursor;
};

// A mail as administrators see it.
struct MailRow {
  NotificationId id;
  UserId sent_to;
  std::string email;  // where it goes
  Topic kind = Topic::registered;
  std::string subject;
  Status status = Status::queued;
  std::int64_t attempts = 0;
  std::string error;  // of the last attempt
  WallTime created_at;
};
struct MailPage {
  std::vector<MailRow> items;
  std::optional<std::string> next_cursor;
};

// Everybody's mails, newest first. Administrators. Fails: invalid_argument (cursor).
struct ListMails {
  using Reply = MailPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<UserId> sent_to;
  std::optional<Status> status;
  int limit = 20;
  std::optional<std::string> cursor;
};

inline constexpr std::int64_t mail_body_max = 4 * 1024 * 1024;

// What a mail says: the same words as text and as HTML. A one-time token in a link is shown as ***,
// as long as the mail waits, too: it is for whoever gets the mail.
struct MailPreview {
  static constexpr Limit limits[] = {{"text", 0, mail_body_max}, {"html", 0, mail_body_max}};
  NotificationId id;
  UserId sent_to;
  std::string email;
  std::string name;
  Topic kind = Topic::registered;
  std::string subject;
  std::string text;
  std::string html;
  Status status = Status::queued;
  std::int64_t attempts = 0;
  std::string error;
  WallTime created_at;
};

// Administrators. Fails: not_found.
struct GetMail {
  using Reply = MailPreview;
  static constexpr auto kind = Kind::query;
  NotificationId id;
};

BOOST_DESCRIBE_ENUM(Topic, registered, password_reset, order_confirmed, order_cancelled,
                    order_refunded)
BOOST_DESCRIBE_ENUM(Status, queued, delivered, dead)
BOOST_DESCRIBE_STRUCT(Notification, (), (id, kind, subject, status, created_at))
BOOST_DESCRIBE_STRUCT(NotificationPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListNotifications, (), (limit, cursor))
BOOST_DESCRIBE_STRUCT(MailRow, (),
                      (id, sent_to, email, kind, subject, status, attempts, error, created_at))
BOOST_DESCRIBE_STRUCT(MailPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListMails, (), (sent_to, status, limit, cursor))
BOOST_DESCRIBE_STRUCT(MailPreview, (),
                      (id, sent_to, email, name, kind, subject, text, html, status, attempts, error,
                       created_at))
BOOST_DESCRIBE_STRUCT(GetMail, (), (id))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace notification
