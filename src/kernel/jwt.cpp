#include "kernel/jwt.h"

#include <sodium.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cassert>
#include <cstring>

#include "kernel/base64.h"

namespace kernel {

namespace {

namespace json = boost::json;

constexpr std::string_view algorithm = "EdDSA";
constexpr std::size_t header_max = 256;
constexpr std::size_t signature_size = crypto_sign_BYTES;
static_assert(crypto_sign_PUBLICKEYBYTES == std::tuple_size_v<PublicKey>);
static_assert(crypto_sign_SEEDBYTES == std::tuple_size_v<PublicKey>);

// Chooses libsodium's implementations for this processor, once.
void prepare() {
  static const bool ready = sodium_init() >= 0;
  assert(ready);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view view_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

struct Pair {
  PublicKey public_key{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_key{};
  explicit Pair(const SigningSeed& seed) {
    prepare();
    crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed.reveal().data());
  }
  ~Pair() { sodium_memzero(secret_key.data(), secret_key.size()); }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
};

std::int64_t seconds(WallTime time) { return time.ms / 1000; }

std::optional<json::object> parse_object(std::string_view encoded) {
  const auto text = parse_base64url(encoded);
  if (!text) return std::nullopt;
  json::error_code error;
  auto value = json::parse(*text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::optional<std::string_view> text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

template <class Id>
bool read_id(const json::object& object, std::string_view name, Id& out) {
  const auto text = text_at(object, name);
  const auto parsed = text ? parse_uuid(*text) : std::nullopt;
  if (parsed) static_cast<Uuid&>(out) = *parsed;
  return parsed.has_value();
}

bool read_time(const json::object& object, std::string_view name, WallTime& out) {
  constexpr std::int64_t year_10000 = 253'402'300'800;
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return false;
  const auto time = value->get_int64();
  if (time < 0 || time >= year_10000) return false;
  out.ms = time * 1000;
  return true;
}

bool read_role(const json::object& object, Role& out) {
  const auto text = text_at(object, "role");
  if (text == "customer") return out = Role::customer, true;
  if (text == "admin") return out = Role::admin, true;
  return false;
}

std::optional<Claims> read_claims(const json::object& payload) {
  Claims claims;
  const bool whole =
      text_at(payload, "iss") == jwt_issuer && read_id(payload, "sub", claims.user) &&
      read_id(payload, "sid", claims.session) && read_role(payload, claims.role) &&
      read_time(payload, "iat", claims.issued_at) && read_time(payload, "exp", claims.expires_at) &&
      read_time(payload, "auth_time", claims.authenticated_at) &&
      read_id(payload, "jti", claims.id);
  return whole ? std::optional(claims) : std::nullopt;
}

struct Parts {
  std::string_view signed_text, header, payload, signature;
};

std::optional<Parts> split(std::string_view token) {
  if (token.size() > jwt_max || std::ranges::count(token, '.') != 2) return std::nullopt;
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  return Parts{token.substr(0, second), token.substr(0, first),
               token.substr(first + 1, second - first - 1), token.substr(second + 1)};
}

// Exactly alg, typ and kid: so no `crit`, no `jwk`, no `zip` that somebody might obey one day.
std::optional<std::string> read_header(std::string_view encoded) {
  if (encoded.size() > header_max) return std::nullopt;
  const auto header = parse_object(encoded);
  if (!header || header->size() != 3) return std::nullopt;
  const auto kid = text_at(*header, "kid");
  if (text_at(*header, "alg") != algorithm || text_at(*header, "typ") != "JWT") return std::nullopt;
  if (!kid || kid->empty() || kid->size() > kid_max) return std::nullopt;
  return std::string(*kid);
}

}  // namespace

PublicKey public_key_of(const SigningSeed& seed) { return Pair(seed).public_key; }

std::optional<PublicKey> parse_public_key(std::string_view base64url) noexcept {
  PublicKey key;
  if (base64url.size() > 64) return std::nullopt;
  const auto bytes = parse_base64url(base64url);
  if (!bytes || bytes->size() != key.size()) return std::nullopt;
  std::memcpy(key.data(), bytes->data(), key.size());
  return key;
}

std::string to_text(const PublicKey& key) { return base64url(view_of(key.data(), key.size())); }

SecretText sign_jwt(const Claims& claims, std::string_view kid, const SigningSeed& seed) {
  assert(!kid.empty() && kid.size() <= kid_max);
  const json::object header{{"alg", algorithm}, {"typ", "JWT"}, {"kid", kid}};
  const json::object payload{{"iss", jwt_issuer},
                             {"sub", to_text(claims.user)},
                             {"sid", to_text(claims.session)},
                             {"role", claims.role == Role::admin ? "admin" : "customer"},
                             {"iat", seconds(claims.issued_at)},
                             {"exp", seconds(claims.expires_at)},
                             {"auth_time", seconds(claims.authenticated_at)},
                             {"jti", to_text(claims.id)}};
  std::string token =
      base64url(json::serialize(header)) + '.' + base64url(json::serialize(payload));
  const Pair pair(seed);
  std::array<std::uint8_t, signature_size> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(token), token.size(),
                       pair.secret_key.data());
  token += '.' + base64url(view_of(signature.data(), signature.size()));
  assert(token.size() <= jwt_max);
  return SecretText(std::move(token));
}

std::optional<Claims> verify_jwt(std::string_view token, const KeyLookup& key, WallTime now) {
  prepare();
  const auto parts = split(token);
  if (!parts) return std::nullopt;
  const auto kid = read_header(parts->header);
  if (!kid) return std::nullopt;
  const auto signature = parse_base64url(parts->signature);
  const auto public_key = key(*kid);
  if (!public_key || !signature || signature->size() != signature_size) return std::nullopt;
  if (crypto_sign_verify_detached(bytes_of(*signature), bytes_of(parts->signed_text),
                                  parts->signed_text.size(), public_key->data()) != 0)
    return std::nullopt;
  // Only what auth signed is parsed beyond the header.
  const auto payload = parse_object(parts->payload);
  auto claims = payload ? read_claims(*payload) : std::nullopt;
  if (!claims || claims->expires_at <= now) return std::nullopt;
  return claims;
}

std::optional<std::string> jwt_kid(std::string_view token) {
  const auto parts = split(token);
  return parts ? read_header(parts->header) : std::nullopt;
}

Principal to_principal(const Claims& claims, SecretText token) {
  Principal principal;
  principal.kind = Principal::Kind::user;
  principal.user = claims.user;
  principal.role = claims.role;
  principal.session = claims.session;
  principal.authenticated_at = claims.authenticated_at;
  principal.token = std::move(token);
  return principal;
}

}  // namespace kernel
