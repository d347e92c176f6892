// Tokens of strangers: none is accepted but what our own key signed, letter by letter. And claims
// that our key did sign, however odd: they are refused, or understood and the same the second time.
#include "kernel/jwt.h"

#include <sodium.h>

#include <array>
#include <boost/json/parse.hpp>

#include "kernel/base64.h"
#include "support/fuzz.h"

namespace {

using fuzz::require;
using kernel::WallTime;

constexpr std::string_view kid = "fuzz";
constexpr WallTime now{1'790'000'000'000};  // in 2026

const kernel::SigningSeed& seed() {
  static const kernel::SigningSeed fixed{std::array<std::uint8_t, 32>{1, 2, 3, 4, 5, 6, 7, 8}};
  return fixed;
}

std::optional<kernel::PublicKey> key_named(std::string_view name) {
  static const auto key = kernel::public_key_of(seed());
  return name == kid ? std::optional(key) : std::nullopt;
}

void check_accepted(const kernel::Claims& claims, const std::string& token) {
  require(claims.expires_at > now, "an expired token holds", token);
  require(!kernel::verify_jwt(token, key_named, claims.expires_at), "it holds for ever", token);
  require(kernel::jwt_kid(token) == kid, "a token without our key's name holds", token);
  const auto again = kernel::sign_jwt(claims, kid, seed());
  require(kernel::verify_jwt(again.reveal(), key_named, now) == claims, "the claims do not last",
          token);
}

// Nobody else has the key, and a signature does not change: so what is accepted is what we sign.
void check_stranger(std::string_view token) {
  kernel::jwt_kid(token);
  const auto claims = kernel::verify_jwt(token, key_named, now);
  if (!claims) return;
  check_accepted(*claims, std::string(token));
  require(kernel::sign_jwt(*claims, kid, seed()).reveal() == token, "a forged token holds", token);
}

std::string signed_by_us(std::string_view header, std::string_view payload) {
  std::string token = kernel::base64url(header) + '.' + kernel::base64url(payload);
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key{};
  crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed().reveal().data());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                       secret_key.data());
  return token + '.' +
         kernel::base64url({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

void check_header(std::string_view header) {
  const auto value = boost::json::parse(boost::json::string_view(header.data(), header.size()));
  const auto& members = value.as_object();
  require(members.size() == 3 && members.at("alg") == "EdDSA" && members.at("typ") == "JWT" &&
              members.at("kid") == boost::json::string_view(kid.data(), kid.size()),
          "a header that is none of ours", header);
}

// The first line as header, the rest as payload.
void check_signed(std::string_view text) {
  const auto header = fuzz::take_line(text);
  const auto token = signed_by_us(header, text);
  const auto claims = kernel::verify_jwt(token, key_named, now);
  if (!claims) return;
  check_header(header);
  check_accepted(*claims, token);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  check_stranger(text);
  check_signed(text);
  if (const auto key = kernel::parse_public_key(text))
    require(kernel::to_text(*key) == text, "two texts for one key", text);
  return 0;
}
