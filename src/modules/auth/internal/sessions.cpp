#include "internal/sessions.h"

#include <vector>

namespace auth {

using kernel::Blob;
using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;

namespace {

constexpr int revocations_max = 5'000;
constexpr int swept_max = 500;  // at once, so that a sweep holds up no login

struct StoredToken {
  SessionId session;
  WallTime expires_at;
  std::optional<WallTime> spent_at;
  kernel::Key spent_by;
  Nonce nonce{};
  kernel::Claims claims;  // of the session: user, session, role, authenticated_at
};

std::optional<StoredToken> find_token(Queries& db, const std::string& hash) {
  const auto row = db.one(
      "SELECT t.session, t.expires_at, t.spent_at, t.spent_by, t.nonce, s.account,"
      " s.authenticated_at, a.role FROM refresh_tokens t JOIN sessions s ON s.id = t.session"
      " JOIN accounts a ON a.id = s.account WHERE t.hash = ?",
      Blob{hash});
  if (!row) return std::nullopt;
  StoredToken token{row->get<SessionId>(0),
                    row->get<WallTime>(1),
                    row->get<std::optional<WallTime>>(2),
                    row->get<kernel::Key>(3),
                    to_nonce(row->get<std::string>(4)),
                    {}};
  token.claims.user = row->get<UserId>(5);
  token.claims.session = token.session;
  token.claims.role = row->get<Role>(7);
  token.claims.authenticated_at = row->get<WallTime>(6);
  return token;
}

bool is_live(Queries& db, const SecretText& token) {
  return db
      .one("SELECT 1 FROM refresh_tokens WHERE hash = ? AND spent_at IS NULL",
           Blob{hash_token(token)})
      .has_value();
}

// Depends on the spent token, the nonce and the time it was spent only, so that a retry gets the
// same tokens without their having been stored.
Grant successor_grant(const StoredToken& token, const SecretText& text, const Nonce& nonce,
                      WallTime spent_at, const Lifetimes& lifetimes) {
  Grant grant{token.claims, successor_of(text, nonce)};
  grant.claims.issued_at = spent_at;
  grant.claims.expires_at = access_end(spent_at, lifetimes);
  grant.claims.id = kernel::derived_uuid(token.session, bytes_of(nonce));
  return grant;
}

void insert_token(Transaction& tx, const Grant& grant, WallTime expires_at) {
  tx.run("INSERT INTO refresh_tokens (hash, session, expires_at) VALUES (?, ?, ?)",
         Blob{hash_token(grant.refresh_token)}, grant.claims.session, expires_at);
}

// A second use of a spent token. The same request again, late or repeated, did nothing wrong.
std::optional<Grant> use_spent(Transaction& tx, const StoredToken& token, const Renewal& renewal,
                               const Lifetimes& lifetimes) {
  if (renewal.key.empty() || renewal.key != token.spent_by) {
    end_session(tx, token.session, renewal.now);
    return std::nullopt;
  }
  auto grant = successor_grant(token, renewal.token, token.nonce, *token.spent_at, lifetimes);
  const bool usable = is_live(tx, grant.refresh_token) && grant.claims.expires_at > renewal.now;
  return usable ? std::optional(std::move(grant)) : std::nullopt;
}

}  // namespace

WallTime access_end(WallTime now, const Lifetimes& lifetimes) {
  const WallTime end = now + lifetimes.access;
  return {(end.ms + 999) / 1000 * 1000};
}

void start_session(Transaction& tx, const Grant& grant, const Lifetimes& lifetimes) {
  const auto& claims = grant.claims;
  const WallTime expires_at = claims.issued_at + lifetimes.refresh;
  tx.run(
      "INSERT INTO sessions (id, account, authenticated_at, access_expires_at, expires_at)"
      " VALUES (?, ?, ?, ?, ?)",
      claims.session, claims.user, claims.authenticated_at, claims.expires_at, expires_at);
  insert_token(tx, grant, expires_at);
}

std::optional<Grant> renew(Transaction& tx, const Renewal& renewal, const Lifetimes& lifetimes) {
  const auto hash = hash_token(renewal.token);
  const auto token = find_token(tx, hash);
  if (!token || token->expires_at <= renewal.now) return std::nullopt;
  if (token->spent_at) return use_spent(tx, *token, renewal, lifetimes);

  auto grant = successor_grant(*token, renewal.token, renewal.nonce, renewal.now, lifetimes);
  const WallTime expires_at = renewal.now + lifetimes.refresh;
  tx.run("UPDATE refresh_tokens SET spent_at = ?, spent_by = ?, nonce = ? WHERE hash = ?",
         renewal.now, renewal.key, Blob{bytes_of(renewal.nonce)}, Blob{hash});
  tx.run("UPDATE sessions SET access_expires_at = ?, expires_at = ? WHERE id = ?",
         grant.claims.expires_at, expires_at, token->session);
  insert_token(tx, grant, expires_at);
  return grant;
}

std::optional<SessionId> session_of(Queries& db, const SecretText& token) {
  const auto row =
      db.one("SELECT session FROM refresh_tokens WHERE hash = ?", Blob{hash_token(token)});
  if (!row) return std::nullopt;
  return row->get<SessionId>(0);
}

void end_session(Transaction& tx, const SessionId& session, WallTime now) {
  tx.run(
      "INSERT INTO revocations (session, alive_until)"
      " SELECT id, access_expires_at FROM sessions WHERE id = ? AND access_expires_at > ?",
      session, now);
  tx.run("DELETE FROM refresh_tokens WHERE session = ?", session);
  tx.run("DELETE FROM sessions WHERE id = ?", session);
}

void end_sessions_of(Transaction& tx, const UserId& account, WallTime now) {
  end_other_sessions_of(tx, account, {}, now);
}

void end_other_sessions_of(Transaction& tx, const UserId& account, const SessionId& kept,
                           WallTime now) {
  std::vector<SessionId> sessions;
  const auto add = [&](const RowView& row) { sessions.push_back(row.get<SessionId>(0)); };
  tx.each("SELECT id FROM sessions WHERE account = ? AND id != ? ORDER BY id", add, account, kept);
  for (const auto& session : sessions) end_session(tx, session, now);
}

std::vector<Session> sessions_of(Queries& db, const UserId& account,
                                 const kernel::TimeCursor& after, int limit, WallTime now) {
  std::vector<Session> found;
  const auto add = [&](const RowView& row) {
    found.push_back({row.get<SessionId>(0), false, row.get<WallTime>(1), row.get<WallTime>(2)});
  };
  db.each(
      "SELECT id, authenticated_at, expires_at FROM sessions"
      " WHERE account = ? AND (authenticated_at, id) < (?, ?) AND expires_at > ?"
      " ORDER BY authenticated_at DESC, id DESC LIMIT ?",
      add, account, after.time, after.id, now, limit);
  return found;
}

bool has_session(Queries& db, const UserId& account, const SessionId& session) {
  return db.one("SELECT 1 FROM sessions WHERE id = ? AND account = ?", session, account)
      .has_value();
}

Revocations revocations_after(Queries& db, std::int64_t sequence, WallTime now) {
  const auto last = db.one("SELECT max(sequence) FROM revocations")->get<std::int64_t>(0);
  // Who knows of more than there is knew another database (restored from a backup): all, again.
  if (sequence > last) sequence = 0;
  Revocations found{sequence, {}};
  const auto add = [&](const RowView& row) {
    found.sequence = row.get<std::int64_t>(0);
    if (row.get<WallTime>(2) > now) found.sessions.push_back(row.get<SessionId>(1));
  };
  db.each(
      "SELECT sequence, session, alive_until FROM revocations WHERE sequence > ?"
      " ORDER BY sequence LIMIT ?",
      add, sequence, revocations_max);
  return found;
}

void delete_expired_sessions(Transaction& tx, WallTime now) {
  std::vector<SessionId> sessions;
  const auto add = [&](const RowView& row) { sessions.push_back(row.get<SessionId>(0)); };
  tx.each("SELECT id FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?", add, now,
          swept_max);
  for (const auto& session : sessions) {
    tx.run("DELETE FROM refresh_tokens WHERE session = ?", session);
    tx.run("DELETE FROM sessions WHERE id = ?", session);
  }
  tx.run(
      "DELETE FROM refresh_tokens WHERE hash IN"
      " (SELECT hash FROM refresh_tokens WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
      now, swept_max);
  // The newest revocation stays: its number tells later askers that they lack nothing.
  tx.run(
      "DELETE FROM revocations WHERE alive_until <= ?"
      " AND sequence < (SELECT max(sequence) FROM revocations)",
      now);
}

}  // namespace auth
