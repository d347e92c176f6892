#include "gateway/problem.h"

#include "kernel/json.h"
#include "kernel/wire.h"

namespace gateway {

namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":";
  kernel::json::append_quoted(out, value);
}

void append_errors(std::string& out, const std::vector<kernel::Fault>& errors) {
  out += ",\"errors\":[";
  bool first = true;
  for (const auto& error : errors) {
    if (!first) out += ',';
    first = false;
    out += "{\"pointer\":";
    kernel::json::append_quoted(out, error.pointer);
    append_member(out, "detail", error.detail);
    out += '}';
  }
  out += ']';
}

void add_advice(http::HeaderLines& headers, const Problem& problem) {
  const int status = problem.status;
  if (status == 401) headers.add("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503 || status == 504)
    headers.add("Retry-After", std::to_string(problem.retry_after_s));
}

std::string_view code_of(int status) noexcept {
  switch (status) {
    case 400:
      return "invalid_argument";
    case 408:
      return "request_timeout";
    case 413:
      return "content_too_large";
    case 414:
      return "uri_too_long";
    case 417:
      return "expectation_failed";
    case 429:
      return "rate_limited";
    case 431:
      return "header_fields_too_large";
    case 501:
      return "not_implemented";
    case 503:
      return "unavailable";
    case 505:
      return "http_version_not_supported";
    default:
      return status < 500 ? "refused" : "internal";
  }
}

}  // namespace

http::Response to_response(const Problem& problem, const kernel::Trace& trace) {
  http::Response response;
  response.status = problem.status;
  response.content_type = http::problem_type;
  response.headers.add_lines("Cache-Control: no-store\r\n");
  std::string& out = response.body;
  out = R"({"type":"about:blank")";
  append_member(out, "title", http::reason(problem.status));
  out += ",\"status\":" + std::to_string(problem.status);
  append_member(out, "detail", problem.detail);
  append_member(out, "code", problem.code);
  append_member(out, "trace_id", kernel::trace_id_text(trace));
  append_errors(out, problem.errors);
  out += problem.members;
  out += '}';
  add_advice(response.headers, problem);
  return response;
}

Problem to_problem(kernel::Error error) {
  return {kernel::http_status(error.code), kernel::code_name(error.code), std::move(error.message),
          std::move(error.details)};
}

Problem refusal(int status, std::string_view detail) {
  return {status, code_of(status), std::string(detail)};
}

}  // namespace gateway
