#include "internal/query_words.h"

#include <doctest/doctest.h>

namespace test {

using Words = std::vector<std::string>;

TEST_CASE("words are runs of letters and digits") {
  struct {
    std::string text;
    Words words;
  } const cases[] = {
      {"", {}},
      {"  ", {}},
      {"blue mug", {"blue", "mug"}},
      {"blue,mug;85123A", {"blue", "mug", "85123A"}},
      {"T-light", {"T", "light"}},
      {"don't", {"don", "t"}},
      {"café", {"café"}},
      {"“quoted” – dash…", {"quoted", "dash"}},
      {"🍺beer🍺", {"beer"}},
      {"日本 茶", {"日本", "茶"}},
      {"naïve\xFFmug", {"naïve", "mug"}},  // bytes that are no UTF-8
      {"mug\xE2\x80", {"mug"}},            // a sequence cut short
      {"\xF4\x90\x80\x80mug\xC0\x80", {"mug"}},
      {"½ ³ º ©", {"½", "³", "º"}},
  };
  for (const auto& row : cases) {
    CAPTURE(row.text);
    CHECK(catalog::query_words(row.text) == row.words);
  }
}

TEST_CASE("letters are counted as a reader sees them") {
  CHECK(catalog::letters("") == 0);
  CHECK(catalog::letters("ab") == 2);
  CHECK(catalog::letters("é") == 1);
  CHECK(catalog::letters("e\xCC\x81") == 1);
  CHECK(catalog::letters("茶") == 1);
}

TEST_CASE("every word is quoted, the last one is a prefix if it is long enough") {
  using catalog::match_expression;
  CHECK(match_expression({"blue", "mug"}, {}) == "\"blue\" \"mug\"*");
  CHECK(match_expression({"blue", "m"}, {}) == "\"blue\" \"m\" ");
  CHECK(match_expression({"mug"}, "Tea \"x\"") == "{category} : \"Tea \"\"x\"\"\" \"mug\"*");
  CHECK(match_expression({"mug"}, "\"") == "\"mug\"*");
}

}  // namespace test
