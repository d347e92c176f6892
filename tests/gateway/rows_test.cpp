// Every row: which message it sends, with which fields, and how success looks.
#include <set>

#include "front.h"
#include "gateway/route.h"
#include "row_cases.h"

using namespace test;

TEST_CASE("each endpoint sends its message with the fields of the request") {
  Front front;
  front.reply("order.PlaceOrder", R"({"outcome":"confirmed"})");
  front.reply("order.WaitForChange", R"({"change":{"number":1,"status":"pending"}})");
  front.reply("catalog.GetPicture", R"({"type":"png","content":"iVBORw"})");
  std::set<std::string> messages;
  for (const auto& expected : row_cases()) {
    INFO(expected.ask.method, " ", expected.ask.target);

    const auto answer = front.ask(expected.ask);

    CHECK(answer.status == expected.status);
    CHECK(front.sent() == expected.message);
    CHECK(front.sent_json() == boost::json::parse(expected.sent));
    const bool streams = answer.type == http::events_type;
    CHECK((answer.status == 204 || streams) == answer.body.empty());
    messages.insert(expected.message.substr(expected.message.find('/') + 1));
  }
  std::set<std::string> of_table;
  for (const auto& row : gateway::all_rows())
    if (row.action.message != nullptr &&
        row.action.message().module != "console")  // answers itself
      of_table.insert(std::string(row.action.message().name));
  CHECK(messages == of_table);
}

TEST_CASE("who may not call a row is told so before the body is looked at") {
  Front front;
  for (const auto& row : gateway::all_rows()) {
    if (row.who == gateway::Who::all) continue;
    std::string path(row.path);
    for (const std::string id : {"{id}", "{product_id}", "{order_id}"})
      if (const auto at = path.find(id); at != std::string::npos) path.replace(at, id.size(), mug);
    INFO(row.method, " ", path);
    const Ask nobody{std::string(row.method), path, "rubbish"};
    Ask customer = nobody;
    customer.token = "alice";
    Ask forger = nobody;
    forger.token = "forged";

    const auto refused = front.ask(nobody);
    CHECK(refused.status == 401);
    CHECK(refused.header("WWW-Authenticate") == "Bearer");
    CHECK(refused.type == http::problem_type);
    CHECK(front.ask(forger).status == 401);
    if (row.who == gateway::Who::admin) CHECK(front.ask(customer).status == 403);
    CHECK(front.arrived.empty());
  }
}

TEST_CASE(
    "rows for all do not look at tokens, so that an expired one keeps nobody from logging in") {
  Front front;

  CHECK(front.post("/api/v1/auth/login", R"({"email":"a","password":"b"})", "expired").status ==
        200);
  CHECK(front.sent_context().who().kind == kernel::Principal::Kind::anonymous);
}

TEST_CASE("a reply shows the public what the design says and no more") {
  Front front;
  front.reply("auth.Register", R"({"id":")" + mug + R"(","email":"a@b.c","name":"A","role":"admin",
      "email_verified":true,"created_at":"2026-01-02T03:04:05.678Z"})");
  front.reply("auth.Login", R"({"access_token":"aaa","token_type":"Bearer","expires_in":900,
      "refresh_token":"rrr"})");
  front.reply("cart.GetCart",
              R"({"revision":7,"items":[{"id":")" + order_id + R"(","product_id":")" + mug +
                  R"(","name":"Mug","quantity":2,"unit_price":{"amount":255,"currency":"GBP"},
      "line_total":{"amount":510,"currency":"GBP"}}],"total":{"amount":510,"currency":"GBP"}})");
  front.reply(
      "payment.ListPayments",
      R"({"items":[{"id":")" + mug + R"(","order_id":")" + order_id +
          R"(","status":"declined","amount":{"amount":1,"currency":"GBP"},"refunded":{"amount":0,
      "currency":"GBP"},"reason":"x","created_at":"2026-01-02T03:04:05.678Z"}]})");

  CHECK(front
            .post("/api/v1/auth/register",
                  R"({"email":"a@b.c","password":"secret-secret","name":"A"})")
            .json() ==
        boost::json::parse(R"({"id":")" + mug + R"(","email":"a@b.c","name":"A","role":"admin"})"));
  CHECK(front.post("/api/v1/auth/login", R"({"email":"a","password":"b"})").json() ==
        boost::json::parse(R"({"access_token":"aaa","token_type":"Bearer","expires_in":900,
                              "refresh_token":"rrr"})"));
  CHECK(front.get("/api/v1/cart", "alice").json() ==
        boost::json::parse(R"({"revision":7,"items":[{"product_id":")" + mug + R"(","name":"Mug",
            "quantity":2,"unit_price":{"amount":255,"currency":"GBP"},"line_total":{"amount":510,
            "currency":"GBP"}}],"total":{"amount":510,"currency":"GBP"}})"));
  CHECK(front.get("/api/v1/admin/payments", "admin").json() ==
        boost::json::parse(
            R"({"items":[{"id":")" + mug + R"(","order_id":")" + order_id +
            R"(","status":"declined","amount":{"amount":1,"currency":"GBP"},"refunded":{"amount":0,
            "currency":"GBP"},"created_at":"2026-01-02T03:04:05.678Z"}],"next_cursor":null})"));
}

TEST_CASE("the outbox of a module that is none is not found") {
  Front front;
  CHECK(front.get("/api/v1/admin/outbox/nobody", "admin").status == 404);
  CHECK(front.arrived.empty());
}

TEST_CASE("the signing keys are shown as a JWK set") {
  Front front;
  front.reply("auth.GetSigningKeys", R"({"keys":[{"kid":"k1","x":"abc"}]})");

  CHECK(front.get("/.well-known/jwks.json").json() ==
        boost::json::parse(R"({"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA",
                              "kid":"k1","x":"abc"}]})"));
}

TEST_CASE("what was created says where it is") {
  Front front;
  front.reply("catalog.CreateProduct", R"({"id":")" + mug + R"("})");
  const std::string body = R"({"sku":"M","name":"Mug","description":"","category":"Home","stock":3,
                             "price":{"amount":1,"currency":"GBP"}})";

  CHECK(front.post("/api/v1/products", body, "admin").header("Location") ==
        "/api/v1/products/" + mug);
}

TEST_CASE("an entity tag changes with the entity and saves sending it again") {
  Front front;
  front.reply("catalog.GetProduct", R"({"name":"Mug"})");
  const auto first = front.get("/api/v1/products/" + mug);
  const Ask again{"GET", "/api/v1/products/" + mug, "", {{"If-None-Match", first.header("ETag")}}};

  CHECK(front.ask(again).status == 304);
  CHECK(front.ask(again).body.empty());
  front.reply("catalog.GetProduct", R"({"name":"Cup"})");
  CHECK(front.ask(again).status == 200);
  CHECK(front.ask(again).header("ETag") != first.header("ETag"));
}
