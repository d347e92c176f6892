#include "gateway/openapi.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "bind.h"
#include "call.h"
#include "document.h"
#include "examples.h"
#include "header_parameters.h"
#include "http/message.h"
#include "refresh_cookie.h"
#include "refusals.h"
#include "schema.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Field;

// What the program is under; LICENSE holds the text.
constexpr std::string_view license = "MIT";
constexpr std::string_view api_prefix = "/api/v1";

json::object content(std::string_view media, json::object schema, json::value example) {
  json::object body{{"schema", std::move(schema)}};
  if (!example.is_null()) body["example"] = std::move(example);
  return {{media, std::move(body)}};
}

// Makes one operation of each row, collecting the schemas and the responses it refers to.
class Operations {
 public:
  explicit Operations(const std::vector<Row>& rows);

  json::object operation(const Route& route);
  const std::vector<Route>& routes() const noexcept { return routes_; }
  const Schemas& replies() const noexcept { return replies_; }
  json::object refusal_components() const;

 private:
  json::array parameters(const Route& route);
  json::object body(const Route& route);
  json::object responses(const Route& route);
  json::object success(const Route& route);
  json::object resume_parameter(const Route& route);
  json::object events(const kernel::Type& type);
  json::object links(const Route& route) const;
  json::object refusal(const Route& route, int status);

  std::vector<Route> routes_;
  json::array modules_;  // their names
  std::set<int> refused_;
  Schemas requests_{Schemas::Side::request};
  Schemas replies_{Schemas::Side::reply};
};

constexpr std::string_view module_field = "module";  // of messages that every module answers

bool asks_any_module(const Route& route) {
  return find_field(route.path.type(), module_field) != nullptr ||
         find_field(route.query.type(), module_field) != nullptr;
}

Operations::Operations(const std::vector<Row>& rows) {
  std::set<std::string_view> modules;
  for (const Row& row : rows) {
    const Route& route = routes_.emplace_back(row);
    if (row.action.message != nullptr && !asks_any_module(route))
      modules.insert(row.action.message().module);
  }
  for (const auto module : modules) modules_.emplace_back(module);
}

// A field as a parameter: with what it means beside its schema, and an example.
json::object field_parameter(std::string_view where, const kernel::Type& view, const Field& field,
                             json::object schema) {
  json::object made;
  if (const auto* text = schema.if_contains("description")) {
    made["description"] = *text;
    schema.erase("description");
  }
  for (auto& member : parameter(where, field.name, where == "path", std::move(schema)))
    made[member.key()] = member.value();
  if (auto example = example_of(view, field); !example.is_null())
    made["example"] = std::move(example);
  return made;
}

json::object without_null(json::object schema) {
  if (auto* types = schema.if_contains("type"); types != nullptr && types->is_array())
    schema["type"] = json::value(types->as_array().front());
  if (auto* any = schema.if_contains("anyOf"); any != nullptr)
    return any->as_array().front().as_object();
  return schema;
}

json::object Operations::resume_parameter(const Route& route) {
  const auto& request = route.row.action.message().request();
  auto schema = without_null(requests_.field(request, *route.resume));
  json::object made = parameter("header", resume_header, false, std::move(schema));
  made["description"] = "The id of the last event that came: the stream goes on behind it";
  made["example"] = 3;
  return made;
}

json::array Operations::parameters(const Route& route) {
  json::array list;
  const auto& path = route.path.type();
  for (const Field& field : path.fields) {
    auto schema = requests_.field(path, field);
    if (field.name == module_field)
      schema = {{"type", "string"}, {"description", schema["description"]}, {"enum", modules_}};
    list.push_back(field_parameter("path", path, field, std::move(schema)));
  }
  const auto& query = route.query.type();
  for (const Field& field : query.fields)
    list.push_back(
        field_parameter("query", query, field, without_null(requests_.field(query, field))));
  if (route.key != nullptr || (route.is_command && route.row.who != Who::all))
    list.push_back(key_parameter(route.key != nullptr));
  if (route.resume != nullptr) list.push_back(resume_parameter(route));
  if (route.row.etag) list.push_back(tag_parameter());
  if (route.row.refresh_cookie) list.push_back(session_parameter());
  return list;
}

// Bytes as they are: the document's version says no more of them than their type.
json::object raw_body(const Row& row) {
  json::object all;
  for (const auto media : row.takes)
    all[media] =
        json::object{{"schema", json::object{{"type", "string"}, {"contentMediaType", media}}}};
  return {{"required", true}, {"content", std::move(all)}};
}

