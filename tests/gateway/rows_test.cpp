// Every row: which message it sends, with which fields, and how success looks.
#include <set>

#include "front.h"
#include "gateway/route.h"

using namespace test;

namespace {

struct Case {
  Ask ask;
  int status;
  std::string message;
  std::string sent;  // JSON
};

const std::string address =
    R"({"name":"A","line1":"1 Road","city":"York","postal_code":"YO1","country":"GB"})";
const std::string address_sent =
    R"({"name":"A","line1":"1 Road","line2":null,"city":"York","postal_code":"YO1",)"
    R"("country":"GB"})";
const std::string price = R"({"amount":255,"currency":"GBP"})";
const std::string user_owner =
    R"("owner":{"user":"0190a000-0000-7000-8000-00000000000a","token":null})";
const std::string guest_owner = R"("owner":{"user":null,"token":"guest-token"})";

std::vector<Case> account_cases() {
  const std::string login = R"({"email":"a@b.c","password":"secret-secret"})";
  return {
      {{"POST", "/api/v1/auth/register",
        R"({"email":"a@b.c","password":"secret-secret","name":"A"})"},
       201,
       "auth.Register",
       R"({"email":"a@b.c","password":"secret-secret","name":"A"})"},
      {{"POST", "/api/v1/auth/login", login}, 200, "auth.Login", login},
      {{"POST", "/api/v1/auth/refresh", R"({"refresh_token":"r"})"},
       200,
       "auth.Refresh",
       R"({"refresh_token":"r"})"},
      {{"POST", "/api/v1/auth/logout", R"({"refresh_token":"r"})"},
       204,
       "auth.Logout",
       R"({"refresh_token":"r"})"},
      {{"POST", "/api/v1/auth/password/forgot", R"({"email":"a@b.c"})"},
       204,
       "auth.ForgotPassword",
       R"({"email":"a@b.c"})"},
      {{"POST", "/api/v1/auth/password/reset", R"({"token":"t","password":"secret-secret"})"},
       204,
       "auth.ResetPassword",
       R"({"token":"t","password":"secret-secret"})"},
      {{"POST", "/api/v1/auth/verify-email", R"({"token":"t"})"},
       204,
       "auth.VerifyEmail",
       R"({"token":"t"})"},
      {{"GET", "/api/v1/me", "", {}, "alice"}, 200, "auth.GetMe", "{}"},
      {{"GET", "/api/v1/me/sessions?limit=3", "", {}, "alice"},
       200,
       "auth.GetSessions",
       R"({"limit":3,"cursor":null})"},
      {{"DELETE", "/api/v1/me/sessions/" + mug, "", {}, "alice"},
       204,
       "auth.EndSession",
       R"({"id":")" + mug + R"("})"},
      {{"DELETE", "/api/v1/me/sessions", "", {}, "alice"}, 204, "auth.EndOtherSessions", "{}"},
      {{"GET", "/.well-known/jwks.json"}, 200, "auth.GetSigningKeys", "{}"},
  };
}

std::vector<Case> catalog_cases() {
  return {
      {{"GET", "/api/v1/products?q=mug&category=Home&sort=-price&limit=100&cursor=abc"},
       200,
       "catalog.FindProducts",
       R"({"q":"mug","category":"Home","sort":"price_down","limit":100,"cursor":"abc"})"},
      {{"GET", "/api/v1/products"},
       200,
       "catalog.FindProducts",
       R"({"q":null,"category":null,"sort":"relevance","limit":20,"cursor":null})"},
      {{"GET", "/api/v1/products/" + mug}, 200, "catalog.GetProduct", R"({"id":")" + mug + R"("})"},
      {{"GET", "/api/v1/categories"}, 200, "catalog.ListCategories", "{}"},
      {{"POST",
        "/api/v1/products",
        R"({"sku":"M","name":"Mug","description":"a\nb","category":"Home","stock":3,"price":)" +
            price + "}",
        {},
        "admin"},
       201,
       "catalog.CreateProduct",
       R"({"sku":"M","name":"Mug","description":"a\nb","category":"Home","price":)" + price +
           R"(,"stock":3})"},
      {{"PUT",
        "/api/v1/products/" + mug,
        R"({"name":"Mug","description":"","category":"Home","active":false,"price":)" + price + "}",
        {},
        "admin"},
       200,
       "catalog.UpdateProduct",
       R"({"id":")" + mug + R"(","name":"Mug","description":"","category":"Home","price":)" +
           price + R"(,"active":false})"},
      {{"PUT", "/api/v1/products/" + mug + "/stock", R"({"stock":7})", {}, "admin"},
       200,
       "catalog.SetStock",
       R"({"id":")" + mug + R"(","stock":7})"},
      {{"POST",
        "/api/v1/admin/products/import",
        R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","stock":3,"price":)" +
            price + "}]}",
        {},
        "admin"},
       200,
       "catalog.ImportProducts",
       R"({"rows":[{"sku":"M","name":"M","description":"","category":"Home","price":)" + price +
           R"(,"stock":3}]})"},
  };
}

std::vector<Case> cart_cases() {
  const std::pair<std::string, std::string> guest{"Cart-Token", "guest-token"};
  return {
      {{"POST", "/api/v1/carts"}, 201, "cart.CreateGuestCart", "{}"},
      {{"GET", "/api/v1/cart", "", {guest}}, 200, "cart.GetCart", "{" + guest_owner + "}"},
      {{"GET", "/api/v1/cart", "", {guest}, "alice"}, 200, "cart.GetCart", "{" + user_owner + "}"},
      {{"DELETE", "/api/v1/cart", "", {}, "alice"}, 200, "cart.ClearCart", "{" + user_owner + "}"},
      {{"POST", "/api/v1/cart/items", R"({"product_id":")" + mug + R"(","quantity":2})", {guest}},
       200,
       "cart.AddItem",
       "{" + guest_owner + R"(,"product_id":")" + mug + R"(","quantity":2})"},
      {{"PUT", "/api/v1/cart/items/" + mug, R"({"quantity":5})", {}, "alice"},
       200,
       "cart.SetItem",
       "{" + user_owner + R"(,"product_id":")" + mug + R"(","quantity":5})"},
      {{"DELETE", "/api/v1/cart/items/" + mug, "", {}, "alice"},
       200,
       "cart.RemoveItem",
       "{" + user_owner + R"(,"product_id":")" + mug + R"("})"},
      {{"POST", "/api/v1/cart/merge", R"({"cart_token":"g"})", {}, "alice"},
       200,
       "cart.MergeCart",
       R"({"cart_token":"g"})"},
  };
}

std::vector<Case> module_cases() {
  return {
      {{"GET", "/api/v1/admin/outbox/order?dead=true&after=7&limit=5", "", {}, "admin"},
       200,
       "order/outbox.List",
       R"({"module":"order","dead":true,"after":7,"limit":5})"},
      {{"POST", "/api/v1/admin/outbox/auth/3/replay", "", {}, "admin"},
       204,
       "auth/outbox.Replay",
       R"({"module":"auth","delivery":3})"},
      {{"POST", "/api/v1/admin/outbox/auth/3/discard", "", {}, "admin"},
       204,
       "auth/outbox.Discard",
       R"({"module":"auth","delivery":3})"},
      {{"GET", "/api/v1/admin/audit/order?after=7&limit=5", "", {}, "admin"},
       200,
       "order/audit.List",
       R"({"module":"order","after":7,"limit":5})"},
      // Every process is asked; the last one here is that of "traces".
      {{"GET", "/api/v1/admin/traces?error=true&min_ms=5&limit=7", "", {}, "admin"},
       200,
       "traces/traces.List",
       R"({"module":"traces","error":true,"min_ms":5,"subject":null,"limit":7})"},
      {{"GET", "/api/v1/admin/traces/0af7651916cd43dd8448eb211c80319c", "", {}, "admin"},
       404,
       "traces/traces.Get",
       R"({"module":"traces","trace_id":"0af7651916cd43dd8448eb211c80319c"})"},
      {{"GET", "/api/v1/admin/faults/cart", "", {}, "admin"},
       200,
       "cart/faults.Get",
       R"({"module":"cart"})"},
      {{"PUT", "/api/v1/admin/faults/cart", R"({"rules":[{"error":"unavailable"}]})", {}, "admin"},
       200,
       "cart/faults.Set",
       R"({"module":"cart","rules":[{"message":null,"percent":null,"latency_ms":null,)"
       R"("jitter_ms":null,"error":"unavailable","drop":null,"duplicate":null,"crash":null}]})"},
  };
}

std::vector<Case> order_cases() {
  const std::pair<std::string, std::string> key{"Idempotency-Key", "k-1"};
  return {
      {{"POST",
        "/api/v1/orders",
        R"({"payment_method":"pm_card_visa","shipping_address":)" + address + "}",
        {key},
        "alice"},
       201,
       "order.PlaceOrder",
       R"({"key":"k-1","payment_method":"pm_card_visa","shipping_address":)" + address_sent + "}"},
      {{"GET", "/api/v1/orders?limit=1", "", {}, "alice"},
       200,
       "order.ListOrders",
       R"({"limit":1,"cursor":null})"},
      {{"GET", "/api/v1/orders/" + order_id, "", {}, "alice"},
       200,
       "order.GetOrder",
       R"({"id":")" + order_id + R"("})"},
      {{"GET", "/api/v1/orders/" + order_id + "/stream", "", {}, "alice"},
       200,
       "order.WaitForChange",
       R"({"id":")" + order_id + R"(","after":null})"},
      {{"POST", "/api/v1/orders/" + order_id + "/cancel", "", {}, "alice"},
       200,
       "order.CancelOrder",
       R"({"id":")" + order_id + R"("})"},
      {{"GET", "/api/v1/admin/orders?status=confirmed", "", {}, "admin"},
       200,
       "order.ListAllOrders",
       R"({"status":"confirmed","limit":20,"cursor":null})"},
      {{"POST", "/api/v1/admin/orders/" + order_id + "/refund", "", {}, "admin"},
       200,
       "order.RefundOrder",
       R"({"id":")" + order_id + R"(","amount":null})"},
      {{"POST",
        "/api/v1/admin/orders/" + order_id + "/refund",
        R"({"amount":)" + price + "}",
        {},
        "admin"},
       200,
       "order.RefundOrder",
       R"({"id":")" + order_id + R"(","amount":)" + price + "}"},
      {{"GET", "/api/v1/admin/payments?status=refunded", "", {}, "admin"},
       200,
       "payment.ListPayments",
       R"({"status":"refunded","limit":20,"cursor":null})"},
      {{"GET", "/api/v1/notifications", "", {}, "alice"},
       200,
       "notification.ListNotifications",
       R"({"limit":20,"cursor":null})"},
  };
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& part :
       {account_cases(), catalog_cases(), cart_cases(), order_cases(), module_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

TEST_CASE("each endpoint sends its message with the fields of the request") {
  Front front;
  front.reply("order.PlaceOrder", R"({"outcome":"confirmed"})");
  front.reply("order.WaitForChange", R"({"change":{"number":1,"status":"pending"}})");
  std::set<std::string> messages;
  for (const auto& expected : cases()) {
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
    if (row.action.message != nullptr) of_table.insert(std::string(row.action.message().name));
  CHECK(messages == of_table);
}

TEST_CASE("who may not call a row is told so before the body is looked at") {
  Front front;
  for (const auto& row : gateway::all_rows()) {
    if (row.who == gateway::Who::all) continue;
    std::string path(row.path);
    for (const std::string id : {"{id}", "{product_id}"})
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
