// gateway: the refresh token of a browser, in a cookie that no script can read instead of a body.
// See docs/decisions/0022.
//
// A request asks for it by the header `Refresh-Token-In: cookie`. Without that header no cookie is
// given or looked at, so nothing that a browser sends by itself does anything. With it, a page of
// the shop must be asking.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/network.h"
#include "kernel/replaceable.h"
#include "kernel/runtime.h"

namespace gateway {

inline constexpr std::string_view refresh_cookie_name = "cleave_refresh";
inline constexpr std::string_view refresh_token_in_header = "Refresh-Token-In";
inline constexpr std::string_view in_cookie = "cookie";  // the header's only value

class RefreshCookies {
 public:
  // `shop_url`: the shop as customers know it, or empty. `cors_origins`: whose pages may use the
  // API beside its own; "*" lets nobody in here. `proxies`, which outlive this, are believed about
  // TLS. `lifetime`: how long a browser is to keep the cookie.
  RefreshCookies(std::string_view shop_url, const std::vector<std::string>& cors_origins,
                 const kernel::Replaceable<http::Networks>& proxies, kernel::Ticks lifetime);

  // Whether the refresh token travels as a cookie. Throws invalid_argument for a header that says
  // something else, permission_denied when no page of the shop asks.
  bool is_asked_for(const http::Request& request) const;

  // A Set-Cookie value.
  std::string giving(const http::Request& request, std::string_view token) const;
  std::string removing(const http::Request& request) const;

 private:
  bool came_over_tls(const http::Request& request) const;
  bool is_own_page(const http::Request& request) const;
  std::string cookie(const http::Request& request, std::string_view token,
                     std::int64_t max_age_s) const;

  std::vector<std::string> origins_;
  const kernel::Replaceable<http::Networks>& proxies_;
  const std::int64_t lifetime_s_;
  const bool shop_has_tls_;
};

// The token that the request's cookie holds; none for no cookie, several, or what can be no token.
std::optional<std::string> refresh_cookie_of(const http::Request& request);

}  // namespace gateway
