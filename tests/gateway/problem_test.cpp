// How failures and outcomes of the modules look.
#include "gateway/problem.h"

#include "front.h"

using namespace test;

namespace {

using kernel::Code;
using kernel::Error;

Ask buys() {
  return {"POST",
          "/api/v1/orders",
          R"({"payment_method":"p","shipping_address":{"name":"A","line1":"1","city":"Y",
              "postal_code":"Y","country":"GB"}})",
          {{"Idempotency-Key", "k"}},
          "alice"};
}

std::string placement(const std::string& outcome, const std::string& failure = "null") {
  return R"({"outcome":")" + outcome + R"(","order":{"id":")" + order_id +
         R"(","status":"pending","failure":)" + failure + "}}";
}

}  // namespace

TEST_CASE("a module's error arrives as problem details with the status of its code") {
  const std::pair<Code, int> cases[] = {
      {Code::invalid_argument, 400},    {Code::unauthenticated, 401},
      {Code::permission_denied, 403},   {Code::not_found, 404},
      {Code::already_exists, 409},      {Code::conflict, 409},
      {Code::failed_precondition, 422}, {Code::resource_exhausted, 429},
      {Code::deadline_exceeded, 504},   {Code::unavailable, 503},
      {Code::cancelled, 499},           {Code::internal, 500}};
  Front front;
  for (const auto& [code, status] : cases) {
    front.refuse("catalog.ListCategories", Error(code, "as it is"));

    const auto answer = front.get("/api/v1/categories");

    CHECK(answer.status == status);
    CHECK(answer.type == "application/problem+json");
    const Json problem = answer.json();
    CHECK(problem.at("type").as_string() == "about:blank");
    CHECK(problem.at("title").as_string() == http::reason(status));
    CHECK(problem.at("status").as_int64() == status);
    CHECK(problem.at("detail").as_string() == "as it is");
    CHECK(answer.code() == kernel::code_name(code));
    CHECK(problem.at("trace_id").as_string().size() == 32);
    CHECK(problem.at("errors").as_array().empty());
    const bool may_come_again = status == 503 || status == 504 || status == 429;
    CHECK((answer.header("Retry-After") == "1") == may_come_again);
    CHECK((answer.header("WWW-Authenticate") == "Bearer") == (status == 401));
  }
}

TEST_CASE("a module's faults keep their pointers") {
  Front front;
  front.refuse("auth.Register",
               Error(Code::invalid_argument, "no", {{"/email", "is not an address"}}));

  const auto answer =
      front.post("/api/v1/auth/register", R"({"email":"abc","password":"0123456789","name":"A"})");

  CHECK(answer.faults() == std::vector<std::string>{"/email: is not an address"});
}

TEST_CASE("a module that cannot be reached is 503 within the deadline") {
  Front front;
  front.world.host("catalog").crash();

  const auto answer = front.get("/api/v1/categories");

  CHECK(answer.status == 503);
  CHECK(answer.header("Retry-After") == "1");
}

TEST_CASE("a command has a deadline of ten seconds, an attempt of a query one of two") {
  Front front;

  const auto began = front.host.ticks();
  front.post("/api/v1/auth/login", R"({"email":"a@b.c","password":"secret-secret"})");
  const auto left = front.sent_context().deadline - began;
  CHECK(left > std::chrono::seconds(9));
  CHECK(left <= std::chrono::seconds(10));

  const auto later = front.host.ticks();
  front.get("/api/v1/categories");
  CHECK(front.sent_context().deadline - later <= std::chrono::seconds(2));
}

TEST_CASE("a client's trace id is kept, and every response names its trace") {
  Front front;
  const std::string id = "0af7651916cd43dd8448eb211c80319c";
  const Ask traced{
      "GET", "/api/v1/nothing", "", {{"traceparent", "00-" + id + "-b7ad6b7169203331-01"}}};

  const auto answer = front.ask(traced);

  CHECK(answer.json().at("trace_id").as_string() == id);
  CHECK(answer.header("traceparent").substr(3, 32) == id);
  CHECK(answer.header("traceparent").find("b7ad6b7169203331") == std::string::npos);
  const auto first = front.get("/api/v1/categories").header("traceparent");
  const auto second = front.get("/api/v1/categories").header("traceparent");
  CHECK(first.substr(3, 32) != second.substr(3, 32));
}

