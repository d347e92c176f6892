// The OpenAPI document says what the table does.
#include "gateway/openapi.h"

#include <algorithm>
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

// "#/components/headers/ETag" → what stands there.
bool leads_somewhere(const Json& document, std::string_view reference) {
  const Json* at = &document;
  for (std::size_t begin = 2; begin <= reference.size();) {
    const auto end = std::min(reference.find('/', begin), reference.size());
    at = at->as_object().if_contains(reference.substr(begin, end - begin));
    if (at == nullptr) return false;
    begin = end + 1;
  }
  return true;
}

void check_references(const Json& document, const Json& value) {
  if (value.is_array())
    for (const auto& item : value.as_array()) check_references(document, item);
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.as_object()) {
    if (name == "$ref") {
      INFO(member.as_string().c_str());
      CHECK(leads_somewhere(document, member.as_string()));
    } else {
      check_references(document, member);
    }
  }
}

// An operation as a request that its own examples make.
Ask example_request(const gateway::Row& row, const Json& operation) {
  Ask ask{.method = std::string(row.method), .target = std::string(row.path)};
  std::string query;
  const auto* const parameters = operation.as_object().if_contains("parameters");
  for (const auto& parameter :
       parameters != nullptr ? parameters->as_array() : boost::json::array()) {
    const auto* const example = parameter.as_object().if_contains("example");
    if (example == nullptr) continue;
    const std::string name(parameter.at("name").as_string());
    const std::string text =
        example->is_string() ? std::string(example->as_string()) : boost::json::serialize(*example);
    if (parameter.at("in") == "path") {
      ask.target.replace(ask.target.find('{' + name + '}'), name.size() + 2, text);
    } else if (parameter.at("in") == "query") {
      query += (query.empty() ? "?" : "&") + name + "=" + text;
    } else {
      ask.headers.emplace_back(name, text);
    }
  }
  ask.target += query;
  if (!row.takes.empty()) {
    ask.body = "bytes";
    ask.headers.emplace_back("Content-Type", row.takes.front());
  } else if (const auto* const body = operation.as_object().if_contains("requestBody")) {
    ask.body = boost::json::serialize(body->at("content").at("application/json").at("example"));
  }
  if (row.who == gateway::Who::admin) {
    ask.token = "admin";
  } else if (row.who != gateway::Who::all) {
    ask.token = "alice";
  }
  return ask;
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
  std::set<std::string> tags;
  for (const auto& tag : all.at("tags").as_array())
    CHECK(tags.insert(std::string(tag.at("name").as_string())).second);
  for (const auto& row : gateway::all_rows())
    CHECK(tags.contains(
        std::string(operation(all, lower(row.method), row.path).at("tags").at(0).as_string())));
  check_references(all, all);
}

