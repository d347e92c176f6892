// Who asks comes from the access token and the Cart-Token header, from nowhere else; and each
// command has one key.
#include <stdexcept>

#include "call.h"
#include "cart/messages.h"
#include "front.h"
#include "order/messages.h"
#include "table.h"

using namespace test;

namespace {

gateway::Row row_of_add() {
  return {.method = "POST",
          .path = "/x",
          .action = gateway::sends<cart::AddItem>,
          .body = {"product_id", "quantity"}};
}

}  // namespace

TEST_CASE("no row binds what says who is asking") {
  gateway::Row good = row_of_add();
  CHECK_NOTHROW(gateway::Route{good});

  gateway::Row in_body = row_of_add();
  in_body.body.push_back("owner");
  CHECK_THROWS_AS(gateway::Route{in_body}, std::logic_error);
  gateway::Row in_query = row_of_add();
  in_query.query.push_back("owner");
  CHECK_THROWS_AS(gateway::Route{in_query}, std::logic_error);
  gateway::Row in_path = row_of_add();
  in_path.path = "/x/{owner}";
  CHECK_THROWS_AS(gateway::Route{in_path}, std::logic_error);
  const gateway::Row user{.method = "POST",
                          .path = "/x",
                          .action = gateway::sends<cart::RemoveOrdered>,
                          .body = {"order_id", "user", "lines"}};
  CHECK_THROWS_AS(gateway::Route{user}, std::logic_error);
}

TEST_CASE("a row that forgets a field, names none or binds one twice is refused") {
  gateway::Row forgets = row_of_add();
  forgets.body = {"product_id"};
  CHECK_THROWS_AS(gateway::Route{forgets}, std::logic_error);
  gateway::Row unknown = row_of_add();
  unknown.body.push_back("colour");
  CHECK_THROWS_AS(gateway::Route{unknown}, std::logic_error);
  gateway::Row twice = row_of_add();
  twice.query = {"quantity"};
  CHECK_THROWS_AS(gateway::Route{twice}, std::logic_error);
  CHECK_THROWS_AS(gateway::Table({row_of_add(), row_of_add()}), std::logic_error);
}

TEST_CASE("no field of any row's body, query or path says who is asking") {
  for (auto& row : gateway::all_rows()) {
    const gateway::Route route(row);
    for (const auto* view : {&route.body, &route.query, &route.path})
      for (const auto& field : view->type().fields) CHECK(!gateway::says_who(field.name));
  }
}

TEST_CASE("a body cannot name the owner of a cart") {
  Front front;
  const auto body =
      R"({"product_id":")" + mug + R"(","quantity":1,"owner":{"user":")" + mug + R"("}})";

  const auto answer = front.post("/api/v1/cart/items", body, "alice");

  CHECK(answer.faults() == std::vector<std::string>{"/owner: is not known here"});
  CHECK(front.arrived.empty());
}

TEST_CASE("a user's token wins over a Cart-Token, and a bad one is not overlooked for it") {
  Front front;
  const std::vector<std::pair<std::string, std::string>> guest = {{"Cart-Token", "t"}};

  CHECK(front.ask({"GET", "/api/v1/cart", "", guest, "forged"}).status == 401);
  CHECK(front.arrived.empty());
  CHECK(front.ask({"GET", "/api/v1/cart", "", guest, "alice"}).status == 200);
  CHECK(front.sent_json().at("owner").at("token").is_null());
}

TEST_CASE("a Cart-Token that cannot be one is no cart, and two are a fault") {
  Front front;
  const auto status = [&](const std::string& token) {
    return front.ask({"GET", "/api/v1/cart", "", {{"Cart-Token", token}}}).status;
  };

  CHECK(status("") == 404);
  CHECK(status(std::string(101, 't')) == 404);
  CHECK(status("caf\xc3\xa9") == 404);
  CHECK(front.ask({"GET", "/api/v1/cart", "", {{"Cart-Token", "a"}, {"Cart-Token", "b"}}}).status ==
        400);
  CHECK(front.arrived.empty());
}

TEST_CASE("only a bearer token is a token") {
  Front front;
  const auto status = [&](const std::string& authorization) {
    return front.ask({"GET", "/api/v1/me", "", {{"Authorization", authorization}}}).status;
  };

  CHECK(status("Basic YTpi") == 401);
  CHECK(status("Bearer") == 401);
  CHECK(status("alice") == 401);
  CHECK(status("bearer alice") == 200);
}

TEST_CASE("each command gets a key of its own, a query none") {
  Front front;
  front.post("/api/v1/carts", "");
  const auto first = front.sent_context().key;
  front.post("/api/v1/carts", "");
  const auto second = front.sent_context().key;
  front.get("/api/v1/categories");

  CHECK(!first.empty());
  CHECK(!second.empty());
  CHECK(first != second);
  CHECK(front.sent_context().key.empty());
}

TEST_CASE("a target and an Idempotency-Key of one caller make one key, whatever the body says") {
  Front front;
  const auto key_of = [&](std::string token, std::string key, std::string body, std::string path) {
    const auto answer = front.ask({"POST",
                                   "/api/v1/admin/orders/" + path + "/refund",
                                   body,
                                   {{"Idempotency-Key", key}},
                                   token});
    REQUIRE(answer.status == 200);
    return front.sent_context().key;
  };
  const std::string one = R"({"amount":{"amount":1,"currency":"GBP"}})";
  const auto key = key_of("admin", "k", one, order_id);

  CHECK(key_of("admin", "k", one, order_id) == key);
  CHECK(key_of("admin", "l", one, order_id) != key);
  CHECK(key_of("admin", "k", "", order_id) == key);
  CHECK(key_of("admin", "k", one, mug) != key);
}

TEST_CASE("an Idempotency-Key of nobody is not believed: it could be another's") {
  Front front;
  const Ask login{
      "POST", "/api/v1/auth/login", R"({"email":"a","password":"b"})", {{"Idempotency-Key", "k"}}};
  front.ask(login);
  const auto first = front.sent_context().key;
  front.ask(login);

  CHECK(front.sent_context().key != first);
}
