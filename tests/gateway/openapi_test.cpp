// The OpenAPI document says what the table does.
#include "gateway/openapi.h"

#include <set>

#include "front.h"

using namespace test;

namespace {

Json document() {
  return boost::json::parse(gateway::openapi_document(gateway::all_rows(), "1.2.3"));
}

std::string lower(std::string_view method) {
  std::string out;
  for (const char c : method) out += static_cast<char>(c + 32);
  return out;
}

const Json& operation(const Json& document, std::string_view method, std::string_view path) {
  return document.at("paths").at(path).at(method);
}

const Json& body_of(const Json& operation) {
  return operation.at("requestBody").at("content").at("application/json").at("schema");
}

const Json& reply_of(const Json& operation, std::string_view status) {
  return operation.at("responses").at(status).at("content").at("application/json").at("schema");
}

std::set<std::string> names_of(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.as_object()) names.insert(std::string(name));
  return names;
}

// Every $ref leads somewhere.
void check_references(const Json& document, const Json& value) {
  if (value.is_array())
    for (const auto& item : value.as_array()) check_references(document, item);
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.as_object()) {
    if (name == "$ref") {
      const std::string_view target = member.as_string();
      const std::string_view prefix = "#/components/schemas/";
      REQUIRE(target.starts_with(prefix));
      CHECK(document.at("components")
                .at("schemas")
                .as_object()
                .contains(target.substr(prefix.size())));
    } else {
      check_references(document, member);
    }
  }
}

}  // namespace

TEST_CASE("the document names each row by its whole path, and no other") {
  const Json all = document();
  std::size_t operations = 0;
  for (const auto& [path, methods] : all.at("paths").as_object())
    operations += methods.as_object().size();

  CHECK(all.at("openapi").as_string() == "3.1.0");
  CHECK(all.at("info").at("version").as_string() == "1.2.3");
  CHECK(operations == gateway::all_rows().size());
  std::set<std::string> ids;
  for (const auto& row : gateway::all_rows()) {
    INFO(row.method, " ", row.path);
    const Json& found = operation(all, lower(row.method), row.path);
    CHECK(found.at("responses").as_object().contains(std::to_string(row.status)));
    ids.insert(std::string(found.at("operationId").as_string()));
  }
  CHECK(ids.size() == operations);
  check_references(all, all);
}

