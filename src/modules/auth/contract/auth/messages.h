// auth: who somebody is. Accounts, passwords, sessions, and the keys by which every process checks
// an access token by itself.
//
// An access token is a JWT signed with Ed25519 (RFC 8037), short-lived. A session is a family of
// rotating refresh tokens: using one twice ends the family.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/context.h"
#include "kernel/message.h"

namespace auth {

using kernel::Done;
using kernel::Kind;
using kernel::Limit;
using kernel::Role;
using kernel::SecretText;
using kernel::SessionId;
using kernel::UserId;
using kernel::WallTime;

struct Account {
  UserId id;
  std::string email;  // as given; compared without case
  std::string name;
  Role role = Role::customer;
  bool email_verified = false;
  WallTime created_at;
};

struct Tokens {
  SecretText access_token;
  std::string token_type = "Bearer";
  int expires_in = 0;  // seconds
  SecretText refresh_token;
};

// Creates a customer and sends (by event) a token to verify the address. An unverified address may
// buy. Fails: already_exists (address taken), invalid_argument (no address, no name; password
// outside 10..1,000 bytes, common, or made of the address or the name), resource_exhausted (too
// many passwords at once).
struct Register {
  using Reply = Account;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"email", 3, 254}, {"password", 10, 1000}, {"name", 1, 200}};
  std::string email;
  SecretText password;
  std::string name;
};

// Starts a session. Fails: unauthenticated, alike for an unknown address and a wrong password;
// resource_exhausted (too many passwords at once).
struct Login {
  using Reply = Tokens;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"email", 1, 254}, {"password", 1, 1000}};
  std::string email;
  SecretText password;
};

// Trades a refresh token for new tokens; the old one is spent. Fails: unauthenticated (unknown,
// expired, revoked; a spent one also ends its whole family).
struct Refresh {
  using Reply = Tokens;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"refresh_token", 1, 200}};
  SecretText refresh_token;
};

// Ends the session of the refresh token; nothing happens for an unknown one. Access tokens of the
// session stop working within 2 s in every process.
struct Logout {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"refresh_token", 1, 200}};
  SecretText refresh_token;
};

// Mails a one-time token to the address if an account has it. Answers alike for any address.
struct ForgotPassword {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"email", 1, 254}};
  std::string email;
};

// Sets a new password and ends every session of the account. Fails: invalid_argument (token
// unknown, used or expired; the password as in Register), resource_exhausted (as Register).
struct ResetPassword {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"token", 1, 200}, {"password", 10, 1000}};
  SecretText token;
  SecretText password;
};

// Marks the address as verified. Fails: invalid_argument (token unknown, used or expired).
struct VerifyEmail {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"token", 1, 200}};
  SecretText token;
};

// The account of whoever asks. Fails: unauthenticated, permission_denied (a module asks).
struct GetMe {
  using Reply = Account;
  static constexpr auto kind = Kind::query;
};

struct AccountPage {
  std::vector<Account> items;
  std::optional<std::string> next_cursor;
};

inline constexpr int accounts_matched_max = 200;

// All accounts, newest first. With `q`: those whose address or name begins with it, without regard
// to case; at most accounts_matched_max of each are considered. Administrators.
// Fails: invalid_argument (cursor).
struct FindAccounts {
  using Reply = AccountPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"q", 0, 254}, {"limit", 1, 100}, {"cursor", 1, 500}};
  std::optional<std::string> q;
  int limit = 20;
  std::optional<std::string> cursor;
};

// Anybody's account. Administrators. Fails: not_found.
struct GetAccount {
  using Reply = Account;
  static constexpr auto kind = Kind::query;
  UserId id;
};

// A login that has not ended.
struct Session {
  SessionId id;
  bool current = false;       // the one that asks
  WallTime authenticated_at;  // when its password was given
  WallTime expires_at;        // it ends by itself then, unless its tokens are refreshed before
};
struct SessionPage {
  std::vector<Session> items;
  std::optional<std::string> next_cursor;
};

// The sessions of whoever asks, newest login first. Fails: unauthenticated, permission_denied (a
// module asks), invalid_argument (cursor).
struct GetSessions {
  using Reply = SessionPage;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}, {"cursor", 1, 500}};
  int limit = 20;
  std::optional<std::string> cursor;
};

