#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "commands/input/csv.h"
#include "commands/input/csv_table.h"
#include "kernel/error.h"

namespace commands {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Outcome {
  Rows rows;
  std::vector<std::int64_t> lines;
  Refusals refusals;
  std::int64_t met = 0;
};

Outcome read(const std::string& text, CsvLimits limits = {}) {
  Outcome outcome;
  std::istringstream input(text);
  CsvReader reader(input, outcome.refusals, limits);
  CsvRow row;
  while (reader.next(row)) {
    outcome.rows.push_back(row.fields);
    outcome.lines.push_back(row.line);
  }
  outcome.met = reader.rows();
  return outcome;
}

std::string with_nul(std::string text) {
  text[text.find('~')] = '\0';
  return text;
}

std::string header_fault(const std::string& text) {
  static constexpr std::string_view needed[] = {"sku", "price"};
  std::istringstream input(text);
  Refusals refusals;
  try {
    CsvTable table(input, needed, refusals);
  } catch (const kernel::Error& error) {
    CHECK(error.code == kernel::Code::invalid_argument);
    return error.message;
  }
  return "";
}

TEST_CASE("a row is read as RFC 4180 writes it") {
  const struct {
    const char* what;
    std::string text;
    Rows rows;
  } cases[] = {
      {"LF", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}}},
      {"CRLF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"both, and no end to the last line", "a,b\r\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"CR at the very end", "a,b\r", {{"a", "b"}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"byte order mark before a quote", "\xEF\xBB\xBF\"a\",b\n", {{"a", "b"}}},
      {"empty fields", ",\n\"\",\n", {{"", ""}, {"", ""}}},
      {"comma in quotes", "\"a,b\",c\n", {{"a,b", "c"}}},
      {"doubled quotes", "\"7\"\" disc\",\"\"\"\"\n", {{"7\" disc", "\""}}},
      {"line ends in quotes", "\"a\nb\r\nc\",d\n", {{"a\nb\r\nc", "d"}}},
      {"blanks belong to a field", " a , b\n", {{" a ", " b"}}},
      {"empty lines are no rows", "\n\r\na,b\n\n\nc,d\n\n", {{"a", "b"}, {"c", "d"}}},
      {"nothing at all", "", {}},
      {"nothing but a byte order mark", "\xEF\xBB\xBF", {}},
      {"text beyond ASCII", "café,£ ⅛ 🦊\n", {{"café", "£ ⅛ 🦊"}}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.what);
    const auto outcome = read(c.text);

    CHECK(outcome.rows == c.rows);
    CHECK(outcome.refusals.empty());
    CHECK(outcome.met == static_cast<std::int64_t>(c.rows.size()));
  }
}

TEST_CASE("a malformed row is refused with its line and reason, and the next one is read") {
  const struct {
    std::string row;
    const char* reason;
  } cases[] = {
      {"c", "1 fields instead of 2"},
      {"c,d,e", "3 fields instead of 2"},
      {"c\"d,e", "field 1: a quote inside an unquoted field"},
      {"c,d\"", "field 2: a quote inside an unquoted field"},
      {"\"c\"d,e", "field 1: text after its closing quote"},
      {"\"c\" ,e", "field 1: text after its closing quote"},
      {"c,\"d", "field 2: its quote is never closed"},
      {"c\rd,e", "field 1: a carriage return in the middle"},
      {with_nul("c~,d"), "field 1: a NUL byte"},
      {with_nul("\"c~\",d"), "field 1: a NUL byte"},
      {"caf\xE9,d", "not valid UTF-8"},
      {"c,\xC0\xAF", "not valid UTF-8"},
      {"c,\xE0\x80\xAF", "not valid UTF-8"},
      {"c,\xF0\x80\x80\xAF", "not valid UTF-8"},
      {"c,\xED\xA0\x80", "not valid UTF-8"},
      {"c,\xF4\x90\x80\x80", "not valid UTF-8"},
      {"c,\xE2\x82", "not valid UTF-8"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.row);
    const auto outcome = read("a,b\n" + c.row + "\ny,z\n");

    CHECK(outcome.rows == Rows{{"a", "b"}, {"y", "z"}});
    CHECK(outcome.lines == std::vector<std::int64_t>{1, 3});
    REQUIRE(outcome.refusals.size() == 1);
    CHECK(outcome.refusals[0].line == 2);
    CHECK(outcome.refusals[0].reason == c.reason);
    CHECK(outcome.met == 3);
  }
}