TEST_CASE("a body's schema has the fields, bounds and needs that the gateway checks") {
  const Json all = document();

  CHECK(body_of(operation(all, "post", "/api/v1/cart/items")) == boost::json::parse(R"(
    {"type":"object","additionalProperties":false,"required":["product_id","quantity"],
     "properties":{"product_id":{"type":"string","format":"uuid"},
                   "quantity":{"type":"integer","format":"int64",
                               "minimum":1,"maximum":100000}}})"));
  CHECK(body_of(operation(all, "post", "/api/v1/auth/register")) == boost::json::parse(R"(
    {"type":"object","additionalProperties":false,"required":["email","password","name"],
     "properties":{"email":{"type":"string","minLength":3,"maxLength":254},
                   "password":{"type":"string","format":"password",
                               "minLength":10,"maxLength":1000},
                   "name":{"type":"string","minLength":1,"maxLength":200}}})"));
  const Json& refund = operation(all, "post", "/api/v1/admin/orders/{id}/refund");
  CHECK(refund.at("requestBody").at("required") == Json(false));
  CHECK(!body_of(refund).as_object().contains("required"));
  const Json& address =
      body_of(operation(all, "post", "/api/v1/orders")).at("properties").at("shipping_address");
  CHECK(address.at("required") ==
        boost::json::parse(R"(["name","line1","city","postal_code","country"])"));
}

TEST_CASE("parameters come with their place, form and bounds") {
  const Json all = document();

  CHECK(operation(all, "get", "/api/v1/products").at("parameters") == boost::json::parse(R"([
    {"name":"q","in":"query","required":false,
     "schema":{"type":"string","maxLength":200}},
    {"name":"category","in":"query","required":false,
     "schema":{"type":"string","minLength":1,"maxLength":100}},
    {"name":"sort","in":"query","required":false,
     "schema":{"type":"string","enum":["relevance","price","-price","name"]}},
    {"name":"limit","in":"query","required":false,
     "schema":{"type":"integer","format":"int32","minimum":1,"maximum":100}},
    {"name":"cursor","in":"query","required":false,
     "schema":{"type":"string","minLength":1,"maxLength":500}},
    {"name":"If-None-Match","in":"header","required":false,"schema":{"type":"string"}}])"));
  CHECK(operation(all, "put", "/api/v1/cart/items/{product_id}").at("parameters").at(0) ==
        boost::json::parse(R"({"name":"product_id","in":"path","required":true,
                              "schema":{"type":"string","format":"uuid"}})"));
  const Json& key = operation(all, "post", "/api/v1/orders").at("parameters").at(0);
  CHECK(key.at("name").as_string() == "Idempotency-Key");
  CHECK(key.at("required") == Json(true));
}

TEST_CASE("each row lists the statuses that it can answer with") {
  const Json all = document();
  using Names = std::set<std::string>;

  CHECK(names_of(operation(all, "post", "/api/v1/orders").at("responses")) ==
        Names{"201", "202", "400", "401", "402", "406", "409", "413", "415", "422", "429", "500",
              "503", "504"});
  CHECK(names_of(operation(all, "get", "/api/v1/products/{id}").at("responses")) ==
        Names{"200", "304", "400", "404", "406", "429", "500", "503", "504"});
  CHECK(names_of(operation(all, "put", "/api/v1/products/{id}/stock").at("responses")) ==
        Names{"200", "400", "401", "403", "404", "406", "413", "415", "429", "500", "503", "504"});
  CHECK(names_of(operation(all, "get", "/readyz").at("responses")) ==
        Names{"200", "406", "429", "503"});
}

TEST_CASE("a stream is described with its events and what resumes it") {
  const Json all = document();
  const Json& stream = operation(all, "get", "/api/v1/orders/{id}/stream");

  CHECK(stream.at("parameters").at(1) == boost::json::parse(R"(
    {"name":"Last-Event-ID","in":"header","required":false,
     "schema":{"type":"integer","format":"int64","minimum":0}})"));
  const Json& media = stream.at("responses").at("200").at("content").at("text/event-stream");
  CHECK(media.at("schema").at("type").as_string() == "string");
  CHECK(media.at("x-events").at("status").at("$ref").as_string() ==
        "#/components/schemas/order.Change");
  CHECK(names_of(all.at("components").at("schemas").at("order.Change").at("properties")) ==
        std::set<std::string>{"id", "number", "status", "at", "settled"});
  CHECK(names_of(stream.at("responses")) ==
        std::set<std::string>{"200", "400", "401", "404", "406", "429", "500", "503", "504"});
}

TEST_CASE("replies have their public shape, and access its scheme") {
  const Json all = document();
  const Json& schemas = all.at("components").at("schemas");

  CHECK(reply_of(operation(all, "get", "/api/v1/cart"), "200").at("$ref").as_string() ==
        "#/components/schemas/cart.Cart");
  CHECK(names_of(schemas.at("cart.Line").at("properties")) ==
        std::set<std::string>{"product_id", "name", "quantity", "unit_price", "line_total"});
  CHECK(names_of(schemas.at("order.Pending").at("properties")) ==
        std::set<std::string>{"id", "status"});
  CHECK(operation(all, "get", "/api/v1/cart").at("security") ==
        boost::json::parse(R"([{"access_token":[]},{"cart_token":[]}])"));
  CHECK(operation(all, "get", "/api/v1/products").at("security") == boost::json::parse("[]"));
  CHECK(schemas.at("Problem").at("required").as_array().size() == 7);
}

TEST_CASE("the document is served") {
  Front front;

  const auto answer = front.get("/openapi.json");

  CHECK(answer.status == 200);
  CHECK(answer.type == http::json_type);
  CHECK(answer.json().at("paths").as_object().contains("/api/v1/orders/{id}/cancel"));
}

TEST_CASE("the page for people names every row") {
  Front front;

  const auto answer = front.get("/docs");

  CHECK(answer.status == 200);
  CHECK(answer.type == http::html_type);
  for (const auto& row : gateway::all_rows())
    CHECK(answer.body.find("</b> " + std::string(row.path) + "<") != std::string::npos);
}
