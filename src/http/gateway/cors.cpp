#include "cors.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/gateway.h"
#include "kernel/error.h"

namespace gateway {

namespace {

constexpr std::string_view any_origin = "*";

constexpr std::string_view exposed =
    "Access-Control-Expose-Headers: ETag, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "X-Request-Id, traceparent\r\n";

// Browsers ask again after ten minutes; what a page may send in headers of its own.
constexpr std::string_view permission =
    "Access-Control-Allow-Headers: Authorization, Cart-Token, Content-Type, Idempotency-Key, "
    "If-None-Match, Last-Event-ID, Refresh-Token-In, X-Request-Id, "
    "traceparent\r\nAccess-Control-Max-Age: 600\r\n";

// scheme://host or scheme://host:port, as browsers write it.
bool is_origin(std::string_view text) noexcept {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto host = text.substr(scheme.size());
    return !host.empty() && std::ranges::all_of(host, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             std::string_view("-.:[]").find(c) != std::string_view::npos;
    });
  }
  return false;
}

}  // namespace

std::string cors_origin(std::string text) {
  if (text == any_origin || is_origin(text)) return text;
  throw kernel::Error(kernel::Code::invalid_argument,
                      fmt::format("\"{}\", which is no origin; \"https://shop.example\", in small "
                                  "letters and without a path, or \"*\" is meant",
                                  text));
}

Cors::Cors(std::vector<std::string> origins) {
  for (auto& origin : origins) {
    any_ = any_ || origin == any_origin;
    origins_.push_back(cors_origin(std::move(origin)));
  }
}

bool Cors::is_allowed(std::string_view origin) const noexcept {
  return std::ranges::find(origins_, origin) != origins_.end();
}

void Cors::add_headers(const http::Request& request, http::HeaderLines& headers) const {
  if (origins_.empty()) return;
  const auto origin = request.header("Origin");
  const bool known = origin && *origin != any_origin && is_allowed(*origin);
  if (!any_ || origins_.size() > 1) headers.add_lines("Vary: Origin\r\n");
  if (!known && !(any_ && origin)) return;
  headers.add("Access-Control-Allow-Origin", known ? *origin : any_origin);
  if (known) headers.add_lines("Access-Control-Allow-Credentials: true\r\n");
  headers.add_lines(exposed);
}

bool Cors::is_preflight(const http::Request& request) noexcept {
  return request.method == "OPTIONS" && request.header("Origin") &&
         request.header("Access-Control-Request-Method");
}

void Cors::add_permission(const http::Request& request, std::string_view methods,
                          http::HeaderLines& headers) const {
  if (!any_ && !is_allowed(request.header("Origin").value_or(""))) return;
  headers.add("Access-Control-Allow-Methods", methods);
  headers.add_lines(permission);
  headers.add_lines("Vary: Access-Control-Request-Method, Access-Control-Request-Headers\r\n");
}

}  // namespace gateway
