// auth: what it announces, per user and in order.
#pragma once

#include <string>

#include "kernel/context.h"
#include "kernel/message.h"

namespace auth {

// Somebody has an account. `verify_token` proves the address when it comes back.
struct UserRegistered {
  kernel::UserId user_id;
  std::string email;
  std::string name;
  kernel::SecretText verify_token;
  const kernel::UserId& aggregate() const noexcept { return user_id; }
};

// Somebody who has an account asked to set a new password; `reset_token` allows it once.
struct PasswordResetRequested {
  kernel::UserId user_id;
  std::string email;
  std::string name;
  kernel::SecretText reset_token;
  kernel::WallTime expires_at;
  const kernel::UserId& aggregate() const noexcept { return user_id; }
};

BOOST_DESCRIBE_STRUCT(UserRegistered, (), (user_id, email, name, verify_token))
BOOST_DESCRIBE_STRUCT(PasswordResetRequested, (), (user_id, email, name, reset_token, expires_at))

}  // namespace auth
