#include "refusals.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "http/message.h"
#include "kernel/wire.h"
#include "order/messages.h"
#include "schema.h"

namespace gateway {

namespace {

namespace json = boost::json;
using kernel::Code;

struct Refusal {
  int status;
  std::string_view code;
  std::string_view text;
};

constexpr std::array<Refusal, 16> all_refusals{{
    {400, "invalid_argument", "The request is malformed; `errors` points at each fault"},
    {401, "unauthenticated", "No token, one that does not hold, or a login that is too long ago"},
    {403, "permission_denied", "Whoever asks may not do this"},
    {404, "not_found", "There is no such thing, or it is somebody else's"},
    {406, "not_acceptable", "The answer cannot be had in a type that Accept names"},
    {408, "request_timeout", "The request did not come in time"},
    {409, "conflict", "Another change came first, or the thing is there already"},
    {413, "content_too_large", "The body is too large"},
    {415, "unsupported_media_type", "The body is of another type than is taken here"},
    {417, "expectation_failed", "Only 100-continue can be expected"},
    {422, "failed_precondition", "The state of things does not allow it"},
    {429, "rate_limited", "More than one address or user may ask for; or a queue is full"},
    {431, "header_fields_too_large", "The request line and the headers are too large"},
    {500, "internal", "The shop made a mistake; its log has the trace id"},
    {503, "unavailable", "The shop is busy, or a part of it does not answer: try again"},
    {504, "deadline_exceeded", "No answer in time; whether something was done is unknown"},
}};

const Refusal& refusal_for(int status) {
  for (const Refusal& refusal : all_refusals)
    if (refusal.status == status) return refusal;
  throw std::logic_error("no text for a refusal with " + std::to_string(status));
}

json::object text_header(std::string_view text, std::string_view example) {
  return {
      {"description", text}, {"schema", json::object{{"type", "string"}}}, {"example", example}};
}

json::object required(json::object header) {
  header["required"] = true;
  return header;
}

// What a client may do about it.
void add_advice(json::object& headers, int status) {
  if (status == 401) headers["WWW-Authenticate"] = header_reference("WWW-Authenticate");
  if (status == 429 || status == 503 || status == 504)
    headers["Retry-After"] = header_reference("Retry-After");
}

json::object example_problem(int status, std::string_view code, std::string_view text) {
  return {{"type", "about:blank"},  {"title", http::reason(status)},
          {"status", status},       {"detail", text},
          {"code", code},           {"trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"},
          {"errors", json::array()}};
}

// Written out, since a document of few rows has no component for it.
json::object shortage_schema() {
  const auto* const failure = find_field(kernel::type_of<order::Order>(), "failure");
  const auto* const shortages = find_field(failure->type().element(), "shortages");
  return Schemas(Schemas::Side::reply).object(shortages->type().element());
}

}  // namespace

std::set<int> refusals_of(const Route& route) {
  // Of the server, whatever is asked, and of the limits.
  std::set<int> statuses{400, 408, 413, 417, 429, 431, 500, 503};
  const Row& row = route.row;
  for (const Code code : row.fails) statuses.insert(kernel::http_status(code));
  if (row.status != 204) statuses.insert(406);
  if (row.method != "GET") statuses.insert(415);
  const bool asks_others = row.action.message != nullptr || row.who != Who::all;
  if (asks_others) statuses.insert(http_status(Code::deadline_exceeded));
  if (row.who != Who::all) statuses.insert(http_status(Code::unauthenticated));
  if (row.who == Who::admin || row.who == Who::guest)
    statuses.insert(http_status(Code::permission_denied));
  if (!route.path.type().fields.empty()) statuses.insert(http_status(Code::not_found));
  return statuses;
}

std::string component_name(int status) {
  std::string name;
  for (const char c : http::reason(status))
    if (c != ' ') name += c;
  return name;
}

json::object refusal_response(int status, std::string_view code, std::string_view text) {
  json::object headers;
  add_common_headers(headers);
  add_advice(headers, status);
  json::object media{{"schema", json::object{{"$ref", "#/components/schemas/Problem"}}},
                     {"example", example_problem(status, code, text)}};
  return {{"description", text},
          {"headers", std::move(headers)},
          {"content", json::object{{http::problem_type, std::move(media)}}}};
}

json::object refusal_response(int status) {
  const Refusal& refusal = refusal_for(status);
  return refusal_response(status, refusal.code, refusal.text);
}

json::object header_components() {
  const json::object seconds{{"type", "integer"}, {"minimum", 1}};
  return {
      {"X-Request-Id", required(text_header("The request's own, if it had a sane one, or else the "
                                            "trace id: what to look for in logs",
                                            "4bf92f3577b34da6a3ce929d0e0e4736"))},
      {"traceparent", required(text_header("The trace of this request (W3C Trace Context)",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-"
                                           "00f067aa0ba902b7-01"))},
      {"RateLimit-Policy",
       text_header("The strictest limit that applies: its name, requests, and seconds. Absent "
                   "where none does",
                   R"("reads-by-address";q=1200;w=60)")},
      {"RateLimit", text_header("What is left of it, and the seconds until all of it is back",
                                R"("reads-by-address";r=1199;t=1)")},
      {"Retry-After", json::object{{"description", "Seconds to wait"},
                                   {"required", true},
                                   {"schema", seconds},
                                   {"example", 1}}},
      {"WWW-Authenticate", required(text_header("The scheme to use", "Bearer"))},
      {"ETag", required(text_header("Send it as If-None-Match to be spared what is known already",
                                    R"("9f86d081884c7d65")"))},
      {"Location",
       required(text_header("Where it is", "/api/v1/orders/0190a000-0000-7000-8000-000000000001"))},
      {"Set-Cookie", text_header("The refresh token, where it was asked for as a cookie; when a "
                                 "session ends, its removal",
                                 "cleave_refresh=Qm9uZGllLXRoZS1zcGFycm93; Path=/api/v1/auth; "
                                 "Max-Age=2592000; HttpOnly; SameSite=Strict; Secure")},
  };
}

json::object header_reference(std::string_view name) {
  return {{"$ref", "#/components/headers/" + std::string(name)}};
}

void add_common_headers(json::object& headers) {
  for (const auto name : {"X-Request-Id", "traceparent", "RateLimit-Policy", "RateLimit"})
    headers[name] = header_reference(name);
}

json::object problem_schema() {
  const json::object text{{"type", "string"}};
  const json::object error{
      {"type", "object"},
      {"properties",
       json::object{
           {"pointer", json::object{{"type", "string"},
                                    {"description",
                                     "Into the body (RFC 6901), or \"/\" and the name of a "
                                     "parameter or header; empty: all of it"}}},
           {"detail", text}}},
      {"required", json::array{"pointer", "detail"}}};
  const json::object id{{"type", "string"}, {"format", "uuid"}};
  const json::object status{
      {"type", "integer"}, {"format", "int32"}, {"minimum", 400}, {"maximum", 599}};
  return {
      {"type", "object"},
      {"description", "Problem details (RFC 9457). Programs branch on `code`"},
      {"properties",
       json::object{
           {"type", json::object{{"type", "string"}, {"format", "uri-reference"}}},
           {"title", text},
           {"status", status},
           {"detail", json::object{{"type", "string"}, {"description", "For people"}}},
           {"code", json::object{{"type", "string"}, {"pattern", "^[a-z_]+$"}}},
           {"trace_id", json::object{{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}}},
           {"errors", json::object{{"type", "array"}, {"items", error}}},
           {"order_id", id},
           {"shortages", json::object{{"type", "array"},
                                      {"description", "The products that an order could not have"},
                                      {"items", shortage_schema()}}}}},
      {"required", json::array{"type", "title", "status", "detail", "code", "trace_id", "errors"}}};
}

}  // namespace gateway