TEST_CASE("a lost quote costs its own line, whatever quotes follow") {
  const auto outcome = read("a,b\n1,\"lost\n2,\"x, y\"\n3,z\n\"4\",\"q\"\"q\"\n");

  CHECK(outcome.rows == Rows{{"a", "b"}, {"2", "x, y"}, {"3", "z"}, {"4", "q\"q"}});
  REQUIRE(outcome.refusals.size() == 1);
  CHECK(outcome.refusals[0].line == 2);
}

TEST_CASE("a row of several lines has the number of its first, and the next one the right number") {
  const auto outcome = read("a,b\n\"1\n2\n3\",c\n\nd,e\n\"f\ng\"\nh,i\n");

  CHECK(outcome.lines == std::vector<std::int64_t>{1, 2, 6, 9});
  REQUIRE(outcome.refusals.size() == 1);
  CHECK(outcome.refusals[0].line == 7);
}

TEST_CASE("a refusal shows the beginning of its row, printable") {
  const auto outcome = read("a,b\n" + with_nul("c\x07~,\xE9\td") + std::string(300, 'x') + "\n");

  REQUIRE(outcome.refusals.size() == 1);
  CHECK(outcome.refusals[0].text == "c??,? d" + std::string(193, 'x'));
}

TEST_CASE("fields and rows are bounded, and what is too long costs only itself") {
  const CsvLimits limits{.field_bytes = 10, .row_bytes = 40};
  const struct {
    std::string row;
    const char* reason;
  } cases[] = {
      {"12345678901,b", "field 1: longer than 10 bytes"},
      {"\"12345678901\",b", "field 1: its quote is not closed within 11 bytes"},
      {std::string(60, ','), "longer than 40 bytes"},
      {std::string(100'000, 'x'), "field 1: longer than 10 bytes"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.reason);
    const auto outcome = read("a,b\n" + c.row + "\n1234567890,\"1234567890\"\n", limits);

    CHECK(outcome.rows == Rows{{"a", "b"}, {"1234567890", "1234567890"}});
    CHECK(outcome.lines.back() == 3);
    REQUIRE(outcome.refusals.size() == 1);
    CHECK(outcome.refusals[0].line == 2);
    CHECK(outcome.refusals[0].reason == c.reason);
  }
}

TEST_CASE("rows are the same wherever the reader's buffer ends") {
  std::string text;
  Rows expected;
  for (int i = 0; i < 40'000; ++i) {
    const std::string number = std::to_string(i);
    text += number + ",\"é, \"\"" + number + "\"\"\"\r\n";
    expected.push_back({number, "é, \"" + number + "\""});
  }

  const auto outcome = read(text);

  CHECK(outcome.rows == expected);
  CHECK(outcome.lines.back() == 40'000);
  CHECK(outcome.refusals.empty());
}

TEST_CASE("columns are found by name, in any order, among others, whatever their case") {
  static constexpr std::string_view needed[] = {"sku", "price"};
  std::istringstream input("\xEF\xBB\xBFshelf, Price ,SKU\n7,2.55,mug\n8,oops\n9,3.10,cup\n");
  Refusals refusals;
  CsvTable table(input, needed, refusals);

  REQUIRE(table.next());
  CHECK(table.field(0) == "mug");
  CHECK(table.field(1) == "2.55");
  CHECK(table.line() == 2);
  REQUIRE(table.next());
  CHECK(table.field(0) == "cup");
  CHECK_FALSE(table.next());

  CHECK(refusals.size() == 1);
  CHECK(table.rows() == 3);
}

TEST_CASE("a wrong header says what was found and what is needed") {
  CHECK(header_fault("name,stock\n") ==
        "line 1: no column sku, price; found: name,stock; needed: sku,price");
  CHECK(header_fault("\n\nsku,cost\n") ==
        "line 3: no column price; found: sku,cost; needed: sku,price");
  CHECK(header_fault("sku,price,SKU\n") ==
        "line 1: the column sku stands there twice; found: sku,price,SKU; needed: sku,price");
  CHECK(header_fault("") == "the file is empty; needed: sku,price");
  CHECK(header_fault("sku,pri\"ce\nmug,2\n") ==
        "line 1: malformed header: field 2: a quote inside an unquoted field; "
        "found: sku,pri\"ce; needed: sku,price");
}

}  // namespace
}  // namespace commands
