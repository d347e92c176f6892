#include "gateway/openapi.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "bind.h"
#include "call.h"
#include "http/message.h"
#include "kernel/wire.h"
#include "schema.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Code;
using kernel::Field;

json::object content(std::string_view media, json::object schema) {
  return {{media, json::object{{"schema", std::move(schema)}}}};
}

// Makes one operation of each row, collecting the schemas it refers to.
class Operations {
 public:
  json::object operation(const Route& route);
  const Schemas& replies() const noexcept { return replies_; }

 private:
  json::array parameters(const Route& route);
  json::object body(const Route& route);
  json::object responses(const Route& route);
  json::object success(const Route& route);
  json::object events(const kernel::Type& type);
  static std::set<int> refusals(const Route& route);

  Schemas requests_{Schemas::Side::request};
  Schemas replies_{Schemas::Side::reply};
};

json::object parameter(std::string_view where, std::string_view name, bool required,
                       json::object schema) {
  return {{"name", name}, {"in", where}, {"required", required}, {"schema", std::move(schema)}};
}

json::object without_null(json::object schema) {
  if (auto* types = schema.if_contains("type"); types != nullptr && types->is_array())
    schema["type"] = json::value(types->as_array().front());
  if (auto* any = schema.if_contains("anyOf"); any != nullptr)
    return any->as_array().front().as_object();
  return schema;
}

json::object key_schema() {
  return {{"type", "string"}, {"minLength", 1}, {"maxLength", key_max}, {"pattern", "^[!-~]+$"}};
}

json::array Operations::parameters(const Route& route) {
  json::array list;
  for (const Field& field : route.path.type().fields)
    list.push_back(parameter("path", field.name, true, requests_.field(field)));
  for (const Field& field : route.query.type().fields)
    list.push_back(parameter("query", field.name, false, without_null(requests_.field(field))));
  if (route.key != nullptr || (route.is_command && route.row.who != Who::all))
    list.push_back(parameter("header", key_header, route.key != nullptr, key_schema()));
  if (route.resume != nullptr)
    list.push_back(
        parameter("header", resume_header, false, without_null(requests_.field(*route.resume))));
  if (route.row.etag)
    list.push_back(parameter("header", "If-None-Match", false, {{"type", "string"}}));
  return list;
}

json::object Operations::body(const Route& route) {
  const kernel::Type& type = route.body.type();
  const bool required = std::ranges::any_of(type.fields, [](const Field& field) {
    return field.type().shape != kernel::Shape::optional;
  });
  return {{"required", required}, {"content", content(http::json_type, requests_.object(type))}};
}

json::array security(Who who) {
  const json::object user{{"access_token", json::array()}};
  const json::object guest{{"cart_token", json::array()}};
  if (who == Who::all) return {};
  if (who == Who::guest) return {user, guest};
  return {user};
}

// What bad input, missing access and a busy or broken shop give, and what the message fails with.
std::set<int> Operations::refusals(const Route& route) {
  std::set<int> statuses;
  for (const Code code : route.row.fails) statuses.insert(kernel::http_status(code));
  statuses.insert(http_status(Code::resource_exhausted));
  if (route.row.status != 204) statuses.insert(406);
  if (route.row.action.message == nullptr && route.row.who == Who::all) return statuses;
  statuses.insert({400, http_status(Code::internal), http_status(Code::unavailable),
                   http_status(Code::deadline_exceeded)});
  if (route.row.who != Who::all) statuses.insert(http_status(Code::unauthenticated));
  if (route.row.who == Who::admin || route.row.who == Who::guest)
    statuses.insert(http_status(Code::permission_denied));
  if (!route.path.type().fields.empty()) statuses.insert(http_status(Code::not_found));
  if (route.row.method != "GET") statuses.insert({413, 415});
  return statuses;
}

json::object Operations::success(const Route& route) {
  json::object response{{"description", http::reason(route.row.status)}};
  if (route.row.status == 204) return response;
  const bool answers = route.reply != nullptr || route.row.reply != nullptr;
  const kernel::Type* type = route.reply != nullptr ? route.reply
                             : answers              ? &route.row.reply()
                                                    : nullptr;
  if (route.resume != nullptr) {
    response["content"] = events(*type);
    return response;
  }
  response["content"] = content(
      route.row.media,
      type != nullptr
          ? replies_.reference(*type)
          : json::object{{"type", route.row.media == http::json_type ? "object" : "string"}});
  json::object headers;
  const json::object text{{"schema", json::object{{"type", "string"}}}};
  if (!route.row.location.empty()) headers["Location"] = text;
  if (route.row.etag) headers["ETag"] = text;
  if (!headers.empty()) response["headers"] = std::move(headers);
  return response;
}

// A stream of events whose data is `type`. The document's version has no words for the events in a
// stream: they are described in prose and, for programs that know this extension, by their schemas.
json::object Operations::events(const kernel::Type& type) {
  constexpr std::string_view prose =
      "Server-Sent Events. `status`: its data is a JSON object, its id resumes the stream behind "
      "it "
      "when it is sent as Last-Event-ID. The first one is the present status, unless that is known "
      "by Last-Event-ID. `end`: none will follow, do not come back. A stream that ends without it "
      "is "
      "to be resumed. Comments are sent at least every 15 s";
  constexpr std::string_view example =
      "retry: 1000\n\nid: 4\nevent: status\ndata: "
      "{\"id\":\"0190a000-0000-7000-8000-000000000002\",\"number\":4,\"status\":\"confirmed\","
      "\"at\":\"2026-11-22T03:11:00.007Z\",\"settled\":true}\n\nevent: end\ndata: {}\n\n";
  json::object media = content(http::events_type, {{"type", "string"}, {"description", prose}});
  auto& stream = media[http::events_type].as_object();
  stream["example"] = example;
  stream["x-events"] =
      json::object{{"status", replies_.reference(type)}, {"end", json::object{{"type", "object"}}}};
  return media;
}