TEST_CASE("a body's schema has the fields, bounds and needs that the gateway checks") {
  const Json all = document();

  CHECK(body_of(operation(all, "post", "/api/v1/cart/items")) == boost::json::parse(R"(
    {"type":"object","additionalProperties":false,"required":["product_id","quantity"],
     "properties":{"product_id":{"type":"string","format":"uuid"},
                   "quantity":{"type":"integer","format":"int64",
                               "minimum":1,"maximum":100000}}})"));
  const Json& account = body_of(operation(all, "post", "/api/v1/auth/register")).at("properties");
  CHECK(account.at("email").at("format") == "email");
  CHECK(account.at("email").at("maxLength") == 254);
  CHECK(account.at("password").at("format") == "password");
  CHECK(account.at("password").at("minLength") == 10);
  const Json& product = body_of(operation(all, "post", "/api/v1/products")).at("properties");
  CHECK(product.at("price").at("properties").at("amount").at("minimum") == 1);
  CHECK(product.at("name").at("pattern") == "^[^\\u0000-\\u001f\\u007f]*$");
  CHECK(product.at("description").at("pattern") != product.at("name").at("pattern"));
  const Json& refund = operation(all, "post", "/api/v1/admin/orders/{id}/refund");
  CHECK(refund.at("requestBody").at("required") == Json(false));
  CHECK(!body_of(refund).as_object().contains("required"));
  const Json& address =
      body_of(operation(all, "post", "/api/v1/orders")).at("properties").at("shipping_address");
  CHECK(address.at("required") ==
        boost::json::parse(R"(["name","line1","city","postal_code","country"])"));
  CHECK(address.at("properties").at("country").at("pattern") == "^[A-Z]{2}$");
  const Json& rows =
      body_of(operation(all, "post", "/api/v1/admin/products/import")).at("properties").at("rows");
  CHECK(rows.at("maxItems") == 1000);
}

TEST_CASE("parameters come with their place, form, bounds and an example") {
  const Json all = document();

  const Json& search = operation(all, "get", "/api/v1/products").at("parameters");
  CHECK(search.at(2) == boost::json::parse(R"({"name":"sort","in":"query","required":false,
      "schema":{"type":"string","enum":["relevance","price","-price","name"]},
      "example":"relevance"})"));
  CHECK(search.at(3).at("schema") == boost::json::parse(R"(
      {"type":"integer","format":"int32","minimum":1,"maximum":100})"));
  CHECK(search.at(3).at("example") == 20);
  CHECK(search.at(5).at("name") == "If-None-Match");
  const Json& id = operation(all, "put", "/api/v1/cart/items/{product_id}").at("parameters").at(0);
  CHECK(id.at("in") == "path");
  CHECK(id.at("required") == Json(true));
  CHECK(id.at("schema") == boost::json::parse(R"({"type":"string","format":"uuid"})"));
  const Json& key = operation(all, "post", "/api/v1/orders").at("parameters").at(0);
  CHECK(key.at("name").as_string() == "Idempotency-Key");
  CHECK(key.at("required") == Json(true));
  std::set<std::string> modules;
  for (const auto& row : gateway::all_rows())
    if (row.action.message != nullptr && row.path.find("{module}") == std::string_view::npos &&
        std::ranges::find(row.query, "module") == row.query.end())
      modules.insert(std::string(row.action.message().module));
  const Json& module =
      operation(all, "get", "/api/v1/admin/outbox/{module}").at("parameters").at(0);
  CHECK(modules.size() > 1);
  CHECK(module.at("schema").at("enum") == boost::json::value_from(modules));
}

// Every example is one that the gateway takes, so a client made from them works.
TEST_CASE("the examples of an operation make a request that is sent on to its module") {
  const Json all = document();
  Front front;
  front.reply("order.PlaceOrder", R"({"outcome":"confirmed"})");
  front.reply("order.WaitForChange", R"({"change":{"number":4,"status":"confirmed"}})");
  front.reply("catalog.GetPicture", R"({"content":"iVBORw"})");
  front.reply("order/traces.Get", R"({"items":[{"span_id":"00f067aa0ba902b7"}]})");
  for (const auto& row : gateway::all_rows()) {
    if (row.action.message == nullptr) continue;
    if (row.action.message().module == "console") continue;  // the gateway answers itself
    INFO(row.method, " ", row.path);

    const auto answer =
        front.ask(example_request(row, operation(all, lower(row.method), row.path)));

    INFO(answer.body);
    CHECK(answer.status == row.status);
    CHECK(front.sent().ends_with(row.action.message().name));
  }
}

TEST_CASE("each row lists the statuses that it can answer with") {
  const Json all = document();
  using Names = std::set<std::string>;
  const auto with = [](Names names) {
    names.insert({"400", "408", "413", "417", "429", "431", "500", "503"});
    return names;
  };

  CHECK(names_of(operation(all, "post", "/api/v1/orders").at("responses")) ==
        with({"201", "202", "401", "402", "406", "409", "415", "422", "504"}));
  CHECK(names_of(operation(all, "get", "/api/v1/products/{id}").at("responses")) ==
        with({"200", "304", "404", "406", "504"}));
  CHECK(names_of(operation(all, "put", "/api/v1/products/{id}/stock").at("responses")) ==
        with({"200", "401", "403", "404", "406", "415", "504"}));
  CHECK(names_of(operation(all, "get", "/readyz").at("responses")) == with({"200", "406"}));
}

TEST_CASE("answers name the headers that come with them, and what can be done next") {
  const Json all = document();

  const Json& placed = operation(all, "post", "/api/v1/orders").at("responses").at("201");
  const Json& headers = placed.at("headers");
  for (const auto name : {"Location", "X-Request-Id", "traceparent", "RateLimit"})
    CHECK(headers.as_object().contains(name));
  CHECK(placed.at("links").at("post_orders_id_cancel").at("parameters").at("id") ==
        "$response.body#/id");
  const Json& refusals = all.at("components").at("responses");
  CHECK(refusals.at("TooManyRequests").at("headers").as_object().contains("Retry-After"));
  CHECK(refusals.at("Unauthorized").at("headers").as_object().contains("WWW-Authenticate"));
  CHECK(refusals.at("BadRequest")
            .at("content")
            .at("application/problem+json")
            .at("example")
            .at("code") == "invalid_argument");
}

TEST_CASE("a picture is described by its types, as it comes and as it goes") {
  const Json all = document();
  const Json& put = operation(all, "put", "/api/v1/products/{id}/picture");

  CHECK(names_of(put.at("requestBody").at("content")) ==
        std::set<std::string>{"image/png", "image/jpeg", "image/webp"});
  CHECK(put.at("requestBody").at("required") == Json(true));
  CHECK(reply_of(put, "200").at("$ref").as_string() == "#/components/schemas/catalog.Product");
  const Json& get = operation(all, "get", "/api/v1/pictures/{name}");
  CHECK(names_of(get.at("responses").at("200").at("content")) == std::set<std::string>{"image/*"});
}

TEST_CASE("a shop's own address is its contact") {
  const auto contact = [](std::string_view url) {
    return boost::json::parse(gateway::openapi_document(gateway::all_rows(), "1", url))
        .at("info")
        .at("contact");
  };
  CHECK(contact("https://shop.example").at("url") == "https://shop.example");
  CHECK(!contact("").as_object().contains("url"));
}

TEST_CASE("a stream is described with its events and what resumes it") {
  const Json all = document();
  const Json& stream = operation(all, "get", "/api/v1/orders/{id}/stream");

  CHECK(stream.at("parameters").at(1) == boost::json::parse(R"(
    {"name":"Last-Event-ID","in":"header","required":false,
     "description":"The id of the last event that came: the stream goes on behind it","example":3,
     "schema":{"type":"integer","format":"int64","minimum":0}})"));
  const Json& media = stream.at("responses").at("200").at("content").at("text/event-stream");
  CHECK(names_of(media.at("schema")) == std::set<std::string>{"description"});
  CHECK(names_of(media.at("x-events").at("status").at("properties")) ==
        std::set<std::string>{"id", "number", "status", "at", "settled"});
  CHECK(names_of(stream.at("responses")) == std::set<std::string>{"200", "400", "401", "404", "406",
                                                                  "408", "413", "417", "429", "431",
                                                                  "500", "503", "504"});
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

TEST_CASE("the document of one module's rows stands by itself") {
  for (const auto& row : gateway::all_rows()) {
    const Json one = boost::json::parse(gateway::openapi_document({row}, "1"));
    check_references(one, one);
  }
}

TEST_CASE("the document is served") {
  Front front;

  const auto answer = front.get("/openapi.json");

  CHECK(answer.status == 200);
  CHECK(answer.type == http::json_type);
  CHECK(answer.json().at("paths").as_object().contains("/api/v1/orders/{id}/cancel"));
}

TEST_CASE("the page for people shows every row with its parameters, body and answers") {
  Front front;

  const auto answer = front.get("/docs");

  CHECK(answer.status == 200);
  CHECK(answer.type == http::html_type);
  const auto shows = [&](const std::string& text) {
    return answer.body.find(text) != std::string::npos;
  };
  for (const auto& row : gateway::all_rows()) {
    INFO(row.method, " ", row.path);
    CHECK(shows("<code class=\"method\">" + std::string(row.method) + "</code> <code>" +
                std::string(row.path) + "</code>"));
  }
  CHECK(shows("<td><code>shipping_address.line2?</code></td>"));
  CHECK(shows("<td><code>Idempotency-Key</code></td><td>header</td>"));
  CHECK(shows("&quot;payment_method&quot;: &quot;pm_card_visa&quot;"));
  CHECK(shows("<td>402</td>"));
  CHECK(shows("<article id=\"order.Order\">"));
  for (const std::string foreign : {"<script", " style=\"", " src=\"", "href=\"http", "url("}) {
    INFO(foreign);
    CHECK(!shows(foreign));
  }
}
