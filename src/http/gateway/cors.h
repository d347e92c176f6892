// gateway: which web pages of other origins may use the API (the Fetch standard, "CORS protocol").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace gateway {

// A page of an origin that is named may also send credentials; "*" lets all pages in, but
// never with them.
class Cors {
 public:
  // Throws as cors_origin() does (gateway.h).
  explicit Cors(std::vector<std::string> origins);

  // What each answer carries.
  void add_headers(const http::Request& request, http::HeaderLines& headers) const;

  // Whether a browser asks, before it lets a page do something, if it may.
  static bool is_preflight(const http::Request& request) noexcept;
  // The answer to that, beside the above. `methods`: those of the path.
  void add_permission(const http::Request& request, std::string_view methods,
                      http::HeaderLines& headers) const;

 private:
  bool is_allowed(std::string_view origin) const noexcept;

  std::vector<std::string> origins_;
  bool any_ = false;
};

}  // namespace gateway
