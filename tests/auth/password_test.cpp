#include "internal/password.h"

#include <doctest/doctest.h>

#include "internal/email.h"

using namespace auth;

namespace {
constexpr PasswordCost cost{1, 8};
constexpr Salt salt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
}  // namespace

TEST_CASE("a password has a hash in libsodium's form that only it verifies") {
  const auto hash = hash_password("correct horse", salt, cost);

  CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$AQIDBAUGBwgJCgsMDQ4PEA$"));
  CHECK(verify_password(hash, "correct horse"));
  CHECK_FALSE(verify_password(hash, "correct horsf"));
  CHECK_FALSE(verify_password(hash, ""));
}

TEST_CASE("a password may hold any bytes") {
  const std::string password("with\0zero and \xc3\xa9", 16);
  const auto hash = hash_password(password, salt, cost);

  CHECK(verify_password(hash, password));
  CHECK_FALSE(verify_password(hash, "with"));
}

TEST_CASE("a hash of another cost is due to be made again") {
  const auto hash = hash_password("correct horse", salt, cost);

  CHECK_FALSE(needs_rehash(hash, cost));
  CHECK(needs_rehash(hash, {2, 8}));
  CHECK(needs_rehash(hash, {1, 16}));
}

TEST_CASE("the hash for unknown addresses is well-formed, of full cost, and matches nothing") {
  const auto hash = unmatched_hash(salt, cost);

  CHECK_FALSE(needs_rehash(hash, cost));
  CHECK_FALSE(verify_password(hash, ""));
  CHECK_FALSE(verify_password(hash, "correct horse"));
}

TEST_CASE("what is an e-mail address, and what is none") {
  struct Row {
    std::string text;
    bool expected;
  };
  const Row rows[] = {
      {"a@b", true},
      {"alice@example.org", true},
      {"first.last+tag@sub.example-shop.co.uk", true},
      {"o'neil@example.org", true},
      {"", false},
      {"alice", false},
      {"@example.org", false},
      {"alice@", false},
      {"alice@@example.org", false},
      {"al ice@example.org", false},
      {".alice@example.org", false},
      {"alice.@example.org", false},
      {"al..ice@example.org", false},
      {"alice@-example.org", false},
      {"alice@example..org", false},
      {"alice@exa_mple.org", false},
      {"alice@example.org\r\nBcc: bob@example.org", false},
      {"<alice@example.org>", false},
      {"\"alice\"@example.org", false},
      {"\xc3\xa9lise@example.org", false},
      {std::string(65, 'a') + "@example.org", false},
      {"a@" + std::string(64, 'b') + ".org", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(is_email(row.text) == row.expected);
  }
}
