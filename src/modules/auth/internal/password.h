// auth: passwords as Argon2id hashes in libsodium's text form ($argon2id$v=19$m=…,t=…,p=1$…). Slow
// by intent: call on a worker.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace auth {

struct PasswordCost {
  unsigned ops = 0;
  unsigned memory_kib = 0;
};

using Salt = std::array<std::uint8_t, 16>;

// Throws Error{resource_exhausted} when there is not enough memory.
std::string hash_password(std::string_view password, const Salt& salt, PasswordCost cost);

bool verify_password(const std::string& hash, std::string_view password);

// True when `hash` was made at another cost.
bool needs_rehash(const std::string& hash, PasswordCost cost);

// A hash that no password has, and that costs as much to verify: for addresses without account.
std::string unmatched_hash(const Salt& chance, PasswordCost cost);

}  // namespace auth
