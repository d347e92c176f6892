#include "http/router.h"

#include <doctest/doctest.h>

#include <stdexcept>

using http::Match;
using http::Router;

namespace {

Router shop() {
  Router router;
  router.add("GET", "/api/v1/products", 1);
  router.add("POST", "/api/v1/products", 2);
  router.add("GET", "/api/v1/products/{id}", 3);
  router.add("PUT", "/api/v1/products/{id}/stock", 4);
  router.add("GET", "/api/v1/products/new", 5);
  router.add("GET", "/api/{version}/{thing}/new/{id}", 6);
  router.add("GET", "/", 7);
  return router;
}

}  // namespace

TEST_CASE("a path finds its route, a literal before a parameter") {
  const Router router = shop();
  CHECK(router.find("GET", "/").route == 7);
  CHECK(router.find("GET", "/api/v1/products").route == 1);
  CHECK(router.find("POST", "/api/v1/products").route == 2);
  CHECK(router.find("GET", "/api/v1/products/new").route == 5);
  CHECK(router.find("GET", "/api/v1/produc%74s").route == 1);

  const auto one = router.find("GET", "/api/v1/products/blue%20mug");
  CHECK(one.route == 3);
  REQUIRE(one.parameters.size() == 1);
  CHECK(one.parameters[0].name == "id");
  CHECK(one.parameters[0].value == "blue mug");

  const auto other = router.find("GET", "/api/v1/products/new/5");  // back from a dead end
  CHECK(other.route == 6);
  REQUIRE(other.parameters.size() == 3);
  CHECK(other.parameters[1].value == "products");
}

TEST_CASE("an unknown path is none, a known one with another method names those allowed") {
  const Router router = shop();
  for (const auto unknown : {"/api/v1", "/api/v1/products/", "/api/v1/products/1/2", "//",
                             "/api//products", "/api/v1/products//stock"}) {
    CAPTURE(unknown);
    CHECK(router.find("GET", unknown).kind == Match::Kind::no_path);
  }
  const auto match = router.find("DELETE", "/api/v1/products");
  CHECK(match.kind == Match::Kind::no_method);
  CHECK(match.allow == "GET, HEAD, POST");
}

TEST_CASE("a path that hides where it leads is refused") {
  const Router router = shop();
  for (const auto bad :
       {"", "api", "/.", "/..", "/api/../x", "/api/%2e%2e/x", "/api/%2E./x", "/api/.%2e/x",
        "/api/%2e", "/a\\b", "/a%5cb", "/a%2fb", "/a%2Fb", "/a%", "/a%zz", "/a%00", "/%ff", "*"}) {
    CAPTURE(bad);
    CHECK(router.find("GET", bad).kind == Match::Kind::bad_path);
  }
  CHECK(router.find("GET", "/api/v1/products/...").route == 3);
  CHECK(router.find("GET", "/api/v1/products/%252e").parameters[0].value == "%2e");
}

TEST_CASE("a table that contradicts itself is refused at start") {
  Router router = shop();
  CHECK_THROWS_AS(router.add("GET", "/api/v1/products", 9), std::logic_error);
  CHECK_THROWS_AS(router.add("GET", "/api/v1/products/{other}", 9), std::logic_error);
  CHECK_THROWS_AS(router.add("GET", "no/slash", 9), std::logic_error);
}
