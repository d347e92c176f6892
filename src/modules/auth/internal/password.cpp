#include "internal/password.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cassert>

#include "kernel/error.h"

namespace auth {

namespace {

constexpr std::size_t hash_size = 32;
static_assert(crypto_pwhash_argon2id_SALTBYTES == std::tuple_size_v<Salt>);

template <class Bytes>
std::string encode(const Bytes& bytes) {
  std::array<char, 64> text{};
  static_assert(std::tuple_size_v<Bytes> * 4 / 3 + 2 < std::tuple_size_v<decltype(text)>);
  return sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                           sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

using Hash = std::array<std::uint8_t, hash_size>;

std::string to_hash_text(const Salt& salt, const Hash& hash, PasswordCost cost) {
  auto text = fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_kib, cost.ops,
                          encode(salt), encode(hash));
  assert(text.size() < crypto_pwhash_STRBYTES);
  return text;
}

std::size_t bytes_of(PasswordCost cost) { return std::size_t{cost.memory_kib} * 1024; }

}  // namespace

// crypto_pwhash_str would draw the salt itself, out of the Runtime's sight.
std::string hash_password(std::string_view password, const Salt& salt, PasswordCost cost) {
  Hash hash{};
  if (crypto_pwhash(hash.data(), hash.size(), password.data(), password.size(), salt.data(),
                    cost.ops, bytes_of(cost), crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw kernel::Error(kernel::Code::resource_exhausted, "too much to do; try again later");
  return to_hash_text(salt, hash, cost);
}

bool verify_password(const std::string& hash, std::string_view password) {
  return hash.size() < crypto_pwhash_STRBYTES &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(const std::string& hash, PasswordCost cost) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.ops, bytes_of(cost)) != 0;
}

std::string unmatched_hash(const Salt& chance, PasswordCost cost) {
  return to_hash_text(chance, Hash{}, cost);
}

}  // namespace auth
