#include "http/redirect.h"

#include "kernel/error.h"

namespace http {

namespace {

// "shop.example:80", "[::1]:80" → without the port.
std::string_view without_port(std::string_view host) noexcept {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  const bool has_port = colon != host.npos && (bracket == host.npos || bracket < colon);
  return has_port ? host.substr(0, colon) : host;
}

}  // namespace

kernel::Task<Response> Redirect::handle(const Request& request) {
  std::string to = target_.origin;
  if (to.empty()) {
    const auto host = without_port(request.header("Host").value_or(""));
    if (host.empty())
      throw kernel::Error(kernel::Code::invalid_argument, "the request names no host");
    to.append("https://").append(host).append(target_.port);
  }
  to += request.target.starts_with('/') ? request.target : std::string_view("/");
  Response response;
  response.status = 308;
  response.headers.add("Location", to);
  co_return response;
}

}  // namespace http