// What a client may do about it.
void add_advice(json::object& response, int status) {
  const json::object text{{"schema", json::object{{"type", "string"}}}};
  const json::object seconds{{"description", "Seconds"},
                             {"schema", json::object{{"type", "integer"}, {"minimum", 1}}}};
  json::object headers;
  if (status == 429 || status == 503 || status == 504) headers["Retry-After"] = seconds;
  if (status == 429) {
    headers["RateLimit-Policy"] = text;
    headers["RateLimit"] = text;
  }
  if (!headers.empty()) response["headers"] = std::move(headers);
}

json::object Operations::responses(const Route& route) {
  std::map<std::string, json::object> by_status;
  by_status[std::to_string(route.row.status)] = success(route);
  if (route.row.etag) by_status["304"] = {{"description", http::reason(304)}};
  const auto refusal = [&](int status, std::string_view text) {
    auto& response = by_status[std::to_string(status)];
    if (response.empty()) {
      response = {
          {"description", text},
          {"content", content(http::problem_type, {{"$ref", "#/components/schemas/Problem"}})}};
      add_advice(response, status);
    } else {
      response["description"] =
          std::string(response["description"].as_string()) + ". " + std::string(text);
    }
  };
  for (const int status : refusals(route)) refusal(status, http::reason(status));
  for (const Outcome& outcome : route.row.outcomes) {
    if (outcome.status >= 400) {
      refusal(outcome.status, std::string(outcome.name) + ": " + std::string(outcome.text));
    } else {
      by_status[std::to_string(outcome.status)] = {
          {"description", outcome.text},
          {"content", content(http::json_type, replies_.reference(pending_order()))}};
    }
  }
  json::object all;
  for (auto& [status, response] : by_status) all[status] = std::move(response);
  return all;
}

// "POST /api/v1/auth/password/forgot" → "post_auth_password_forgot".
std::string operation_id(const Row& row) {
  constexpr std::string_view prefix = "/api/v1";
  std::string id;
  for (const char c : row.method) id += static_cast<char>(c + ('a' - 'A'));
  const auto path = row.path.starts_with(prefix) ? row.path.substr(prefix.size()) : row.path;
  for (const char c : path)
    if (c == '/' || c == '-') {
      id += '_';
    } else if (c != '{' && c != '}' && c != '.') {
      id += c;
    }
  return id;
}

// "order.PlaceOrder" → "order".
std::string tag_of(const Row& row) {
  return row.action.message != nullptr ? std::string(row.action.message().module) : "process";
}

json::object Operations::operation(const Route& route) {
  json::object operation{{"operationId", operation_id(route.row)},
                         {"tags", json::array{tag_of(route.row)}},
                         {"summary", route.row.text}};
  if (auto list = parameters(route); !list.empty()) operation["parameters"] = std::move(list);
  if (!route.body.type().fields.empty()) operation["requestBody"] = body(route);
  operation["security"] = security(route.row.who);
  operation["responses"] = responses(route);
  return operation;
}

json::object problem_schema() {
  const json::object text{{"type", "string"}};
  const json::object error{{"type", "object"},
                           {"properties", json::object{{"pointer", text}, {"detail", text}}},
                           {"required", json::array{"pointer", "detail"}}};
  const json::object id{{"type", "string"}, {"format", "uuid"}};
  return {
      {"type", "object"},
      {"description", "RFC 9457. Programs branch on `code`"},
      {"properties",
       json::object{{"type", text},
                    {"title", text},
                    {"status", json::object{{"type", "integer"}}},
                    {"detail", text},
                    {"code", text},
                    {"trace_id", text},
                    {"errors", json::object{{"type", "array"}, {"items", error}}},
                    {"order_id", id},
                    {"shortages", json::object{{"type", "array"},
                                               {"items", json::object{{"type", "object"}}}}}}},
      {"required", json::array{"type", "title", "status", "detail", "code", "trace_id", "errors"}}};
}

json::object security_schemes() {
  return {{"access_token",
           json::object{{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}},
          {"cart_token",
           json::object{{"type", "apiKey"}, {"in", "header"}, {"name", cart_token_header}}}};
}

std::string lower(std::string_view method) {
  std::string out;
  for (const char c : method) out += static_cast<char>(c + ('a' - 'A'));
  return out;
}

}  // namespace

std::string openapi_document(const std::vector<Row>& rows, std::string_view version) {
  Operations operations;
  json::object paths;
  for (const auto& row : rows) {
    const Route route(row);
    auto& path = paths[row.path];
    if (!path.is_object()) path.emplace_object();
    path.as_object()[lower(row.method)] = operations.operation(route);
  }
  json::object schemas{{"Problem", problem_schema()}};
  operations.replies().add_collected(schemas);
  const json::object document{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Cleave"},
                            {"version", version},
                            {"description", "A shop. Lengths of texts count bytes of UTF-8."}}},
      {"paths", std::move(paths)},
      {"components",
       json::object{{"schemas", std::move(schemas)}, {"securitySchemes", security_schemes()}}}};
  return json::serialize(document);
}

}  // namespace gateway
