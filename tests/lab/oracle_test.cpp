#include "lab/oracle/oracle.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <sstream>

#include "lab/oracle/oracle_script.h"
#include "oracle_support.h"
#include "tamper.h"

namespace lab::test {
namespace {

Equality compare(const Asked& a, const Asked& b) {
  return compare_answers({"one", "other"}, {a.answers, b.answers}, {a.rows, b.rows});
}

std::vector<OracleAnswer> answers(const std::vector<std::string>& said) {
  std::vector<OracleAnswer> all;
  for (const auto& answer : said) all.push_back({"GET /" + std::to_string(all.size()), answer});
  return all;
}

std::vector<std::string> segments(const std::string& target) {
  std::istringstream path(target.substr(0, target.find('?')));
  std::vector<std::string> parts;
  for (std::string part; std::getline(path, part, '/');) parts.push_back(part);
  return parts;
}

bool is_asked(const std::string& method, const std::string& path, const Script& script) {
  const auto wanted = segments(path);
  return std::ranges::any_of(script.steps, [&](const ScriptStep& step) {
    const auto given = segments(step.target);
    return step.method == method &&
           std::ranges::equal(wanted, given, [](const auto& form, const auto& text) {
             return form == text || form.starts_with('{');
           });
  });
}

// The product that the script puts into a cart first.
std::string bought_sku() {
  const auto script = make_script(small_shop(), 7, 0);
  const auto step = std::ranges::find(script.steps, "/api/v1/cart/items", &ScriptStep::target);
  const auto begin = step->body.find("<product ") + 9;
  return step->body.substr(begin, step->body.find('>') - begin);
}

}  // namespace

TEST_CASE("the script is the same for the same seed, and another one for another seed") {
  const auto text = [](const Script& script) {
    std::string all;
    for (const auto& step : script.steps) all += describe_step(step) + "\n";
    return all;
  };
  const auto script = make_script(small_shop(), 7, 400);

  CHECK(script.steps.size() >= 400);
  CHECK(text(script) == text(make_script(small_shop(), 7, 400)));
  CHECK(text(script) != text(make_script(small_shop(), 8, 400)));
}

TEST_CASE("the shortest script asks every endpoint that the shop's own description names") {
  const auto& asked = undisturbed().answers;
  const auto found = std::ranges::find(asked, "GET /openapi.json", &OracleAnswer::request);
  REQUIRE(found != asked.end());
  const auto document = boost::json::parse(found->answer.substr(found->answer.find('\n') + 1));
  const auto script = make_script(small_shop(), 7, 0);

  int endpoints = 0;
  for (const auto& [path, item] : document.at("paths").as_object())
    for (const auto& [name, operation] : item.as_object()) {
      std::string method(name);
      std::ranges::transform(method, method.begin(), [](char c) { return std::toupper(c); });
      CAPTURE(method);
      CAPTURE(std::string(path));
      CHECK(is_asked(method, std::string(path), script));
      ++endpoints;
    }
  CHECK(endpoints > 30);
}

TEST_CASE("a script hears refusals of every kind, and never that a server failed") {
  std::set<std::string> statuses;
  for (const auto& [request, answer] : undisturbed().answers) statuses.insert(answer.substr(0, 3));

  for (const char* status : {"200", "201", "204", "304", "400", "401", "402", "403", "404", "405",
                             "409", "415", "422"}) {
    CAPTURE(std::string(status));
    CHECK(statuses.contains(status));
  }
  CHECK(statuses.lower_bound("429") == statuses.end());
}

TEST_CASE("a shop answers the same script alike in every layout, and ends with the same rows") {
  for (const char* layout : {"monolith", "serialized", "split"}) {
    CAPTURE(std::string(layout));
    const Folder folder;

    const auto asked = ask_layout(layout, folder.path() + "/arm");
    const auto equality = compare(undisturbed(), asked);

    MESSAGE(std::string(layout) << ": " << equality.requests << " requests, " << equality.rows
                                << " rows, " << asked.seconds << " s");
    for (const auto& difference : equality.first_difference) {
      INFO(difference.request, "\none: ", difference.answer_a, "\nother: ", difference.answer_b);
      CHECK(difference.number == 0);
    }
    for (const auto& row : equality.row_differences) CHECK(row == "");
    CHECK(equality.equal);
    CHECK(digest_of(asked.rows) == digest_of(undisturbed().rows));
  }
}

TEST_CASE("an arm whose answers differ is found, with the first request that shows it") {
  const Folder folder;
  const auto sku = bought_sku();
  const auto dearer = [&](const std::string& directory) {
    tamper(directory, "catalog", "UPDATE products SET price = price + 1 WHERE sku = '" + sku + "'");
  };

  const auto asked = ask_layout("monolith", folder.path() + "/arm", {}, dearer);
  const auto equality = compare(undisturbed(), asked);

  CHECK_FALSE(equality.equal);
  REQUIRE(equality.first_difference.size() == 1);
  const auto& difference = equality.first_difference.front();
  const auto index = static_cast<std::size_t>(difference.number - 1);
  CHECK(difference.request == undisturbed().answers[index].request);
  CHECK(difference.answer_a != difference.answer_b);
  CHECK(difference.answer_b.find("product " + sku) != std::string::npos);
  for (std::size_t before = 0; before < index; ++before)
    CHECK(undisturbed().answers[before].answer == asked.answers[before].answer);
  CHECK(equality.row_differences.size() >= 2);
}

TEST_CASE("an arm with another setting is found by what it refuses") {
  const Folder folder;

  const auto asked = ask_layout("monolith", folder.path() + "/arm", {"shop.currency=EUR"});
  const auto equality = compare(undisturbed(), asked);

  CHECK_FALSE(equality.equal);
  REQUIRE(equality.first_difference.size() == 1);
  CHECK(equality.first_difference[0].answer_a.starts_with("20"));
}

TEST_CASE("answers are compared with the first arm's, and the earliest difference is told") {
  const std::vector<std::string> arms{"a", "b", "c"};
  const std::vector<std::vector<std::string>> rows(3, {"row"});
  const auto same = answers({"1", "2", "3"});

  const auto equal = compare_answers(arms, {same, same, same}, rows);
  CHECK(equal.equal);
  CHECK(equal.requests == 3);
  CHECK(equal.rows == 1);

  const auto later = compare_answers(
      arms, {same, answers({"1", "2", "other"}), answers({"1", "other", "3"})}, rows);
  CHECK_FALSE(later.equal);
  REQUIRE(later.first_difference.size() == 1);
  CHECK(later.first_difference[0].number == 2);
  CHECK(later.first_difference[0].b == "c");
  CHECK(later.first_difference[0].answer_b == "other");

  const auto shorter = compare_answers(arms, {same, answers({"1", "2"}), same}, rows);
  CHECK_FALSE(shorter.equal);
  REQUIRE(shorter.first_difference.size() == 1);
  CHECK(shorter.first_difference[0].number == 3);
  CHECK(shorter.first_difference[0].request == "GET /2");
}

TEST_CASE("rows are compared by how often each is there, and no more than twenty are told") {
  const auto same = answers({"1"});
  const auto rows_of = [&](const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return compare_answers({"a", "b"}, {same, same}, {a, b});
  };

  CHECK(rows_of({"x", "y"}, {"x", "y"}).equal);
  const auto twice = rows_of({"x", "x", "y"}, {"x", "y"});
  CHECK_FALSE(twice.equal);
  CHECK(twice.row_differences == std::vector<std::string>{"- a: x"});
  const auto changed = rows_of({"x 1", "y"}, {"x 2", "y"});
  CHECK(changed.row_differences == std::vector<std::string>{"- a: x 1", "+ b: x 2"});
  const std::vector<std::string> many(50, "z");
  CHECK(rows_of(many, {}).row_differences.size() == 20);
}

TEST_CASE("one arm alone is not called equal") {
  const auto alone = compare_answers({"a"}, {answers({"1"})}, {{"row"}});

  CHECK_FALSE(alone.equal);
  CHECK(alone.not_measured.find("not measured") == 0);
}

TEST_CASE("of long answers only the part around their difference is shown") {
  const std::string long_text(10'000, 'x');
  const auto equality = compare_answers(
      {"a", "b"}, {answers({long_text + "1" + long_text}), answers({long_text + "2" + long_text})},
      {{}, {}});

  REQUIRE(equality.first_difference.size() == 1);
  CHECK(equality.first_difference[0].answer_a.size() < 3000);
  CHECK(equality.first_difference[0].answer_a.find('1') != std::string::npos);
  CHECK(equality.first_difference[0].answer_b.find('2') != std::string::npos);
}

}  // namespace lab::test
