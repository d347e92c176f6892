#include "http/text.h"

#include <doctest/doctest.h>

#include "http/address.h"
#include "http/message.h"
#include "kernel/error.h"

using kernel::Error;

TEST_CASE("percent-encoding is decoded strictly") {
  struct Row {
    std::string_view text;
    const char* decoded;  // null: refused
  };
  const Row rows[] = {{"plain", "plain"},    {"a%20b", "a b"}, {"%C3%A9", "\xc3\xa9"},
                      {"%252e", "%2e"},      {"a+b", "a+b"},   {"%", nullptr},
                      {"%2", nullptr},       {"%zz", nullptr}, {"%ff", nullptr},
                      {"%00", nullptr},      {"%0a", nullptr}, {"%c0%ae", nullptr},
                      {"%ed%a0%80", nullptr}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    std::string out;
    CHECK(http::percent_decode(row.text, out) == (row.decoded != nullptr));
    if (row.decoded != nullptr) CHECK(out == row.decoded);
  }
  CHECK(http::percent_encode("a b/\xc3\xa9~") == "a%20b%2F%C3%A9~");
}

TEST_CASE("a query is a list of fields") {
  const auto fields = http::parse_query("q=blue+mug&limit=5&&empty=&flag&x=%26%3D");
  const http::QueryFields expected = {
      {"q", "blue mug"}, {"limit", "5"}, {"empty", ""}, {"flag", ""}, {"x", "&="}};
  CHECK(fields == expected);
  CHECK(http::parse_query("").empty());
  for (const std::string wrong : {"q=%", "q=%f", "%gg=1", "q=%ff", "q=%00"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(http::parse_query(wrong), Error);
  }
}

TEST_CASE("media types: JSON is JSON in UTF-8, whatever else is said about it") {
  CHECK(http::is_json("application/json"));
  CHECK(http::is_json("Application/JSON ; charset=UTF-8"));
  CHECK(http::is_json("application/json;charset=\"utf-8\""));
  CHECK_FALSE(http::is_json("application/json; charset=latin1"));
  for (const std::string wrong :
       {"", "text/plain", "application/jsonp", "json", "application/json; x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(http::is_json(wrong));
  }
}

TEST_CASE("origins are read in one notation only") {
  const auto tcp = http::parse_origin("http://payment:8105");
  CHECK(tcp.host == "payment");
  CHECK(tcp.port == 8105);
  CHECK(tcp.text() == "http://payment:8105");
  CHECK(http::parse_origin("http://shop/").port == 80);
  const auto six = http::parse_origin("http://[::1]:81");
  CHECK(six.host == "::1");
  CHECK(six.text() == "http://[::1]:81");
  const auto secure = http::parse_origin("https://shop.example");
  CHECK(secure.tls);
  CHECK(secure.port == 443);
  CHECK(secure.text() == "https://shop.example:443");
  CHECK_FALSE(six.tls);
  CHECK(http::parse_origin("unix:/run/a.sock").socket_path == "/run/a.sock");
  CHECK(http::parse_origin("unix:data/a.sock").text() == "unix:data/a.sock");
  for (const std::string wrong :
       {"", "shop:80", "https://", "http://", "http://shop/path", "http://shop?x", "http://u@shop",
        "http://shop:99999", "unix:", "http://shop:x", "ftp://shop"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(http::parse_origin(wrong), Error);
  }
}

TEST_CASE("a URL is an origin and a target") {
  const auto url = http::split_url("http://127.0.0.1:8080/api/v1/products?q=a%20b");
  CHECK(url.origin == "http://127.0.0.1:8080");
  CHECK(url.target == "/api/v1/products?q=a%20b");
  CHECK(http::split_url("http://shop").target == "/");
}

TEST_CASE("header lines cannot be broken") {
  http::HeaderLines lines;
  lines.add("Location", "/a");
  CHECK(lines.find("location") == "/a");
  CHECK_FALSE(lines.find("locatio"));
  CHECK_THROWS_AS(lines.add("X", "a\r\nSet-Cookie: b"), Error);
  CHECK_THROWS_AS(lines.add("X\n", "a"), Error);
}
