// auth: the plug. Who somebody is: accounts, passwords, sessions, signing keys.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/events.h"
#include "auth/messages.h"
#include "auth_options.h"
#include "kernel/module.h"

namespace auth {

class HashingQueue;
struct Grant;
struct PrivateKey;

class AuthModule : public kernel::Module {
 public:
  static constexpr std::string_view name = "auth";
  static kernel::Migrations migrations();
  static std::vector<std::string_view> listens_to() { return {}; }

  AuthModule(kernel::ModuleParts parts, Options options);
  ~AuthModule() override;

  // Accounts.
  kernel::Task<Account> create_account(const kernel::Context&, const Register&);
  kernel::Task<Done> forgot_password(const kernel::Context&, const ForgotPassword&);
  kernel::Task<Done> reset_password(const kernel::Context&, const ResetPassword&);
  kernel::Task<Done> verify_email(const kernel::Context&, const VerifyEmail&);
  kernel::Task<Account> get_me(const kernel::Context&, const GetMe&);
  kernel::Task<Account> create_admin(const kernel::Context&, const CreateAdmin&);
  kernel::Task<AccountPage> find_accounts(const kernel::Context&, const FindAccounts&);
  kernel::Task<Account> get_account(const kernel::Context&, const GetAccount&);

  // Sessions.
  kernel::Task<Tokens> login(const kernel::Context&, const Login&);
  kernel::Task<Tokens> refresh(const kernel::Context&, const Refresh&);
  kernel::Task<Done> logout(const kernel::Context&, const Logout&);
  kernel::Task<SessionPage> get_sessions(const kernel::Context&, const GetSessions&);
  kernel::Task<Done> end_own_session(const kernel::Context&, const EndSession&);
  kernel::Task<Done> end_other_sessions(const kernel::Context&, const EndOtherSessions&);
  kernel::Task<Revocations> get_revocations(const kernel::Context&, const GetRevocations&);

  // Keys.
  kernel::Task<SigningKeys> get_signing_keys(const kernel::Context&, const GetSigningKeys&);
  kernel::Task<SigningKeys> rotate_signing_key(const kernel::Context&, const RotateSigningKey&);

 private:
  void on_start() override;
  kernel::Task<> sweep();

  // On a worker, when it is their turn; both throw as HashingQueue::enter().
  kernel::Task<std::string> hashed(const kernel::Context& context, const SecretText& password);
  kernel::Task<bool> matches(const kernel::Context& context, const std::string& hash,
                             const SecretText& password);

  // The hash to check a password against at login, whether there is an account or not.
  struct Candidate {
    UserId id;  // empty: none
    Role role = Role::customer;
    std::string hash;
  };
  Candidate candidate_for(const std::string& email);
  kernel::Task<Tokens> start_session_of(const kernel::Context& context, const Candidate& candidate,
                                        const std::string& rehashed);

  kernel::Task<PrivateKey> signing_key();
  kernel::Task<Tokens> to_tokens(const Grant& grant);

  // Set at construction.
  const Options options_;
  const std::string unmatched_hash_;
  // Any thread.
  const std::unique_ptr<HashingQueue> hashing_;
};

}  // namespace auth
