#include "auth_module.h"

#include "auth_migrations.h"
#include "internal/accounts.h"
#include "internal/password.h"
#include "internal/sessions.h"
#include "kernel/log.h"

namespace auth {

using kernel::Code;
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

// A place among those who hash, given back at the end.
class HashingPlace {
 public:
  HashingPlace(std::atomic<unsigned>& taken, unsigned places_max) : taken_(taken) {
    if (taken_.fetch_add(1, std::memory_order_relaxed) < places_max) return;
    taken_.fetch_sub(1, std::memory_order_relaxed);
    throw Error(Code::resource_exhausted, "too many logins at once; try again later");
  }
  ~HashingPlace() { taken_.fetch_sub(1, std::memory_order_relaxed); }
  HashingPlace(const HashingPlace&) = delete;
  HashingPlace& operator=(const HashingPlace&) = delete;

 private:
  std::atomic<unsigned>& taken_;
};

}  // namespace

kernel::Migrations AuthModule::migrations() { return auth::migrations; }

AuthModule::AuthModule(kernel::ModuleParts parts, Options options)
    : kernel::Module(std::move(parts), std::string(name)),
      options_(options),
      unmatched_hash_(unmatched_hash(fresh_salt(runtime_), cost_of(options))) {
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

Task<std::string> AuthModule::hashed(const SecretText& password) {
  const HashingPlace place(hashing_, options_.hashes_waiting_max);
  const auto salt = fresh_salt(runtime_);
  auto work = [&] { return hash_password(password.reveal(), salt, cost_of(options_)); };
  co_return co_await runtime_.on_worker(work);
}

Task<bool> AuthModule::matches(const std::string& hash, const SecretText& password) {
  const HashingPlace place(hashing_, options_.hashes_waiting_max);
  auto work = [&] { return verify_password(hash, password.reveal()); };
  co_return co_await runtime_.on_worker(work);
}

}  // namespace auth
