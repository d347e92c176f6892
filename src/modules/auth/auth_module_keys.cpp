#include "auth_module.h"
#include "internal/keys.h"

namespace auth {

using kernel::Context;
using kernel::Task;
using kernel::Transaction;

namespace {

// A login may have read the old key before the rotation and sign with it a little after.
constexpr kernel::Ticks signing_delay_max = std::chrono::minutes(1);

}  // namespace

// The first key is made when somebody needs it.
Task<PrivateKey> AuthModule::signing_key() {
  const auto find = [&] {
    auto reader = database_.read();
    return current_key(reader);
  };
  if (auto known = find()) co_return std::move(*known);

  const auto first = fresh_key(runtime_);
  const WallTime now = runtime_.now();
  const auto store = [&](Transaction& tx) {
    if (auto known = current_key(tx)) return std::move(*known);
    start_signing_with(tx, first, now);
    return first;
  };
  co_return co_await database_.write(store);
}

Task<SigningKeys> AuthModule::get_signing_keys(const Context&, const GetSigningKeys&) {
  co_await signing_key();
  auto reader = database_.read();
  co_return published_keys(reader, runtime_.now());
}

Task<SigningKeys> AuthModule::rotate_signing_key(const Context& context,
                                                 const RotateSigningKey& message) {
  if (!context.is_service()) exchange_.require_recent_admin(context);
  co_await signing_key();
  const auto key = fresh_key(runtime_);
  const WallTime now = runtime_.now();
  const WallTime old_expires_at = now + options_.access_token_lifetime + signing_delay_max;

  const auto store = [&](Transaction& tx) {
    delete_expired_keys(tx, now);
    start_signing_with(tx, key, old_expires_at);
    return published_keys(tx, now);
  };
  co_return co_await database_.audited(context, message, key.kid, store);
}

}  // namespace auth
