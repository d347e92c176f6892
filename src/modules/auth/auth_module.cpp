#include "auth_module.h"

#include "auth_migrations.h"
#include "internal/accounts.h"
#include "internal/hashing_queue.h"
#include "internal/password.h"
#include "internal/sessions.h"
#include "kernel/log.h"

namespace auth {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

PasswordCost cost_of(const Options& options) {
  return {options.password_ops, options.password_memory_kib};
}

Salt fresh_salt(kernel::Runtime& runtime) {
  Salt salt{};
  runtime.random_bytes(salt);
  return salt;
}

}  // namespace

kernel::Migrations AuthModule::migrations() { return auth::migrations; }

AuthModule::AuthModule(kernel::ModuleParts parts, Options options)
    : kernel::Module(std::move(parts), std::string(name)),
      options_(options),
      unmatched_hash_(unmatched_hash(fresh_salt(runtime_), cost_of(options))),
      hashing_(std::make_unique<HashingQueue>(runtime_, options.hashes_at_once,
                                              options.hashes_waiting_max)) {
  exchange_.serve<&AuthModule::create_account>(*this);
  exchange_.serve<&AuthModule::login>(*this);
  exchange_.serve<&AuthModule::refresh>(*this);
  exchange_.serve<&AuthModule::logout>(*this);
  exchange_.serve<&AuthModule::forgot_password>(*this);
  exchange_.serve<&AuthModule::reset_password>(*this);
  exchange_.serve<&AuthModule::verify_email>(*this);
  exchange_.serve<&AuthModule::get_me>(*this);
  exchange_.serve<&AuthModule::find_accounts>(*this);
  exchange_.serve<&AuthModule::get_account>(*this);
  exchange_.serve<&AuthModule::get_sessions>(*this);
  exchange_.serve<&AuthModule::end_own_session>(*this);
  exchange_.serve<&AuthModule::end_other_sessions>(*this);
  exchange_.serve<&AuthModule::get_signing_keys>(*this);
  exchange_.serve<&AuthModule::rotate_signing_key>(*this);
  exchange_.serve<&AuthModule::get_revocations>(*this);
  exchange_.serve<&AuthModule::create_admin>(*this);
}

AuthModule::~AuthModule() = default;

void AuthModule::on_start() { tasks_.spawn(sweep()); }

Task<> AuthModule::sweep() {
  for (;;) {
    const bool slept = co_await tasks_.sleep(options_.sweep_interval);
    if (!slept) co_return;
    const WallTime now = runtime_.now();
    const auto delete_expired = [&](Transaction& tx) {
      delete_expired_sessions(tx, now);
      delete_expired_one_time_tokens(tx, now);
    };
    try {
      co_await database_.write(delete_expired);
    } catch (const std::exception& error) {  // the queue or the disk is full: next time
      kernel::log_warning("nothing swept", {{"module", name_}, {"error", error.what()}});
    }
  }
}

Task<std::string> AuthModule::hashed(const Context& context, const SecretText& password) {
  const auto place = co_await hashing_->enter(context.deadline);
  const auto salt = fresh_salt(runtime_);
  auto work = [&] { return hash_password(password.reveal(), salt, cost_of(options_)); };
  co_return co_await runtime_.on_worker(work);
}

Task<bool> AuthModule::matches(const Context& context, const std::string& hash,
                               const SecretText& password) {
  const auto place = co_await hashing_->enter(context.deadline);
  auto work = [&] { return verify_password(hash, password.reveal()); };
  co_return co_await runtime_.on_worker(work);
}

}  // namespace auth
