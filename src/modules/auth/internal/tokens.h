// auth: opaque tokens. 32 random bytes as 43 characters of base64url; only their hashes are stored.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/runtime.h"
#include "kernel/secret.h"

namespace auth {

using Nonce = std::array<std::uint8_t, 32>;

Nonce fresh_nonce(kernel::Runtime& runtime);

kernel::SecretText fresh_token(kernel::Runtime& runtime);

// BLAKE2b-256: enough for what cannot be guessed, unlike a password.
std::string hash_token(const kernel::SecretText& token);

// The token that follows `token`: as random as the nonce for who lacks either of the two.
kernel::SecretText successor_of(const kernel::SecretText& token, const Nonce& nonce);

std::string_view bytes_of(const Nonce& nonce) noexcept;
Nonce to_nonce(std::string_view bytes) noexcept;

}  // namespace auth
