// notification: tells customers by mail what happened. It listens; nobody calls it but the gateway,
// to show a customer what was sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/time.h"

namespace notification {

using kernel::Kind;
using kernel::Limit;
using kernel::NotificationId;
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

BOOST_DESCRIBE_ENUM(Topic, registered, password_reset, order_confirmed, order_cancelled,
                    order_refunded)
BOOST_DESCRIBE_ENUM(Status, queued, delivered, dead)
BOOST_DESCRIBE_STRUCT(Notification, (), (id, kind, subject, status, created_at))
BOOST_DESCRIBE_STRUCT(NotificationPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(ListNotifications, (), (limit, cursor))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace notification
