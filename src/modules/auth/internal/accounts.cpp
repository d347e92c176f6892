#include "internal/accounts.h"

#include "internal/email.h"
#include "internal/tokens.h"

namespace auth {

using kernel::Blob;
using kernel::Queries;
using kernel::Row;
using kernel::RowView;
using kernel::Transaction;

namespace {

std::optional<StoredAccount> to_account(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return StoredAccount{{row->get<UserId>(0), row->get<std::string>(1), row->get<std::string>(2),
                        row->get<Role>(3), row->get<bool>(4), row->get<WallTime>(5)},
                       row->get<std::string>(6)};
}

// Behind every text that begins as it does: nothing that is UTF-8 sorts after U+10FFFF.
constexpr std::string_view last_letter = "\xF4\x8F\xBF\xBF";

}  // namespace

std::vector<Account> list_accounts(Queries& db, std::string_view beginning,
                                   const kernel::TimeCursor& after, int limit) {
  std::vector<Account> found;
  const auto add = [&](const RowView& row) {
    found.push_back({row.get<UserId>(0), row.get<std::string>(1), row.get<std::string>(2),
                     row.get<Role>(3), row.get<bool>(4), row.get<WallTime>(5)});
  };
  if (beginning.empty()) {
    db.each(
        "SELECT id, email, name, role, email_verified, created_at FROM accounts"
        " WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?",
        add, after.time, after.id, limit);
    return found;
  }
  const auto address = address_of(beginning);
  db.each(
      "SELECT id, email, name, role, email_verified, created_at FROM accounts WHERE id IN ("
      "SELECT id FROM (SELECT id FROM accounts WHERE address >= ?1 AND address < ?2 LIMIT ?5)"
      " UNION SELECT id FROM (SELECT id FROM accounts WHERE name COLLATE NOCASE >= ?3"
      " AND name COLLATE NOCASE < ?4 LIMIT ?5))"
      " AND (created_at, id) < (?6, ?7) ORDER BY created_at DESC, id DESC LIMIT ?8",
      add, address, address + std::string(last_letter), beginning,
      std::string(beginning) + std::string(last_letter), accounts_matched_max, after.time, after.id,
      limit);
  return found;
}

std::optional<StoredAccount> find_account(Queries& db, std::string_view address) {
  return to_account(
      db.one("SELECT id, email, name, role, email_verified, created_at, password"
             " FROM accounts WHERE address = ?",
             address));
}

std::optional<StoredAccount> find_account(Queries& db, const UserId& id) {
  return to_account(
      db.one("SELECT id, email, name, role, email_verified, created_at, password"
             " FROM accounts WHERE id = ?",
             id));
}

bool insert_account(Transaction& tx, const Account& account, std::string_view password) {
  return tx.run(
             "INSERT INTO accounts (id, address, email, name, role, password, email_verified,"
             " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address) DO NOTHING",
             account.id, address_of(account.email), account.email, account.name, account.role,
             password, account.email_verified, account.created_at) == 1;
}

void set_password(Transaction& tx, const UserId& id, std::string_view password) {
  tx.run("UPDATE accounts SET password = ? WHERE id = ?", password, id);
}

void make_admin(Transaction& tx, const UserId& id, std::string_view name) {
  tx.run("UPDATE accounts SET role = ?, name = ? WHERE id = ?", Role::admin, name, id);
}

void mark_verified(Transaction& tx, const UserId& id) {
  tx.run("UPDATE accounts SET email_verified = 1 WHERE id = ?", id);
}

void insert_one_time_token(Transaction& tx, Purpose purpose, const UserId& account,
                           const SecretText& token, WallTime expires_at) {
  tx.run("INSERT INTO one_time_tokens (hash, account, purpose, expires_at) VALUES (?, ?, ?, ?)",
         Blob{hash_token(token)}, account, purpose, expires_at);
}

std::int64_t count_one_time_tokens(Queries& db, Purpose purpose, const UserId& account,
                                   WallTime now) {
  return db
      .one(
          "SELECT count(*) FROM one_time_tokens WHERE account = ? AND purpose = ?"
          " AND expires_at > ?",
          account, purpose, now)
      ->get<std::int64_t>(0);
}

std::optional<UserId> find_one_time_token(Queries& db, Purpose purpose, const SecretText& token,
                                          WallTime now) {
  const auto row = db.one(
      "SELECT account FROM one_time_tokens WHERE hash = ? AND purpose = ? AND expires_at > ?",
      Blob{hash_token(token)}, purpose, now);
  if (!row) return std::nullopt;
  return row->get<UserId>(0);
}

std::optional<UserId> use_one_time_token(Transaction& tx, Purpose purpose, const SecretText& token,
                                         WallTime now) {
  const auto account = find_one_time_token(tx, purpose, token, now);
  if (account)
    tx.run("DELETE FROM one_time_tokens WHERE account = ? AND purpose = ?", *account, purpose);
  return account;
}

void delete_expired_one_time_tokens(Transaction& tx, WallTime now) {
  tx.run("DELETE FROM one_time_tokens WHERE expires_at <= ?", now);
}

}  // namespace auth
