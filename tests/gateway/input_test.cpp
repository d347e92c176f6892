// Bad input of every kind: refused with a pointer to each fault, and nothing is sent.
#include "front.h"

using namespace test;

namespace {

using Strings = std::vector<std::string>;

struct Case {
  std::string what;
  Ask ask;
  Strings faults;
};

Ask add(std::string body) {
  return {"POST", "/api/v1/cart/items", std::move(body), {{"Cart-Token", "t"}}};
}
Ask add_quantity(const std::string& quantity) {
  return add(R"({"product_id":")" + mug + R"(","quantity":)" + quantity + "}");
}
Ask registers(std::string body) { return {"POST", "/api/v1/auth/register", std::move(body)}; }
Ask finds(const std::string& query) { return {"GET", "/api/v1/products?" + query}; }

std::vector<Case> body_cases() {
  const std::string long_name(201, 'n');
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  return {
      {"no body",
       registers(""),
       {"/email: is missing", "/password: is missing", "/name: is missing"}},
      {"empty object",
       registers("{}"),
       {"/email: is missing", "/password: is missing", "/name: is missing"}},
      {"unknown field",
       registers(R"({"email":"abc","password":"0123456789","name":"A","x":1})"),
       {"/x: is not known here"}},
      {"role is unknown, too",
       registers(R"({"email":"abc","password":"0123456789","name":"A","role":"admin"})"),
       {"/role: is not known here"}},
      {"a key that needs escaping",
       registers(R"({"email":"abc","password":"0123456789","name":"A","a/b~c":1})"),
       {"/a~1b~0c: is not known here"}},
      {"repeated field",
       registers(R"({"email":"abc","email":"abd","password":"0123456789","name":"A"})"),
       {"/email: stands here twice"}},
      {"wrong types",
       registers(R"({"email":1,"password":null,"name":["A"]})"),
       {"/email: must be a string", "/password: must be a string", "/name: must be a string"}},
      {"overlong",
       registers(R"({"email":"abc","password":"0123456789","name":")" + long_name + R"("})"),
       {"/name: must be 1 to 200 bytes long, not 201"}},
      {"unreadable and out of bounds at once",
       registers(R"({"email":5,"password":"short","name":""})"),
       {"/email: must be a string", "/password: must be 10 to 1000 bytes long, not 5",
        "/name: must be 1 to 200 bytes long, not 0"}},
      {"NUL",
       registers(R"({"email":"abc","password":"0123456789","name":"a\u0000b"})"),
       {"/name: holds a control character"}},
      {"line break in a name",
       registers(R"({"email":"a\nb","password":"0123456789","name":"A"})"),
       {"/email: holds a control character"}},
      {"not JSON", registers("{"), {}},
      {"invalid UTF-8",
       registers("{\"email\":\"a\xff\",\"password\":\"0123456789\",\"name\":\"A\"}"),
       {": is not valid UTF-8"}},
      {"a lone surrogate",
       registers(R"({"email":"\ud800","password":"0123456789","name":"A"})"),
       {}},
      {"too deep", registers(R"({"email":)" + deep + "}"), {": is nested deeper than 32 levels"}},
      {"an array", registers("[]"), {": must be an object"}},
      {"trailing text", registers("{} {}"), {}},
  };
}

std::vector<Case> number_cases() {
  return {
      {"zero", add_quantity("0"), {"/quantity: must be 1 to 100000, not 0"}},
      {"negative", add_quantity("-1"), {"/quantity: must be 1 to 100000, not -1"}},
      {"too many", add_quantity("100001"), {"/quantity: must be 1 to 100000, not 100001"}},
      {"beyond 64 bits", add_quantity("9223372036854775808"), {"/quantity: is too large"}},
      {"beyond all bits",
       add_quantity(std::string(30, '9')),
       {": holds a number that cannot be read"}},
      {"a fraction", add_quantity("1.5"), {"/quantity: must be an integer"}},
      {"an exponent", add_quantity("1e3"), {"/quantity: must be an integer"}},
      {"a text", add_quantity("\"1\""), {"/quantity: must be an integer"}},
      {"an id of the wrong form",
       add(R"({"product_id":"mug","quantity":1})"),
       {"/product_id: must be a uuid"}},
      {"inside a list",
       {"POST",
        "/api/v1/admin/products/import",
        R"({"rows":[{"sku":"a","name":"n","description":"","category":"c","stock":-1,
            "price":{"amount":1,"currency":"gbp"}}]})",
        {},
        "admin"},
       {"/rows/0/price/currency: must be a currency",
        "/rows/0/stock: must be 0 to 1000000000, not -1"}},
  };
}

std::vector<Case> query_cases() {
  return {
      {"limit below", finds("limit=0"), {"/limit: query parameter limit must be 1 to 100, not 0"}},
      {"limit above",
       finds("limit=101"),
       {"/limit: query parameter limit must be 1 to 100, not 101"}},
      {"limit negative",
       finds("limit=-1"),
       {"/limit: query parameter limit must be 1 to 100, not -1"}},
      {"limit no number", finds("limit=ten"), {"/limit: query parameter limit must be an integer"}},
      {"limit empty", finds("limit="), {"/limit: query parameter limit must be an integer"}},
      {"limit signed", finds("limit=%2B5"), {"/limit: query parameter limit must be an integer"}},
      {"limit overflowing",
       finds("limit=99999999999999999999"),
       {"/limit: query parameter limit is too large"}},
      {"unknown", finds("colour=red"), {"/colour: query parameter colour is not known here"}},
      {"who", finds("owner=me"), {"/owner: query parameter owner is not known here"}},
      {"repeated", finds("q=a&q=b"), {"/q: query parameter q stands here twice"}},
      {"unknown order",
       finds("sort=price_down"),
       {"/sort: query parameter sort must be one of relevance, price, -price, name"}},
      {"empty category",
       finds("category="),
       {"/category: query parameter category must be 1 to 100 bytes long, not 0"}},
      {"control character", finds("q=a%07"), {"/q: query parameter q holds a control character"}},
      {"several",
       finds("limit=0&x=1"),
       {"/x: query parameter x is not known here",
        "/limit: query parameter limit must be 1 to 100, not 0"}},
      {"on a command", {"POST", "/api/v1/carts?x=1"}, {"/x: query parameter x is not known here"}},
  };
}

