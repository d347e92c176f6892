#include <algorithm>

#include "auth_module.h"
#include "internal/accounts.h"
#include "internal/email.h"
#include "internal/keys.h"
#include "internal/password.h"
#include "internal/sessions.h"
#include "internal/tokens.h"

namespace auth {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

Error wrong_login() { return Error(Code::unauthenticated, "wrong e-mail address or password"); }

Error wrong_token() { return Error(Code::unauthenticated, "this refresh token does not hold"); }

bool looks_like_token(const SecretText& token) { return token.reveal().size() == 43; }

}  // namespace

AuthModule::Candidate AuthModule::candidate_for(const std::string& email) {
  auto reader = database_.read();
  const auto found = find_account(reader, address_of(email));
  if (!found) return {{}, {}, unmatched_hash_};
  return {found->account.id, found->account.role, found->password};
}

// A login is not kept by its key: the reply would lie there as plain tokens. A repeated one starts
// another session, which nobody hears of and which expires.
Task<Tokens> AuthModule::login(const Context& context, const Login& message) {
  const auto candidate = candidate_for(message.email);
  const bool right = co_await matches(context, candidate.hash, message.password);
  if (!right || candidate.id.empty()) throw wrong_login();

  std::string rehashed;
  if (needs_rehash(candidate.hash, {options_.password_ops, options_.password_memory_kib}))
    rehashed = co_await hashed(context, message.password);
  co_return co_await start_session_of(context, candidate, rehashed);
}

Task<Tokens> AuthModule::start_session_of(const Context& context, const Candidate& candidate,
                                          const std::string& rehashed) {
  const WallTime now = runtime_.now();
  const Lifetimes lifetimes{options_.access_token_lifetime, options_.refresh_token_lifetime};
  const Grant grant{{candidate.id, SessionId::fresh(runtime_), candidate.role, now,
                     access_end(now, lifetimes), now, kernel::new_uuid(runtime_)},
                    fresh_token(runtime_)};

  const auto store = [&](Transaction& tx) {
    // The password or the role may have changed while this one was checked.
    const auto found = find_account(tx, candidate.id);
    if (!found || found->password != candidate.hash || found->account.role != candidate.role)
      throw wrong_login();
    if (!rehashed.empty()) set_password(tx, candidate.id, rehashed);
    start_session(tx, grant, lifetimes);
  };
  co_await database_.write(context, store);
  co_return co_await to_tokens(grant);
}

// A repetition gets the same tokens: they are made again from the spent token that it shows and
// what was kept of the first time. So no secret lies in the database for the sake of retries.
Task<Tokens> AuthModule::refresh(const Context& context, const Refresh& message) {
  if (!looks_like_token(message.refresh_token)) throw wrong_token();
  const Lifetimes lifetimes{options_.access_token_lifetime, options_.refresh_token_lifetime};
  const Renewal renewal{message.refresh_token, context.key, fresh_nonce(runtime_), runtime_.now()};

  const auto store = [&](Transaction& tx) { return renew(tx, renewal, lifetimes); };
  const auto grant = co_await database_.write(context, store);
  if (!grant) throw wrong_token();
  co_return co_await to_tokens(*grant);
}

Task<Done> AuthModule::logout(const Context& context, const Logout& message) {
  const WallTime now = runtime_.now();
  const auto store = [&](Transaction& tx) {
    if (const auto session = session_of(tx, message.refresh_token)) end_session(tx, *session, now);
  };
  co_await database_.write(context, store);
  co_return Done{};
}

Task<Revocations> AuthModule::get_revocations(const Context&, const GetRevocations& message) {
  auto reader = database_.read();
  co_return revocations_after(reader, message.sequence, runtime_.now());
}

Task<Tokens> AuthModule::to_tokens(const Grant& grant) {
  const auto key = co_await signing_key();
  const auto lifetime =
      std::chrono::duration_cast<std::chrono::seconds>(grant.claims.expires_at - runtime_.now());
  co_return Tokens{sign_jwt(grant.claims, key.kid, key.seed), "Bearer",
                   static_cast<int>(std::max<std::int64_t>(lifetime.count(), 0)),
                   grant.refresh_token};
}

}  // namespace auth
