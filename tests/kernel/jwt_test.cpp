#include "kernel/jwt.h"

#include <doctest/doctest.h>

#include "kernel/base64.h"

using namespace kernel;

namespace {

constexpr WallTime now{1'790'000'000'000};

SigningSeed seed_of(std::uint8_t byte) {
  SigningSeed seed;
  seed.reveal().fill(byte);
  return seed;
}

Claims alice() {
  Claims claims;
  claims.user.bytes.fill(1);
  claims.session.bytes.fill(2);
  claims.role = Role::admin;
  claims.issued_at = now;
  claims.expires_at = now + std::chrono::minutes(15);
  claims.authenticated_at = now - std::chrono::hours(1);
  claims.id.bytes.fill(3);
  return claims;
}

std::optional<PublicKey> only_key(std::string_view kid) {
  if (kid == "one") return public_key_of(seed_of(1));
  return std::nullopt;
}

std::string token() { return sign_jwt(alice(), "one", seed_of(1)).reveal(); }

std::string with_header(const std::string& json) {
  return base64url(json) + token().substr(token().find('.'));
}

}  // namespace

TEST_CASE("a token says what was signed") {
  CHECK(verify_jwt(token(), only_key, now) == alice());
  CHECK(jwt_kid(token()) == "one");
  CHECK(parse_base64url(token().substr(0, token().find('.'))) ==
        R"({"alg":"EdDSA","typ":"JWT","kid":"one"})");
}

TEST_CASE("a token holds until it expires") {
  const auto end = alice().expires_at;

  CHECK(verify_jwt(token(), only_key, end - std::chrono::milliseconds(1)));
  CHECK_FALSE(verify_jwt(token(), only_key, end));
}

TEST_CASE("a token of another key is worth nothing, whatever kid it claims") {
  CHECK_FALSE(verify_jwt(sign_jwt(alice(), "one", seed_of(2)).reveal(), only_key, now));
  CHECK_FALSE(verify_jwt(sign_jwt(alice(), "two", seed_of(1)).reveal(), only_key, now));
}

TEST_CASE("a token with any character changed does not hold") {
  const auto good = token();
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    CHECK_FALSE(verify_jwt(bad, only_key, now));
  }
}

TEST_CASE("a header that says anything else is refused") {
  for (const char* header :
       {R"({"alg":"none","typ":"JWT","kid":"one"})", R"({"alg":"HS256","typ":"JWT","kid":"one"})",
        R"({"alg":"eddsa","typ":"JWT","kid":"one"})", R"({"alg":"EdDSA","kid":"one"})",
        R"({"alg":"EdDSA","typ":"JWT","kid":"one","crit":["b64"]})",
        R"({"alg":"EdDSA","typ":"JWT","kid":1})", R"({"alg":"EdDSA","typ":"JWT","kid":""})",
        R"([])", R"({)"}) {
    CAPTURE(header);
    CHECK_FALSE(verify_jwt(with_header(header), only_key, now));
    CHECK_FALSE(jwt_kid(with_header(header)));
  }
}

TEST_CASE("what is no token is refused without harm") {
  for (const std::string& text :
       {std::string(), std::string(".."), std::string("a.b.c"), std::string("a.b"), token() + ".x",
        token() + "=", " " + token(), token().substr(0, token().size() - 1),
        std::string(1'000'000, 'A'), std::string(3'000, '.')}) {
    CHECK_FALSE(verify_jwt(text, only_key, now));
  }
}

TEST_CASE("a public key travels as the x of a JWK") {
  const auto key = public_key_of(seed_of(1));

  CHECK(parse_public_key(to_text(key)) == key);
  CHECK_FALSE(parse_public_key("AAAA"));
  CHECK_FALSE(parse_public_key(to_text(key) + "="));
}

TEST_CASE("keys and signatures are those of RFC 8032") {
  // §7.1, test 1: the secret key and its public key.
  const unsigned char secret[] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
                                  0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
                                  0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  SigningSeed seed;
  std::copy(std::begin(secret), std::end(secret), seed.reveal().begin());

  CHECK(to_text(public_key_of(seed)) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
}
