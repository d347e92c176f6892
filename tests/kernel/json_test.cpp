#include "kernel/json.h"

#include <doctest/doctest.h>

#include "sample_contract.h"

using kernel::json::Mode;
using kernel::json::read;

namespace {

std::vector<kernel::Fault> faults_of(std::string_view text, Mode mode = Mode::strict) {
  sample::Part part;
  return read(text, kernel::type_of<sample::Part>(), &part, mode);
}

constexpr std::string_view good =
    R"({"label":"x","id":"01900000-0000-7000-8000-000000000001","colour":"blue"})";

}  // namespace

TEST_CASE("strict reading accepts exactly the described fields, in any order") {
  CHECK(faults_of(good).empty());
  CHECK(faults_of(R"({"colour":"red","id":"01900000-0000-7000-8000-000000000001","label":""})")
            .empty());
}

TEST_CASE("each fault comes with its JSON pointer") {
  struct Row {
    std::string_view text;
    std::string_view pointer;
    std::string_view detail;
  };
  for (const Row& row : {
           Row{R"({"label":1,"id":"01900000-0000-7000-8000-000000000001","colour":"red"})",
               "/label", "must be a string"},
           Row{R"({"label":"x","id":"1","colour":"red"})", "/id", "must be a uuid"},
           Row{R"({"label":"x","id":"01900000-0000-7000-8000-000000000001","colour":"pink"})",
               "/colour", "must be one of red, green, blue"},
           Row{R"({"id":"01900000-0000-7000-8000-000000000001","colour":"red"})", "/label",
               "is missing"},
           Row{R"({"label":"x","label":"y","id":"01900000-0000-7000-8000-000000000001",)"
               R"("colour":"red"})",
               "/label", "stands here twice"},
           Row{R"({"a/b~c":1,"label":"x","id":"01900000-0000-7000-8000-000000000001",)"
               R"("colour":"red"})",
               "/a~1b~0c", "is not known here"},
           Row{"[]", "", "must be an object"},
           Row{"", "", "is empty; JSON was expected"},
           Row{"{\"label\":\"\xff\"}", "", "is not valid UTF-8"},
       }) {
    CAPTURE(row.text);
    const auto faults = faults_of(row.text);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == row.pointer);
    CHECK(faults[0].detail == row.detail);
  }
}

TEST_CASE("lenient reading ignores what is unknown and defaults what is absent") {
  sample::Part part{"kept", {}, sample::Colour::green};
  const auto faults = read(R"({"more":[1,{"x":2}],"label":"new"})", kernel::type_of<sample::Part>(),
                           &part, Mode::lenient);

  CHECK(faults.empty());
  CHECK(part.label == "new");
  CHECK(part.colour == sample::Colour::green);
}

TEST_CASE("numbers that do not fit are faults, never wrapped") {
  for (const std::string_view number :
       {"9223372036854775808", "-9223372036854775809", "1e3", "1.0", "99999999999999999999999"}) {
    CAPTURE(number);
    sample::Count count;
    const auto text = std::string(R"({"value":)") + std::string(number) + "}";
    CHECK_FALSE(read(text, kernel::type_of<sample::Count>(), &count, Mode::strict).empty());
  }
  sample::Count count;
  CHECK(read(R"({"value":-9223372036854775808})", kernel::type_of<sample::Count>(), &count,
             Mode::strict)
            .empty());
  CHECK(count.value == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("nesting deeper than the limit is refused") {
  CHECK(faults_of(std::string(10'000, '[')).size() == 1);
  CHECK(faults_of(R"({"more":)" + std::string(40, '[') + std::string(40, ']') + "}").size() == 1);
}

TEST_CASE("what is written can be read again, control characters included") {
  sample::Fail all;
  for (char c = 1; c < 0x7f; ++c) all.how += c;
  all.how += "é€😀";

  const auto back = kernel::json::from_json<sample::Fail>(kernel::json::to_json(all));

  CHECK(back.how == all.how);
}
