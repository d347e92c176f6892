#include "internal/store.h"

namespace notification {

using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;

namespace {

// The partial index mails_due holds just these.
static_assert(static_cast<int>(Status::queued) == 0);

constexpr std::size_t error_max = 500;

DueMail to_due_mail(const RowView& row) {
  DueMail mail;
  mail.id = row.get<NotificationId>(0);
  mail.attempts = row.get<unsigned>(1);
  const auto secret = row.get<std::optional<std::string>>(7).value_or("");
  auto& letter = mail.letter;
  letter.message_id = row.get<std::string>(2);
  letter.recipient_address = row.get<std::string>(3);
  letter.recipient_name = row.get<std::string>(4);
  letter.subject = row.get<std::string>(5);
  letter.text = reveal(row.get<std::string>(6), secret);
  letter.html = reveal(row.get<std::string>(8), secret);
  letter.date = row.get<WallTime>(9);
  return mail;
}

}  // namespace

void remember(Transaction& tx, const kernel::UserId& user, const Recipient& recipient) {
  tx.run(
      "INSERT INTO recipients (user, email, name) VALUES (?, ?, ?)"
      " ON CONFLICT (user) DO UPDATE SET email = excluded.email, name = excluded.name",
      user, recipient.email, recipient.name);
}

std::optional<Recipient> find_recipient(Queries& db, const kernel::UserId& user) {
  const auto row = db.one("SELECT email, name FROM recipients WHERE user = ?", user);
  if (!row) return std::nullopt;
  return Recipient{row->get<std::string>(0), row->get<std::string>(1)};
}

void queue_mail(Transaction& tx, const NewMail& mail) {
  tx.run(
      "INSERT INTO mails (id, message_id, user, about, topic, email, name, subject, text, html,"
      " secret, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      mail.id, mail.message_id, mail.user, mail.about, mail.words.topic, mail.recipient.email,
      mail.recipient.name, mail.words.subject, mail.words.text, mail.words.html, mail.secret,
      mail.now, mail.now);
}

std::vector<DueMail> due_mails(Queries& db, WallTime now, int mails_max) {
  std::vector<DueMail> found;
  const auto add = [&](const RowView& row) { found.push_back(to_due_mail(row)); };
  db.each(
      "SELECT id, attempts, message_id, email, name, subject, text, secret, html, created_at"
      " FROM mails WHERE status = 0 AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?",
      add, now, mails_max);
  return found;
}

std::optional<WallTime> next_due(Queries& db) {
  return db.one("SELECT min(next_attempt_at) FROM mails WHERE status = 0")
      ->get<std::optional<WallTime>>(0);
}

void mark_delivered(Transaction& tx, const NotificationId& id) {
  tx.run(
      "UPDATE mails SET status = ?, attempts = attempts + 1, secret = NULL, error = ''"
      " WHERE id = ?",
      Status::delivered, id);
}

void mark_failed(Transaction& tx, const NotificationId& id, std::string_view error,
                 WallTime next_attempt_at) {
  tx.run("UPDATE mails SET attempts = attempts + 1, error = ?, next_attempt_at = ? WHERE id = ?",
         error.substr(0, error_max), next_attempt_at, id);
}

void mark_dead(Transaction& tx, const NotificationId& id, std::string_view error) {
  tx.run(
      "UPDATE mails SET status = ?, attempts = attempts + 1, secret = NULL, error = ?"
      " WHERE id = ?",
      Status::dead, error.substr(0, error_max), id);
}

std::vector<Notification> list_mails(Queries& db, const kernel::UserId& user,
                                     const kernel::TimeCursor& after, int mails_max) {
  std::vector<Notification> found;
  const auto add = [&](const RowView& row) {
    found.push_back({row.get<NotificationId>(0), row.get<Topic>(1), row.get<std::string>(2),
                     row.get<Status>(3), row.get<WallTime>(4)});
  };
  db.each(
      "SELECT id, topic, subject, status, created_at FROM mails"
      " WHERE user = ? AND (created_at, id) < (?, ?)"
      " ORDER BY created_at DESC, id DESC LIMIT ?",
      add, user, after.time, after.id, mails_max);
  return found;
}

std::vector<MailRow> list_all_mails(Queries& db, const ListMails& query,
                                    const kernel::TimeCursor& after, int mails_max) {
  std::vector<MailRow> found;
  const auto add = [&](const RowView& row) {
    found.push_back({row.get<NotificationId>(0), row.get<kernel::UserId>(1),
                     row.get<std::string>(2), row.get<Topic>(3), row.get<std::string>(4),
                     row.get<Status>(5), row.get<std::int64_t>(6), row.get<std::string>(7),
                     row.get<WallTime>(8)});
  };
  // Each of the two narrows by an index of its own; of both the user's, whose mails are few. The
  // texts are few, too, and stay prepared.
  std::string sql =
      "SELECT id, user, email, topic, subject, status, attempts, error, created_at FROM mails"
      " WHERE ";
  if (query.sent_to) sql += "user = ?1 AND ";
  if (query.status) sql += query.sent_to ? "+status = ?2 AND " : "status = ?2 AND ";
  sql += "(created_at, id) < (?3, ?4) ORDER BY created_at DESC, id DESC LIMIT ?5";
  db.each(sql, add, query.sent_to, query.status, after.time, after.id, mails_max);
  return found;
}

std::optional<MailPreview> find_mail(Queries& db, const NotificationId& id) {
  const auto row = db.one(
      "SELECT id, user, email, name, topic, subject, text, html, status, attempts, error,"
      " created_at FROM mails WHERE id = ?",
      id);
  if (!row) return std::nullopt;
  return MailPreview{row->get<NotificationId>(0),
                     row->get<kernel::UserId>(1),
                     row->get<std::string>(2),
                     row->get<std::string>(3),
                     row->get<Topic>(4),
                     row->get<std::string>(5),
                     masked(row->get<std::string>(6)),
                     masked(row->get<std::string>(7)),
                     row->get<Status>(8),
                     row->get<std::int64_t>(9),
                     row->get<std::string>(10),
                     row->get<WallTime>(11)};
}

}  // namespace notification
