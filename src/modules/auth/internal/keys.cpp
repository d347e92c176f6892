#include "internal/keys.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "kernel/base64.h"
#include "kernel/runtime.h"

namespace auth {

using kernel::Blob;
using kernel::Queries;
using kernel::RowView;
using kernel::Transaction;

namespace {

using Bytes = std::array<std::uint8_t, 32>;

std::string_view view_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string thumbprint(const std::string& x) {
  const std::string jwk = R"({"crv":"Ed25519","kty":"OKP","x":")" + x + R"("})";
  Bytes hash{};
  static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<Bytes>);
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(jwk.data()), jwk.size());
  return kernel::base64url(view_of(hash));
}

}  // namespace

PrivateKey fresh_key(kernel::Runtime& runtime) {
  kernel::SigningSeed seed;
  runtime.random_bytes(seed.reveal());
  return {thumbprint(kernel::to_text(public_key_of(seed))), seed};
}

std::optional<PrivateKey> current_key(Queries& db) {
  const auto row = db.one(
      "SELECT kid, seed FROM signing_keys WHERE seed IS NOT NULL ORDER BY number DESC LIMIT 1");
  if (!row) return std::nullopt;
  PrivateKey key{row->get<std::string>(0), {}};
  const auto seed = row->get<std::string>(1);
  assert(seed.size() == key.seed.reveal().size());
  std::memcpy(key.seed.reveal().data(), seed.data(), seed.size());
  return key;
}

SigningKeys published_keys(Queries& db, WallTime now) {
  SigningKeys found;
  const auto add = [&](const RowView& row) {
    found.keys.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<WallTime>(2)});
  };
  db.each(
      "SELECT kid, public_key, expires_at FROM signing_keys"
      " WHERE expires_at = 0 OR expires_at > ? ORDER BY number DESC",
      add, now);
  return found;
}

void start_signing_with(Transaction& tx, const PrivateKey& key, WallTime expires_at) {
  tx.run("UPDATE signing_keys SET seed = NULL, expires_at = ? WHERE expires_at = 0", expires_at);
  tx.run("INSERT INTO signing_keys (kid, public_key, seed) VALUES (?, ?, ?)", key.kid,
         kernel::to_text(public_key_of(key.seed)), Blob{view_of(key.seed.reveal())});
}

void delete_expired_keys(Transaction& tx, WallTime now) {
  tx.run("DELETE FROM signing_keys WHERE expires_at != 0 AND expires_at <= ?", now);
}

}  // namespace auth
