#include "internal/tokens.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "kernel/base64.h"

namespace auth {

namespace {

const unsigned char* data_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Nonce fresh_nonce(kernel::Runtime& runtime) {
  Nonce nonce;
  runtime.random_bytes(nonce);
  return nonce;
}

kernel::SecretText fresh_token(kernel::Runtime& runtime) {
  return kernel::SecretText(kernel::base64url(bytes_of(fresh_nonce(runtime))));
}

std::string hash_token(const kernel::SecretText& token) {
  std::array<std::uint8_t, 32> hash{};
  const auto& text = token.reveal();
  crypto_generichash(hash.data(), hash.size(), data_of(text), text.size(), nullptr, 0);
  return std::string(bytes_of(hash));
}

kernel::SecretText successor_of(const kernel::SecretText& token, const Nonce& nonce) {
  const auto& key = token.reveal();
  assert(key.size() >= crypto_generichash_KEYBYTES_MIN);
  assert(key.size() <= crypto_generichash_KEYBYTES_MAX);
  Nonce bytes{};
  crypto_generichash(bytes.data(), bytes.size(), nonce.data(), nonce.size(), data_of(key),
                     key.size());
  return kernel::SecretText(kernel::base64url(bytes_of(bytes)));
}

std::string_view bytes_of(const Nonce& nonce) noexcept {
  return {reinterpret_cast<const char*>(nonce.data()), nonce.size()};
}

Nonce to_nonce(std::string_view bytes) noexcept {
  Nonce nonce{};
  std::memcpy(nonce.data(), bytes.data(), std::min(bytes.size(), nonce.size()));
  return nonce;
}

}  // namespace auth
