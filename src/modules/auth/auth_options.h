// auth: what configuration may change.
#pragma once

#include "kernel/time.h"

namespace auth {

struct Options {
  unsigned password_ops = 2;                 // Argon2id passes, ≥ 1
  unsigned password_memory_kib = 19 * 1024;  // Argon2id memory, ≥ 8
  unsigned hashes_at_once = 1;
  unsigned hashes_waiting_max = 64;  // for those; more logins at once: resource_exhausted
  kernel::Ticks access_token_lifetime = std::chrono::minutes(15);
  kernel::Ticks refresh_token_lifetime = std::chrono::hours(30 * 24);
  kernel::Ticks verify_token_lifetime = std::chrono::hours(7 * 24);
  kernel::Ticks reset_token_lifetime = std::chrono::hours(1);
  unsigned reset_tokens_max = 5;  // alive per account: bounds the mails one can make us send
  kernel::Ticks sweep_interval = std::chrono::minutes(10);  // deletes what has expired
};

}  // namespace auth
