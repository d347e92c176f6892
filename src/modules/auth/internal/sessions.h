// auth: sessions, each a family of rotating refresh tokens, and the list of those that ended.
//
//   token: live ──used──▶ spent ──used again──▶ (the session ends)
//                           └──the same request again, its successor live──▶ answered alike
#pragma once

#include <optional>
#include <vector>

#include "auth/messages.h"
#include "internal/tokens.h"
#include "kernel/id.h"
#include "kernel/jwt.h"
#include "kernel/storage.h"
#include "kernel/time_cursor.h"

namespace auth {

// What a pair of tokens says: the claims of the one, and the other.
struct Grant {
  kernel::Claims claims;
  SecretText refresh_token;
};

struct Lifetimes {
  kernel::Ticks access;
  kernel::Ticks refresh;
};

// When an access token issued at `now` expires: a whole second, as its wire form says it.
WallTime access_end(WallTime now, const Lifetimes& lifetimes);

// Starts the session that `grant` names, whole.
void start_session(kernel::Transaction& tx, const Grant& grant, const Lifetimes& lifetimes);

// A request to trade a refresh token. `key` is its idempotency key, perhaps empty.
struct Renewal {
  SecretText token;
  kernel::Key key;
  Nonce nonce;  // fresh: makes the successor
  WallTime now;
};

// Spends the token and grants its successor; nothing when the token does not hold. Using a spent
// one ends its session: that stays true, so do not roll back.
std::optional<Grant> renew(kernel::Transaction& tx, const Renewal& renewal,
                           const Lifetimes& lifetimes);

std::optional<SessionId> session_of(kernel::Queries& db, const SecretText& token);
void end_session(kernel::Transaction& tx, const SessionId& session, WallTime now);
void end_sessions_of(kernel::Transaction& tx, const UserId& account, WallTime now);

void end_other_sessions_of(kernel::Transaction& tx, const UserId& account, const SessionId& kept,
                           WallTime now);

// Of an account, newest login first, none of them `current`.
std::vector<Session> sessions_of(kernel::Queries& db, const UserId& account,
                                 const kernel::TimeCursor& after, int limit, WallTime now);
bool has_session(kernel::Queries& db, const UserId& account, const SessionId& session);

Revocations revocations_after(kernel::Queries& db, std::int64_t sequence, WallTime now);

// Sessions and refresh tokens that are of no use any more, some at a time, and revocations of
// access tokens that have expired.
void delete_expired_sessions(kernel::Transaction& tx, WallTime now);

}  // namespace auth
