#include "internal/mime.h"

#include <doctest/doctest.h>

#include "internal/letters.h"
#include "kernel/error.h"

using namespace notification;

TEST_CASE("quoted-printable keeps text readable and everything else safe") {
  struct Row {
    std::string text, expected;
  };
  const Row rows[] = {
      {"", ""},
      {"plain text, even -- this", "plain text, even -- this"},
      {"a\nb", "a\r\nb"},
      {"1+1=2", "1+1=3D2"},
      {"\xc2\xa3 5", "=C2=A3 5"},
      {"blank at the end \nnext", "blank at the end=20\r\nnext"},
      {"tab\tinside", "tab=09inside"},
      {"lone\rreturn", "lone=0Dreturn"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(quoted_printable(row.text) == row.expected);
  }
}

TEST_CASE("no line of a quoted-printable text is longer than 76") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += i % 7 == 0 ? "\xe2\x82\xac" : "=";
  const auto encoded = quoted_printable(text);

  std::size_t begin = 0;
  for (auto end = encoded.find("\r\n"); end != encoded.npos; end = encoded.find("\r\n", begin)) {
    CHECK(end - begin <= 76);
    begin = end + 2;
  }
  CHECK(encoded.size() - begin <= 76);
}

TEST_CASE("a header text is plain where it may be and encoded words elsewhere") {
  struct Row {
    std::string text, expected;
  };
  const Row rows[] = {
      {"Alice B", "Alice B"},
      {"Alice \"the boss\"", "=?UTF-8?Q?Alice_=22the_boss=22?="},
      {"\xc2\xa3"
       "5",
       "=?UTF-8?Q?=C2=A35?="},
      {"a\r\nBcc: b", "=?UTF-8?Q?a=0D=0ABcc=3A_b?="},
      {"=?UTF-8?Q?x?=", "=?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?="},
      {"", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(encode_header(row.text) == row.expected);
  }
}

TEST_CASE("a long header is folded between characters") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "\xe2\x82\xac";  // three bytes each
  const auto encoded = encode_header(text);

  for (std::size_t begin = 0; begin < encoded.size();) {
    const auto end = std::min(encoded.find("\r\n ", begin), encoded.size());
    const auto word = encoded.substr(begin, end - begin);
    CHECK(word.size() <= 75);
    CHECK((word.size() - 12) % 9 == 0);
    begin = end + 3;
  }
}

TEST_CASE("a date is as RFC 5322 wants it") {
  CHECK(mail_date({0}) == "Thu, 1 Jan 1970 00:00:00 +0000");
  CHECK(mail_date({1'795'317'060'999}) == "Sun, 22 Nov 2026 03:11:00 +0000");
}

TEST_CASE("what stands between angle brackets cannot end there") {
  CHECK(is_mail_address("alice@example.org"));
  CHECK(is_mail_address("shop@localhost"));
  for (const char* text : {"", "alice", "@x", "x@", "a@b@c", "a b@c", "a@b>", "<a@b",
                           "a@b\r\nBcc:c", "a@b,c", "\xc3\xa9@b"}) {
    CAPTURE(text);
    CHECK_FALSE(is_mail_address(text));
    Letter letter{"<1@x>", "Shop", "shop@x", "Alice", text, "Hi", "Hi", "<p>Hi</p>", {}};
    CHECK_THROWS_AS(compose(letter), kernel::Error);
  }
}

TEST_CASE("a mail has CRLF only, short lines, and both alternatives") {
  const Letter letter{"<1@x>", "Shop",     "shop@x",      "Alice", "alice@x",
                      "Hi",    "Hi\n\x01", "<p>Hi</p>\n", {}};

  const auto mail = compose(letter);

  for (std::size_t i = 0; i < mail.size(); ++i) {
    if (mail[i] == '\n') CHECK(mail[i - 1] == '\r');
    if (mail[i] == '\r') CHECK(mail[i + 1] == '\n');
  }
  CHECK(mail.find("Content-Type: text/plain; charset=utf-8") < mail.find("text/html"));
}

TEST_CASE("a token takes its place as part of a URL") {
  const std::string text = std::string("?token=") + secret_mark + "&x";

  CHECK(reveal(text, "abc-_.~19") == "?token=abc-_.~19&x");
  CHECK(reveal(text, "a&b=\"<") == "?token=a%26b%3D%22%3C&x");
  CHECK(reveal("none", "abc") == "none");
}