TEST_CASE("a confirmed order is 201 and says where it is") {
  Front front;
  front.reply("order.PlaceOrder", placement("confirmed"));

  const auto answer = front.ask(buys());

  CHECK(answer.status == 201);
  CHECK(answer.header("Location") == "/api/v1/orders/" + order_id);
  CHECK(answer.json().at("id").as_string() == order_id);
  CHECK(answer.json().at("lines").as_array().empty());
}

TEST_CASE("an order on its way is 202 with its id and status only") {
  Front front;
  front.reply("order.PlaceOrder", placement("pending"));

  const auto answer = front.ask(buys());

  CHECK(answer.status == 202);
  CHECK(answer.header("Location") == "/api/v1/orders/" + order_id);
  CHECK(answer.json() == boost::json::parse(R"({"id":")" + order_id + R"(","status":"pending"})"));
}

TEST_CASE("a declined order is 402 with the provider's words and the order's id") {
  Front front;
  front.reply("order.PlaceOrder",
              placement("declined", R"({"code":"declined","detail":"no money","shortages":[]})"));

  const auto answer = front.ask(buys());

  CHECK(answer.status == 402);
  CHECK(answer.type == http::problem_type);
  CHECK(answer.code() == "declined");
  CHECK(answer.json().at("detail").as_string() == "no money");
  CHECK(answer.json().at("order_id").as_string() == order_id);
}

TEST_CASE("an order that is short of stock is 409 and names the products") {
  Front front;
  front.reply("order.PlaceOrder",
              placement("out_of_stock", R"({"code":"out_of_stock","detail":"short","shortages":
                  [{"product_id":")" + mug + R"(","name":"Mug","wanted":3,"available":1}]})"));

  const auto answer = front.ask(buys());

  CHECK(answer.status == 409);
  CHECK(answer.code() == "out_of_stock");
  CHECK(answer.faults() == std::vector<std::string>{": Mug: 3 wanted, 1 available"});
  CHECK(answer.json().at("shortages") ==
        boost::json::parse(R"([{"product_id":")" + mug +
                           R"(","name":"Mug","wanted":3,"available":1}])"));
}

TEST_CASE("a failed order is 409, and a key of another request 422 without an order") {
  Front front;
  front.reply("order.PlaceOrder", placement("failed"));
  CHECK(front.ask(buys()).status == 409);
  CHECK(front.ask(buys()).code() == "failed");

  front.reply("order.PlaceOrder", R"({"outcome":"key_reused"})");
  CHECK(front.ask(buys()).status == 422);
  CHECK(front.ask(buys()).code() == "key_reused");
  CHECK(!front.ask(buys()).json().as_object().contains("order_id"));
}

TEST_CASE("what never reached the gateway is refused in the same form") {
  const auto response = gateway::to_response(gateway::refusal(413, "too large"), {});

  const Json problem = boost::json::parse(response.body);
  CHECK(response.status == 413);
  CHECK(response.content_type == http::problem_type);
  CHECK(problem.at("code").as_string() == "content_too_large");
  CHECK(problem.at("detail").as_string() == "too large");
}

TEST_CASE("a refusal is kept by no cache") {
  Front front;
  const Ask asked[] = {{.target = "/nowhere"},
                       {.target = "/api/v1/products/none"},
                       {.target = "/api/v1/me"},
                       {.method = "PATCH", .target = "/api/v1/cart"}};
  for (const auto& ask : asked) {
    CAPTURE(ask.target);
    const auto answer = front.ask(ask);
    CHECK(answer.status >= 400);
    CHECK(answer.header("Cache-Control") == "no-store");
  }
}