void check_refused(Front& front, const Case& expected) {
  INFO(expected.what);

  const auto answer = front.ask(expected.ask);

  CHECK(answer.status == 400);
  CHECK(answer.type == http::problem_type);
  CHECK(answer.code() == "invalid_argument");
  if (!expected.faults.empty()) CHECK(answer.faults() == expected.faults);
  CHECK(!answer.faults().empty());
  CHECK(front.arrived.empty());
}

}  // namespace

TEST_CASE("a bad body is refused with a pointer to each fault, and nothing is sent") {
  Front front;
  for (const auto& expected : body_cases()) check_refused(front, expected);
  for (const auto& expected : number_cases()) check_refused(front, expected);
}

TEST_CASE("a bad query is refused by the name of the parameter") {
  Front front;
  for (const auto& expected : query_cases()) check_refused(front, expected);
}

TEST_CASE("a wrongly encoded query is refused") {
  Front front;

  CHECK(front.get("/api/v1/products?q=%ff").status == 400);
  CHECK(front.get("/api/v1/products?q=%0").status == 400);
  CHECK(front.get("/api/v1/products?q=%00").status == 400);
}

TEST_CASE("faults of body, query and header come together") {
  Front front;

  const auto answer = front.post("/api/v1/orders?x=1", R"({"payment_method":""})", "alice");

  CHECK(
      answer.faults() ==
      Strings{"/x: query parameter x is not known here",
              "/Idempotency-Key: header Idempotency-Key must be 1 to 255 visible ASCII characters",
              "/shipping_address: is missing",
              "/payment_method: must be 1 to 200 bytes long, not 0"});
}

TEST_CASE("an order needs an Idempotency-Key of 1 to 255 visible ASCII characters") {
  Front front;
  const std::string body =
      R"({"payment_method":"p","shipping_address":{"name":"A","line1":"1","city":"Y",
          "postal_code":"Y","country":"GB"}})";
  const auto status = [&](const std::string& key) {
    return front.ask({"POST", "/api/v1/orders", body, {{"Idempotency-Key", key}}, "alice"}).status;
  };

  CHECK(front.post("/api/v1/orders", body, "alice").status == 400);
  CHECK(status("") == 400);
  CHECK(status("a b") == 400);
  CHECK(status("caf\xc3\xa9") == 400);
  CHECK(status(std::string(256, 'k')) == 400);
  CHECK(front.arrived.empty());
  CHECK(status(std::string(255, 'k')) == 202);
  CHECK(front.sent_json().at("key").as_string() == std::string(255, 'k'));
}

TEST_CASE("a body must be JSON, and a request without one needs no content type") {
  Front front;
  const auto status = [&](std::string body, std::string type) {
    return front.ask({"POST", "/api/v1/auth/logout", std::move(body), {{"Content-Type", type}}})
        .status;
  };
  const std::string body = R"({"refresh_token":"r"})";

  CHECK(status(body, "text/plain") == 415);
  CHECK(status(body, "application/x-www-form-urlencoded") == 415);
  CHECK(status(body, "application/json; charset=latin1") == 415);
  CHECK(status(body, "") == 415);
  CHECK(status(body, "Application/JSON; charset=UTF-8") == 204);
  CHECK(front.ask({"POST", "/api/v1/carts"}).status == 201);
  CHECK(front.ask({"POST", "/api/v1/carts", "{}"}).status == 201);
  CHECK(front.ask({"POST", "/api/v1/carts", R"({"x":1})"}).status == 400);
}

TEST_CASE("an id of the wrong form in a path is not found") {
  Front front;

  CHECK(front.get("/api/v1/products/mug").status == 404);
  CHECK(front.get("/api/v1/products/" + mug + "0").status == 404);
  CHECK(front.get("/api/v1/orders/1", "alice").status == 404);
  CHECK(front.ask({"PUT", "/api/v1/cart/items/x", "{}", {}, "alice"}).status == 404);
  CHECK(front.get("/api/v1/products/0190A000-0000-4000-8000-000000000001").status == 200);
  CHECK(front.arrived.size() == 1);
}

TEST_CASE("a path that is not plain, not here or of another method is said to be so") {
  Front front;

  CHECK(front.get("/api/v1/../v1/products").status == 400);
  CHECK(front.get("/api/v1/%2e%2e/products").status == 400);
  CHECK(front.get("/api/v1/nothing").status == 404);
  CHECK(front.get("/api/v1/products/" + mug + "/nothing").status == 404);
  const auto refused = front.ask({"DELETE", "/api/v1/products"});
  CHECK(refused.status == 405);
  CHECK(refused.header("Allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(refused.code() == "method_not_allowed");
}

TEST_CASE("an error repeats no more of a query than somebody would read") {
  Front front;
  std::string many = "/api/v1/products?";
  for (int i = 0; i < 3000; ++i) many += "a&";

  const auto of_many = front.get(many);
  const auto of_long = front.get("/api/v1/products?" + std::string(8000, 'n') + "=1");

  CHECK(of_many.status == 400);
  CHECK(of_many.body.size() < 8000);
  CHECK(of_long.status == 400);
  CHECK(of_long.body.size() < 1000);
}