json::object Operations::body(const Route& route) {
  if (route.raw != nullptr) return raw_body(route.row);
  const kernel::Type& type = route.body.type();
  const bool needed = std::ranges::any_of(type.fields, [](const Field& field) {
    return field.type().shape != kernel::Shape::optional;
  });
  // A login gives its password in any case; what else has a refresh token may have the cookie.
  const bool in_cookie_instead = find_field(type, "refresh_token") != nullptr;
  return {{"required", needed && !in_cookie_instead},
          {"content", content(http::json_type, requests_.object(type), example_of(type))}};
}

json::array security(const Row& row) {
  const json::object nobody;
  const json::object user{{"access_token", json::array()}};
  const json::object guest{{"cart_token", json::array()}};
  const json::object cookie{{"refresh_cookie", json::array()}};
  if (row.refresh_cookie && row.body == Names{"refresh_token"}) return {nobody, cookie};
  if (row.who == Who::all) return {};
  if (row.who == Who::guest) return {user, guest};
  return {user};
}

// "POST /api/v1/auth/password/forgot" → "post_auth_password_forgot".
std::string operation_id(const Row& row) {
  std::string id;
  for (const char c : row.method) id += static_cast<char>(c + ('a' - 'A'));
  const auto path =
      row.path.starts_with(api_prefix) ? row.path.substr(api_prefix.size()) : row.path;
  for (const char c : path)
    if (c == '/' || c == '-') {
      id += '_';
    } else if (c != '{' && c != '}' && c != '.') {
      id += c;
    }
  return id;
}

// From what was made to what can be done with it: rows below its Location.
json::object Operations::links(const Route& route) const {
  json::object links;
  const std::string made = std::string(route.row.location) + "{id}";
  for (const Route& other : routes_) {
    if (!other.row.path.starts_with(made)) continue;
    const std::string id = operation_id(other.row);
    links[id] = {{"operationId", id}, {"parameters", json::object{{"id", "$response.body#/id"}}}};
  }
  return links;
}

json::object Operations::success(const Route& route) {
  json::object response{{"description", http::reason(route.row.status)}};
  json::object headers;
  add_common_headers(headers);
  if (!route.row.location.empty()) headers["Location"] = header_reference("Location");
  if (route.row.etag) headers["ETag"] = header_reference("ETag");
  if (route.row.refresh_cookie) headers["Set-Cookie"] = header_reference("Set-Cookie");
  response["headers"] = std::move(headers);
  if (route.row.status == 204) return response;
  const kernel::Type* const type = has_own_media(route.row)     ? nullptr
                                   : route.reply != nullptr     ? route.reply
                                   : route.row.reply != nullptr ? &route.row.reply()
                                                                : nullptr;
  if (route.resume != nullptr) {
    response["content"] = events(*type);
    return response;
  }
  const auto any = route.row.media == http::json_type ? "object" : "string";
  response["content"] = type != nullptr
                            ? content(route.row.media, replies_.reference(*type), example_of(*type))
                            : content(route.row.media, json::object{{"type", any}}, nullptr);
  if (!route.row.location.empty()) response["links"] = links(route);
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
  // Without a type: some take the schema of a stream for that of each event.
  json::object media = content(http::events_type, {{"description", prose}}, json::value(example));
  media[http::events_type].as_object()["x-events"] =
      json::object{{"status", replies_.object(type)}, {"end", json::object{{"type", "object"}}}};
  return media;
}

json::object Operations::refusal(const Route& route, int status) {
  std::string text;
  std::string_view code;
  for (const Outcome& outcome : route.row.outcomes) {
    if (outcome.status != status) continue;
    if (code.empty()) code = outcome.name;
    text += (text.empty() ? "`" : ". `") + std::string(outcome.name) + "`: ";
    text += outcome.text;
  }
  if (!text.empty()) return refusal_response(status, code, text);
  refused_.insert(status);
  return {{"$ref", "#/components/responses/" + component_name(status)}};
}

json::object Operations::responses(const Route& route) {
  std::map<int, json::object> by_status;
  by_status[route.row.status] = success(route);
  json::object headers;
  add_common_headers(headers);
  if (route.row.etag) {
    json::object unchanged = headers;
    unchanged["ETag"] = header_reference("ETag");
    by_status[304] = {{"description", "What is known already is still the same"},
                      {"headers", std::move(unchanged)}};
  }
  for (const Outcome& outcome : route.row.outcomes) {
    if (outcome.status >= 400) {
      by_status[outcome.status] = refusal(route, outcome.status);
      continue;
    }
    by_status[outcome.status] = {
        {"description", outcome.text},
        {"headers", headers},
        {"content", content(http::json_type, replies_.reference(pending_order()),
                            example_of(pending_order()))}};
    by_status[outcome.status]["headers"].as_object()["Location"] = header_reference("Location");
  }
  for (const int status : refusals_of(route))
    if (!by_status.contains(status)) by_status[status] = refusal(route, status);
  json::object all;
  for (auto& [status, response] : by_status) all[std::to_string(status)] = std::move(response);
  return all;
}

