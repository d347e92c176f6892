// auth: the keys that sign access tokens. The newest one signs; older ones stay published until the
// last token they signed has expired.
#pragma once

#include <optional>
#include <string>

#include "auth/messages.h"
#include "kernel/jwt.h"
#include "kernel/storage.h"

namespace auth {

struct PrivateKey {
  std::string kid;
  kernel::SigningSeed seed;
};

// A key of the runtime's randomness; its kid is its RFC 7638 thumbprint.
PrivateKey fresh_key(kernel::Runtime& runtime);

std::optional<PrivateKey> current_key(kernel::Queries& db);

SigningKeys published_keys(kernel::Queries& db, WallTime now);

// From now on `key` signs; the one before is published until `expires_at` and its seed is gone.
void start_signing_with(kernel::Transaction& tx, const PrivateKey& key, WallTime expires_at);

void delete_expired_keys(kernel::Transaction& tx, WallTime now);

}  // namespace auth
