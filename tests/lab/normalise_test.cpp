#include "lab/oracle/normalise.h"

#include <doctest/doctest.h>

namespace lab::test {
namespace {

constexpr const char* one = "0190f3a1-7c5e-7b3a-9d43-0123456789ab";
constexpr const char* two = "0190f3a1-7c5e-7b3a-9d43-0123456789ac";

struct Case {
  std::string given;
  std::string expected;
};

Names numbered() { return Names(Names::Unknown::numbered); }

http::Response answer(int status, const std::string& headers, std::string body) {
  http::Response response;
  response.status = status;
  response.headers = http::HeaderLines::received(headers);
  response.body = std::move(body);
  return response;
}

}  // namespace

TEST_CASE("in a text ids, times and tokens are replaced, and nothing else") {
  const std::string id = one;
  const std::string token(43, 'k');
  for (const auto& [given, expected] : {
           Case{"", ""},
           Case{"a plain-text line, 12 x 3", "a plain-text line, 12 x 3"},
           Case{id, "id-1"},
           Case{"0190F3A1-7C5E-7B3A-9D43-0123456789AB", "id-1"},
           Case{"order " + id + ", again " + id + ".", "order id-1, again id-1."},
           Case{"/orders/" + id + "?x=" + two, "/orders/id-1?x=id-2"},
           Case{id + "0", "token"},
           Case{"2026-11-22T03:11:00.000Z", "time"},
           Case{"2026-11-22T03:11:00Z!", "time!"},
           Case{"until 2026-11-22T03:11 (UTC)", "until time (UTC)"},
           Case{"on 2026-11-22 at 03:11", "on 2026-11-22 at 03:11"},
           Case{token, "token"},
           Case{"hdr" + token + "." + token + "." + token, "token.token.token"},
           Case{std::string(31, 'k'), std::string(31, 'k')},
           Case{"see http://127.0.0.1:39201/verify?token=" + token,
                "see http://shop/verify?token=token"},
           Case{"http://127.0.0.1/ http://shop.example:80/",
                "http://127.0.0.1/ http://shop.example:80/"},
           Case{"line\\n" + id, "line\\nid-1"},
       }) {
    CAPTURE(given);
    auto names = numbered();
    CHECK(normalise_text(given, names) == expected);
  }
}

TEST_CASE("a JSON document keeps its form; fields for tokens are hidden however short") {
  const std::string id = one;
  for (const auto& [given, expected] : {
           Case{"{}", "{}"},
           Case{R"({"id":")" + id + R"(","n":1.50,"none":null})",
                R"({"id":"id-1","n":1.50,"none":null})"},
           Case{R"({"next_cursor":null,"trace_id":""})",
                R"({"next_cursor":null,"trace_id":"trace"})"},
           Case{R"({"next_cursor":"AA"})", R"({"next_cursor":"cursor"})"},
           Case{R"({"access_token":"a","refresh_token":"b","cart_token":"c"})",
                R"({"access_token":"token","refresh_token":"token","cart_token":"token"})"},
           Case{R"({"token":"a","name":"token"})", R"({"token":"token","name":"token"})"},
           Case{R"({"a":"say \"2026-11-22T03:11:00.000Z\""})", R"({"a":"say \"time\""})"},
           Case{R"([")" + id + R"(",")" + two + R"("])", R"(["id-1","id-2"])"},
           Case{R"({ "id" : ")" + id + "\" }", R"({ "id" : "id-1" })"},
           Case{R"({"cut":"of)", R"({"cut":"of)"},
           Case{R"({"expires_in":43199,"n":1})", R"({"expires_in":"720 minutes","n":1})"},
           Case{R"({"n":1,"expires_in":43200})", R"({"n":1,"expires_in":"720 minutes"})"},
           Case{R"({"expires_in":900,"n":"x"})", R"({"expires_in":"15 minutes","n":"x"})"},
       }) {
    CAPTURE(given);
    auto names = numbered();
    CHECK(normalise_json(given, names) == expected);
  }
}

TEST_CASE("items are sorted by what they say, whatever their ids and times are") {
  const auto item = [](const std::string& id, const std::string& kind) {
    return R"({"id":")" + id + R"(","kind":")" + kind + "\"}";
  };
  const auto list = [](const std::string& first, const std::string& second) {
    return R"({"items":[)" + first + "," + second + R"(],"next_cursor":null})";
  };

  CHECK(with_sorted_items(list(item(one, "b"), item(two, "a"))) ==
        list(item(two, "a"), item(one, "b")));
  CHECK(with_sorted_items(list(item(two, "a"), item(one, "a"))) ==
        list(item(two, "a"), item(one, "a")));
  for (const std::string other : {"", "text", "[2,1]", R"({"items":7})"})
    CHECK(with_sorted_items(other) == other);
}

TEST_CASE("an id keeps the first name it was given, everywhere") {
  auto names = numbered();
  names.give(*kernel::parse_uuid(two), "product MUG");
  names.give(*kernel::parse_uuid(two), "something else");

  CHECK(normalise_text(one, names) == "id-1");
  CHECK(normalise_text(two, names) == "product MUG");
  CHECK(normalise_text(one, names) == "id-1");

  Names alike(Names::Unknown::alike);
  CHECK(normalise_text(std::string(one) + " " + two, alike) == "id id");
}

TEST_CASE("of an answer the status, the headers of the contract and the body count") {
  auto names = numbered();
  const auto text = [&](const std::string& headers) {
    return normalise_answer(answer(201, headers, R"({"a":1})"), names, true);
  };
  const std::string type = "Content-Type: application/json\r\n";

  CHECK(text(type) == "201 | Content-Type: application/json\n{\"a\":1}");
  CHECK(text(type + "Location: /api/v1/orders/" + one + "\r\n") ==
        "201 | Content-Type: application/json | Location: /api/v1/orders/id-1\n{\"a\":1}");
  CHECK(text(type + "ETag: \"1\"\r\nRetry-After: 1\r\n") ==
        text(type + "ETag: \"2\"\r\nRetry-After: 2\r\n"));
  CHECK(text(type + "ETag: \"1\"\r\n") != text(type));
  CHECK(text(type + "Date: today\r\ntraceparent: 00-1-1-00\r\n") == text(type));
  CHECK(normalise_answer(answer(204, "", ""), names, true) == "204");
  CHECK(normalise_answer(answer(200, type, "{}"), names, false) ==
        "200 | Content-Type: application/json");
}

}  // namespace lab::test