json::object Operations::refusal_components() const {
  json::object all;
  for (const int status : refused_) all[component_name(status)] = refusal_response(status);
  return all;
}

// "order.PlaceOrder" → "order".
std::string tag_of(const Row& row) {
  return row.action.message != nullptr ? std::string(row.action.message().module) : "process";
}

// Who may ask, and which limit it counts towards.
std::string description_of(const Row& row) {
  constexpr std::string_view who[] = {"Anybody may ask.",
                                      "A user, or a guest by a Cart-Token, may ask; a user's "
                                      "access token wins.",
                                      "A user may ask.", "An administrator may ask."};
  constexpr std::string_view traffic[] = {"reads", "writes", "logins", "checkouts"};
  std::string text(who[static_cast<std::size_t>(row.who)]);
  if (row.who == Who::admin && row.method != "GET")
    text += " The login must be recent (auth.admin_login_max_age).";
  text += " It counts towards the limits of `";
  text += traffic[static_cast<std::size_t>(traffic_of(row))];
  return text + "`.";
}

json::object Operations::operation(const Route& route) {
  json::object operation{{"operationId", operation_id(route.row)},
                         {"tags", json::array{tag_of(route.row)}},
                         {"summary", route.row.text},
                         {"description", description_of(route.row)}};
  if (auto list = parameters(route); !list.empty()) operation["parameters"] = std::move(list);
  if (route.raw != nullptr || !route.body.type().fields.empty())
    operation["requestBody"] = body(route);
  operation["security"] = security(route.row);
  operation["responses"] = responses(route);
  return operation;
}

json::object security_schemes() {
  return {
      {"access_token",
       json::object{{"type", "http"},
                    {"scheme", "bearer"},
                    {"bearerFormat", "JWT"},
                    {"description", "From a login; good for minutes, then refresh it"}}},
      {"cart_token", json::object{{"type", "apiKey"},
                                  {"in", "header"},
                                  {"name", cart_token_header},
                                  {"description", "Of a guest's cart"}}},
      {"refresh_cookie", json::object{{"type", "apiKey"},
                                      {"in", "cookie"},
                                      {"name", refresh_cookie_name},
                                      {"description",
                                       "A browser's refresh token. Looked at only with the header "
                                       "Refresh-Token-In: cookie"}}}};
}

json::object info(std::string_view version, std::string_view shop_url) {
  json::object contact{{"name", "Whoever runs this shop"}};
  if (!shop_url.empty()) contact["url"] = shop_url;
  return {{"title", "Cleave"},
          {"version", version},
          {"summary", "The API of a shop"},
          {"description",
           "JSON over HTTP/1.1. Lengths of texts count bytes of UTF-8. GET also answers HEAD. "
           "A method that a path does not have gives 405 with Allow, OPTIONS tells which it has, "
           "and a path that is not here gives 404. Every refusal is a Problem."},
          {"contact", std::move(contact)},
          {"license", json::object{{"name", license}, {"identifier", license}}}};
}

std::string lower(std::string_view method) {
  std::string out;
  for (const char c : method) out += static_cast<char>(c + ('a' - 'A'));
  return out;
}

}  // namespace

json::object openapi_object(const std::vector<Row>& rows, std::string_view version,
                            std::string_view shop_url) {
  Operations operations(rows);
  json::object paths;
  json::array tags;
  for (const Route& route : operations.routes()) {
    auto& path = paths[route.row.path];
    if (!path.is_object()) path.emplace_object();
    path.as_object()[lower(route.row.method)] = operations.operation(route);
    if (!route.row.part.empty())
      tags.push_back(json::object{{"name", tag_of(route.row)}, {"description", route.row.part}});
  }
  json::object schemas{{"Problem", problem_schema()}};
  operations.replies().add_collected(schemas);
  return {{"openapi", "3.1.0"},
          {"info", info(version, shop_url)},
          {"servers", json::array{json::object{{"url", "/"},
                                               {"description", "Where this document comes from"}}}},
          {"tags", std::move(tags)},
          {"paths", std::move(paths)},
          {"components", json::object{{"schemas", std::move(schemas)},
                                      {"responses", operations.refusal_components()},
                                      {"headers", header_components()},
                                      {"securitySchemes", security_schemes()}}}};
}

std::string openapi_document(const std::vector<Row>& rows, std::string_view version,
                             std::string_view shop_url) {
  return json::serialize(openapi_object(rows, version, shop_url));
}

}  // namespace gateway
