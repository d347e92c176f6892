#include "auth_module.h"
#include "internal/accounts.h"
#include "internal/common_passwords.h"
#include "internal/email.h"
#include "internal/sessions.h"
#include "internal/tokens.h"

namespace auth {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

std::vector<kernel::Fault> password_faults(const SecretText& password, const std::string& email,
                                           const std::string& name) {
  const Guess guess = guess_at(password.reveal(), email, name);
  if (guess == Guess::none) return {};
  return {{"/password", std::string(advice_on(guess))}};
}

template <class M>
void check_person(const M& message) {
  auto faults = password_faults(message.password, message.email, message.name);
  if (!is_email(message.email)) faults.push_back({"/email", "is not an e-mail address"});
  if (!is_name(message.name)) faults.push_back({"/name", "is not a name"});
  if (!faults.empty())
    throw Error(Code::invalid_argument, "this account is not valid: see errors", std::move(faults));
}

// Of the account that `token` sets a password of, if it holds; throws for one that is guessed.
bool check_new_password(kernel::Queries& db, const ResetPassword& message, WallTime now) {
  const auto owner = find_one_time_token(db, Purpose::reset_password, message.token, now);
  const auto found = owner ? find_account(db, *owner) : std::nullopt;
  if (!found) return false;
  auto faults = password_faults(message.password, found->account.email, found->account.name);
  if (!faults.empty())
    throw Error(Code::invalid_argument, "this password is too easy to guess", std::move(faults));
  return true;
}

Error token_refused() {
  return Error(Code::invalid_argument, "this link is unknown, used or expired",
               {{"/token", "is unknown, used or expired"}});
}

UserRegistered registered(const Account& account, const SecretText& verify_token) {
  return {account.id, account.email, account.name, verify_token};
}

}  // namespace

Task<Account> AuthModule::create_account(const Context& context, const Register& message) {
  check_person(message);
  const auto password = co_await hashed(context, message.password);
  const WallTime now = runtime_.now();
  const auto verify_token = fresh_token(runtime_);
  const Account account{UserId::fresh(runtime_), message.email, message.name,
                        Role::customer,          false,         now};

  const auto store = [&](Transaction& tx) {
    if (!insert_account(tx, account, password))
      throw Error(Code::already_exists, "this e-mail address has an account",
                  {{"/email", "is taken"}});
    insert_one_time_token(tx, Purpose::verify_email, account.id, verify_token,
                          now + options_.verify_token_lifetime);
    tx.publish(context, registered(account, verify_token));
    return account;
  };
  co_return co_await database_.command(context, message, store);
}

// Looks for the account inside the write, so that an address without one waits as long.
Task<Done> AuthModule::forgot_password(const Context& context, const ForgotPassword& message) {
  const WallTime now = runtime_.now();
  const WallTime expires_at = now + options_.reset_token_lifetime;
  const auto token = fresh_token(runtime_);
  const auto address = address_of(message.email);

  const auto store = [&](Transaction& tx) {
    const auto found = find_account(tx, address);
    if (!found) return Done{};
    const auto& account = found->account;
    if (count_one_time_tokens(tx, Purpose::reset_password, account.id, now) >=
        options_.reset_tokens_max)
      return Done{};
    insert_one_time_token(tx, Purpose::reset_password, account.id, token, expires_at);
    const PasswordResetRequested event{account.id, account.email, account.name, token, expires_at};
    tx.publish(context, event);
    return Done{};
  };
  co_return co_await database_.command(context, message, store);
}

Task<Done> AuthModule::reset_password(const Context& context, const ResetPassword& message) {
  const WallTime now = runtime_.now();
  const auto is_welcome = [&] {
    auto reader = database_.read();
    return check_new_password(reader, message, now);
  };
  // Nobody makes us hash with a token that does not hold. It is refused below, for a repetition of
  // a command that was done is answered there.
  std::string password;
  if (is_welcome()) password = co_await hashed(context, message.password);

  const auto store = [&](Transaction& tx) {
    if (password.empty()) throw token_refused();
    const auto account = use_one_time_token(tx, Purpose::reset_password, message.token, now);
    if (!account) throw token_refused();
    set_password(tx, *account, password);
    end_sessions_of(tx, *account, now);
    return Done{};
  };
  co_return co_await database_.command(context, message, store);
}

Task<Done> AuthModule::verify_email(const Context& context, const VerifyEmail& message) {
  const WallTime now = runtime_.now();
  const auto store = [&](Transaction& tx) {
    const auto account = use_one_time_token(tx, Purpose::verify_email, message.token, now);
    if (!account) throw token_refused();
    mark_verified(tx, *account);
    return Done{};
  };
  co_return co_await database_.command(context, message, store);
}

Task<Account> AuthModule::get_me(const Context& context, const GetMe&) {
  const auto user = context.user();
  auto reader = database_.read();
  const auto found = find_account(reader, user);
  if (!found) throw Error(Code::unauthenticated, "there is no such account any more");
  co_return found->account;
}

Task<Account> AuthModule::create_admin(const Context& context, const CreateAdmin& message) {
  context.require_service();
  check_person(message);
  const auto address = address_of(message.email);
  const auto password = co_await hashed(context, message.password);
  const WallTime now = runtime_.now();
  const auto verify_token = fresh_token(runtime_);
  const Account fresh{
      UserId::fresh(runtime_), message.email, message.name, Role::admin, false, now};

  const auto store = [&](Transaction& tx) {
    if (insert_account(tx, fresh, password)) {
      insert_one_time_token(tx, Purpose::verify_email, fresh.id, verify_token,
                            now + options_.verify_token_lifetime);
      tx.publish(context, registered(fresh, verify_token));
      return fresh;
    }
    const auto known = find_account(tx, address)->account.id;
    make_admin(tx, known, message.name);
    set_password(tx, known, password);
    end_sessions_of(tx, known, now);  // their tokens name the old role
    return find_account(tx, known)->account;
  };
  co_return co_await database_.audited(context, message, address, store);
}

}  // namespace auth