// Ends a session of whoever asks, perhaps the one that asks: what it was given stops working within
// 2 s in every process. Fails: unauthenticated (also: the session that asks has ended),
// permission_denied (a module asks), not_found (no such session, ended, or another's).
struct EndSession {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
  SessionId id;
};

// Ends every session of whoever asks but the one that asks; the same holds of them.
// Fails: unauthenticated (also: the session that asks has ended), permission_denied (a module
// asks).
struct EndOtherSessions {
  using Reply = Done;
  static constexpr auto kind = Kind::command;
};

// A public Ed25519 key, as JWKS names its parts.
struct SigningKey {
  std::string kid;
  std::string x;        // base64url, 32 bytes
  WallTime expires_at;  // tokens signed with it are expired by then; 0: in use
};
struct SigningKeys {
  std::vector<SigningKey> keys;
};

// Every key by which a token that has not expired may be signed. Anybody may ask.
struct GetSigningKeys {
  using Reply = SigningKeys;
  static constexpr auto kind = Kind::query;
};

// Signs with a new key from now on; old tokens hold until they expire. Administrators (a recent
// login) and services.
struct RotateSigningKey {
  using Reply = SigningKeys;
  static constexpr auto kind = Kind::command;
};

struct Revocations {
  std::int64_t sequence = 0;  // to ask from next time
  std::vector<SessionId> sessions;
};

// Sessions that ended after `sequence` while access tokens of theirs may still be alive, 5,000 at
// most: ask again from the reply's `sequence` until that stays the same. Anybody may ask: ids of
// ended sessions open nothing.
struct GetRevocations {
  using Reply = Revocations;
  static constexpr auto kind = Kind::query;
  std::int64_t sequence = 0;
};

// Creates an administrator, or makes an existing account one, with this password. Services only:
// `cleave admin create`. Fails: invalid_argument, resource_exhausted (both as Register).
struct CreateAdmin {
  using Reply = Account;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"email", 3, 254}, {"password", 10, 1000}, {"name", 1, 200}};
  std::string email;
  SecretText password;
  std::string name;
};

BOOST_DESCRIBE_STRUCT(Account, (), (id, email, name, role, email_verified, created_at))
BOOST_DESCRIBE_STRUCT(Tokens, (), (access_token, token_type, expires_in, refresh_token))
BOOST_DESCRIBE_STRUCT(Register, (), (email, password, name))
BOOST_DESCRIBE_STRUCT(Login, (), (email, password))
BOOST_DESCRIBE_STRUCT(Refresh, (), (refresh_token))
BOOST_DESCRIBE_STRUCT(Logout, (), (refresh_token))
BOOST_DESCRIBE_STRUCT(ForgotPassword, (), (email))
BOOST_DESCRIBE_STRUCT(ResetPassword, (), (token, password))
BOOST_DESCRIBE_STRUCT(VerifyEmail, (), (token))
BOOST_DESCRIBE_STRUCT(GetMe, (), ())
BOOST_DESCRIBE_STRUCT(AccountPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(FindAccounts, (), (q, limit, cursor))
BOOST_DESCRIBE_STRUCT(GetAccount, (), (id))
BOOST_DESCRIBE_STRUCT(Session, (), (id, current, authenticated_at, expires_at))
BOOST_DESCRIBE_STRUCT(SessionPage, (), (items, next_cursor))
BOOST_DESCRIBE_STRUCT(GetSessions, (), (limit, cursor))
BOOST_DESCRIBE_STRUCT(EndSession, (), (id))
BOOST_DESCRIBE_STRUCT(EndOtherSessions, (), ())
BOOST_DESCRIBE_STRUCT(SigningKey, (), (kid, x, expires_at))
BOOST_DESCRIBE_STRUCT(SigningKeys, (), (keys))
BOOST_DESCRIBE_STRUCT(GetSigningKeys, (), ())
BOOST_DESCRIBE_STRUCT(RotateSigningKey, (), ())
BOOST_DESCRIBE_STRUCT(Revocations, (), (sequence, sessions))
BOOST_DESCRIBE_STRUCT(GetRevocations, (), (sequence))
BOOST_DESCRIBE_STRUCT(CreateAdmin, (), (email, password, name))

// All that this contract offers.
const kernel::Contract& contract();

}  // namespace auth
