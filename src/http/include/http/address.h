// http: where a server is, in the one notation of configuration, logs and errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace http {

// http://host:port, https://host:port, http://[::1]:port or unix:/path.sock
struct Origin {
  std::string host;         // empty for a Unix socket; an IPv6 literal without its brackets
  std::uint16_t port = 80;  // 0: any free one (listening only); https: 443
  std::string socket_path;  // of a Unix socket
  bool tls = false;         // https
  bool is_unix() const noexcept { return host.empty(); }
  std::string text() const;
  std::string authority() const;  // for the Host header: "host:port"; "localhost" for a Unix socket
};

// Throws Error{invalid_argument} in one line that says what would be right.
Origin parse_origin(std::string_view text);

// A whole URL in its two parts: "http://host:8080" and "/path?query" ("/" when it names none).
// A `unix:` URL is all origin.
struct Url {
  std::string origin;
  std::string target;
};
Url split_url(std::string_view url);  // throws as parse_origin

}  // namespace http
