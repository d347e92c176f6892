#include "refresh_cookie.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "bind.h"
#include "call.h"
#include "kernel/error.h"

namespace gateway {

namespace {

using kernel::Code;
using kernel::Error;

constexpr std::string_view https = "https://";
constexpr std::string_view http_scheme = "http://";
constexpr std::size_t token_max = 200;  // as auth::Refresh

std::string in_small_letters(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

// "https://Shop.example:443/path" → "https://shop.example", as browsers write an origin.
std::string origin_of(std::string_view url) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) return {};
  const std::string origin = in_small_letters(url.substr(0, url.find('/', scheme_end + 3)));
  const std::string_view usual_port = origin.starts_with(https) ? ":443" : ":80";
  return origin.ends_with(usual_port) ? origin.substr(0, origin.rfind(':')) : origin;
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view last_part(std::string_view list) noexcept {
  const auto comma = list.rfind(',');
  return trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

// What the nearest proxy says in X-Forwarded-Proto or Forwarded.
bool is_forwarded_from_tls(const http::Request& request) {
  for (auto header = request.headers.rbegin(); header != request.headers.rend(); ++header) {
    if (http::same_name(header->name, "X-Forwarded-Proto"))
      return http::same_name(last_part(header->value), "https");
    if (!http::same_name(header->name, "Forwarded")) continue;
    const std::string last = in_small_letters(last_part(header->value));
    return last.find("proto=https") != std::string::npos ||
           last.find("proto=\"https\"") != std::string::npos;
  }
  return false;
}

}  // namespace

RefreshCookies::RefreshCookies(std::string_view shop_url,
                               const std::vector<std::string>& cors_origins,
                               const kernel::Replaceable<http::Networks>& proxies,
                               kernel::Ticks lifetime)
    : proxies_(proxies),
      lifetime_s_(std::chrono::floor<std::chrono::seconds>(lifetime).count()),
      shop_has_tls_(in_small_letters(shop_url).starts_with(https)) {
  if (auto own = origin_of(shop_url); !own.empty()) origins_.push_back(std::move(own));
  for (const auto& origin : cors_origins)
    if (origin != "*") origins_.push_back(origin);
}

bool RefreshCookies::is_asked_for(const http::Request& request) const {
  const auto where = single_header(request, refresh_token_in_header);
  if (!where) return false;
  if (*where != in_cookie)
    throw Error(Code::invalid_argument, "the request is not valid: see errors",
                {{"/Refresh-Token-In", "header Refresh-Token-In can only be \"cookie\""}});
  if (!is_own_page(request))
    throw Error(Code::permission_denied,
                "a cookie is for pages of the shop: neither Origin nor Sec-Fetch-Site says that "
                "one of them asks");
  return true;
}

// Pages cannot write either header by themselves; browsers send Origin with every POST.
bool RefreshCookies::is_own_page(const http::Request& request) const {
  const auto site = single_header(request, "Sec-Fetch-Site");
  if (site && *site == "same-origin") return true;
  const auto origin = single_header(request, "Origin");
  if (!origin) return false;
  if (std::ranges::find(origins_, *origin) != origins_.end()) return true;
  const auto host = request.header("Host");
  const std::string scheme(came_over_tls(request) ? https : http_scheme);
  return host && !host->empty() && *origin == origin_of(scheme + std::string(*host));
}

bool RefreshCookies::came_over_tls(const http::Request& request) const {
  if (request.tls || shop_has_tls_) return true;
  return http::contains(proxies_.get(), request.address) && is_forwarded_from_tls(request);
}

std::string RefreshCookies::cookie(const http::Request& request, std::string_view token,
                                   std::int64_t max_age_s) const {
  return fmt::format("{}={}; Path=/api/v1/auth; Max-Age={}; HttpOnly; SameSite=Strict{}",
                     refresh_cookie_name, token, max_age_s,
                     came_over_tls(request) ? "; Secure" : "");
}

std::string RefreshCookies::giving(const http::Request& request, std::string_view token) const {
  return cookie(request, token, lifetime_s_);
}

std::string RefreshCookies::removing(const http::Request& request) const {
  return cookie(request, "", 0);
}

std::optional<std::string> refresh_cookie_of(const http::Request& request) {
  std::optional<std::string> found;
  for (const auto& header : request.headers) {
    if (!http::same_name(header.name, "Cookie")) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (pair.size() <= refresh_cookie_name.size() || !pair.starts_with(refresh_cookie_name) ||
          pair[refresh_cookie_name.size()] != '=')
        continue;
      if (found) return std::nullopt;  // one of them was put there by somebody else
      found = pair.substr(refresh_cookie_name.size() + 1);
    }
  }
  return found && is_visible(*found, token_max) ? found : std::nullopt;
}

}  // namespace gateway
