#include "internal/common_passwords.h"

#include <doctest/doctest.h>

#include <string>

using namespace auth;

namespace {

struct Row {
  std::string password;
  Guess expected;
};

const std::string email = "Jo.Bloggs+shop@garden-centre.example";
const std::string name = "Josephine Bloggs";

Guess guess(const std::string& password) { return guess_at(password, email, name); }

}  // namespace

TEST_CASE("passwords that anybody tries first are refused, however they are dressed up") {
  const Row rows[] = {
      {"password12", Guess::common},        {"P@ssw0rd2024!", Guess::common},
      {"p-a-s-s-w-o-r-d", Guess::common},   {"my password", Guess::common},
      {"123Password123", Guess::common},    {"!!!Welcome!!!", Guess::common},
      {"iloveyou4me", Guess::common},       {"Summer2024!!", Guess::common},
      {"letmein1987", Guess::common},       {"trustno1trustno2", Guess::common},
      {"monkeydragon", Guess::common},      {"admin@admin", Guess::common},
      {"drowssap99", Guess::common},        {"jennifer0101", Guess::common},
      {"secret-secret", Guess::repeated},   {"qwertyuiop", Guess::common},
      {"QWERTY123456", Guess::common},      {"1q2w3e4r5t6y", Guess::common},
      {"1qaz2wsx3edc", Guess::common},      {"poiuytrewq", Guess::common},
      {"zxcvbnm,./", Guess::common},        {"azertyuiop", Guess::common},
      {"abcdefghij", Guess::common},        {"zyxwvutsrq", Guess::common},
      {"1234567890", Guess::common},        {"0987654321", Guess::common},
      {"19851985199", Guess::common},       {"147258369a", Guess::common},
      {"1985 2001 1999", Guess::common},    {"!@#$%^&*()", Guess::common},
      {"aaaaaaaaaa", Guess::repeated},      {"abcabcabcabc", Guess::repeated},
      {"cat cat cat cat", Guess::repeated}, {"----------", Guess::repeated},
      {"aaabbbcccddd", Guess::common},      {"x1y1234567890", Guess::common},
  };
  for (const auto& row : rows) {
    CAPTURE(row.password);
    CHECK(guess(row.password) == row.expected);
  }
}

TEST_CASE("passwords made of the address or the name are refused") {
  const Row rows[] = {
      {"josephine1", Guess::personal},
      {"JosephineBloggs", Guess::personal},
      {"jo.bloggs@garden-centre.example", Guess::personal},
      {"Bl0gg$-2024", Guess::personal},
      {"garden-centre-1", Guess::personal},
      {"iloveyoujosephine", Guess::personal},
      {"bloggs bloggs bloggs!", Guess::personal},
  };
  for (const auto& row : rows) {
    CAPTURE(row.password);
    CHECK(guess(row.password) == row.expected);
  }
  CHECK(guess_at("josephine1 is late", email, name) == Guess::none);
  CHECK(guess_at("josephine1", "someone@example.org", "Someone") == Guess::none);
}

TEST_CASE("passphrases and random passwords are good, also with a common word in them") {
  for (const std::string password :
       {"correct horse battery", "correct horse 1", "a long password", "another password",
        "a third password", "demo-admin-2026", "demo-customer-2026", "long enough it is",
        "nobody lives here", "nobody lives at jo.bloggs@example.org", "my cat sat down",
        "first property tax", "dragon monkey sunshine", "x7$K!9#q2&Lm", "}{~;!?4#9!7$2&8*",
        "839201748263", "password50617284", "pizza in the bath",
        "\xc3\xa9t\xc3\xa9 \xc3\xa0 la mer"}) {
    CAPTURE(password);
    CHECK(guess(password) == Guess::none);
  }
}

TEST_CASE("who gives the demo's passwords is who the demo says") {
  CHECK(guess_at("demo-admin-2026", "admin@example.com", "admin") == Guess::none);
  CHECK(guess_at("demo-customer-2026", "ada@example.com", "Ada Lovelace") == Guess::none);
}

TEST_CASE("a refusal says what would be right, and nothing is said of a good password") {
  for (const Guess guess : {Guess::common, Guess::personal, Guess::repeated})
    CHECK(advice_on(guess).ends_with("several words that do not belong together make a good one"));
  CHECK(advice_on(Guess::none).empty());
}
