// kernel: access tokens as every process checks them by itself: compact JWTs (RFC 7519) signed with
// Ed25519 (RFC 8037). auth signs; whoever has its public keys verifies. Knows no module.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/context.h"
#include "kernel/id.h"
#include "kernel/secret.h"
#include "kernel/time.h"

namespace kernel {

using PublicKey = std::array<std::uint8_t, 32>;            // Ed25519
using SigningSeed = Secret<std::array<std::uint8_t, 32>>;  // the private half: 32 random bytes

PublicKey public_key_of(const SigningSeed& seed);
std::optional<PublicKey> parse_public_key(std::string_view base64url) noexcept;  // the `x` of a JWK
std::string to_text(const PublicKey& key);

inline constexpr std::string_view jwt_issuer = "cleave";  // `iss`
inline constexpr std::size_t jwt_max = 2048;              // bytes of a token
inline constexpr std::size_t kid_max = 64;

// What a token says. Times have whole seconds on the wire.
struct Claims {
  UserId user;                 // sub
  SessionId session;           // sid
  Role role = Role::customer;  // role
  WallTime issued_at;          // iat
  WallTime expires_at;         // exp
  WallTime authenticated_at;   // auth_time: when the password was last given
  Uuid id;                     // jti
  bool operator==(const Claims&) const = default;
};

// {"alg":"EdDSA","typ":"JWT","kid":…}.{iss, sub, sid, role, iat, exp, auth_time, jti}.signature
SecretText sign_jwt(const Claims& claims, std::string_view kid, const SigningSeed& seed);

// The public key named `kid`; nothing when there is none.
using KeyLookup = std::function<std::optional<PublicKey>(std::string_view kid)>;

// The claims of a token that holds at `now`. Nothing for any other, whatever is wrong with it:
// another algorithm or issuer, an unknown key, a header with further members, a wrong signature,
// expired, too long, not canonical. Whether its session was ended is for the caller to ask.
std::optional<Claims> verify_jwt(std::string_view token, const KeyLookup& key, WallTime now);

// The kid that a token claims, unverified: to know whether keys must be fetched again first.
std::optional<std::string> jwt_kid(std::string_view token);

// The principal whom verified claims stand for; `token` travels on to other processes.
Principal to_principal(const Claims& claims, SecretText token);

}  // namespace kernel
