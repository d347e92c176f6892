#include "render.h"

#include <fmt/format.h>

#include <ctime>
#include <iterator>

#include "kernel/error.h"
#include "kernel/json.h"

namespace http {

namespace {

kernel::Code code_of(int status) noexcept {
  using kernel::Code;
  switch (status) {
    case 401:
      return Code::unauthenticated;
    case 403:
      return Code::permission_denied;
    case 404:
      return Code::not_found;
    case 409:
      return Code::conflict;
    case 422:
      return Code::failed_precondition;
    case 408:
    case 504:
      return Code::deadline_exceeded;
    case 429:
      return Code::resource_exhausted;
    case 499:
      return Code::cancelled;
    case 503:
      return Code::unavailable;
    default:
      return status < 500 ? Code::invalid_argument : Code::internal;
  }
}

void append_number(std::string& out, std::size_t number) {
  const fmt::format_int text(number);
  out.append(text.data(), text.size());
}

}  // namespace

std::string date_line(kernel::WallTime now) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = now.ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n", days[utc.tm_wday],
                     utc.tm_mday, months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                     utc.tm_sec);
}

bool may_have_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

void render_head(std::string& out, const Response& response, std::string_view date, bool keep_alive,
                 bool old_version) {
  out.clear();
  if (response.status == 200) {
    out.append("HTTP/1.1 200 OK\r\n");
  } else {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<unsigned>(response.status));
    out.append(" ").append(reason(response.status)).append("\r\n");
  }
  out.append(date);
  if (response.stream) {
    out.append("Content-Type: ").append(response.content_type).append("\r\n");
    if (!old_version) out.append("Transfer-Encoding: chunked\r\n");
  } else if (may_have_body(response.status)) {
    if (!response.body.empty())
      out.append("Content-Type: ").append(response.content_type).append("\r\n");
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
  }
  out.append(response.headers.text());
  if (!keep_alive)
    out.append("Connection: close\r\n");
  else if (old_version)
    out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

Response default_refusal(int status, std::string_view detail) {
  const auto code = kernel::code_name(code_of(status));
  Response response;
  response.status = status;
  response.content_type = problem_type;
  auto& body = response.body;
  body = fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":)", reason(status),
                     status);
  kernel::json::append_quoted(body, detail);
  body.append(R"(,"code":")").append(code).append(R"(","message":)");
  kernel::json::append_quoted(body, detail);
  body.append("}");
  return response;
}

}  // namespace http
