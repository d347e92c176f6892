#include "http/address.h"

#include <fmt/format.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <optional>

#include "kernel/error.h"

namespace http {

namespace {

constexpr std::string_view unix_scheme = "unix:";

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw kernel::Error(
      kernel::Code::invalid_argument,
      fmt::format("\"{}\" {}; http://host:port, https://host:port or unix:/path.sock is meant",
                  text, why));
}

Origin parse_unix(std::string_view text) {
  Origin origin;
  origin.socket_path = text.substr(unix_scheme.size());
  // Linux: sockaddr_un::sun_path, with its final zero.
  constexpr std::size_t path_max = 107;
  if (origin.socket_path.empty()) refuse(text, "names no socket");
  if (origin.socket_path.size() > path_max)
    refuse(text, fmt::format("is too long for a socket's path (at most {} bytes)", path_max));
  if (origin.socket_path.find('\0') != std::string::npos) refuse(text, "holds a zero byte");
  return origin;
}

bool is_https(const boost::urls::url_view& url) noexcept {
  return url.scheme_id() == boost::urls::scheme::https;
}

// Not url_view::port_number(), which wraps round.
std::optional<std::uint16_t> port_number(const boost::urls::url_view& url) noexcept {
  const auto text = url.port();
  if (text.empty()) return is_https(url) ? std::uint16_t{443} : std::uint16_t{80};
  std::uint16_t port = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || stop != end) return std::nullopt;
  return port;
}

boost::urls::url_view parse_http(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
  if (!parsed) refuse(text, "is no URL");
  const boost::urls::url_view url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::http && !is_https(url))
    refuse(text, "has an unknown scheme");
  if (url.has_userinfo()) refuse(text, "names a user");
  if (url.encoded_host().empty()) refuse(text, "names no host");
  // Decoded it could be anything, a line break too, in the Host header and in what people read.
  const std::string host(url.encoded_host());
  if (!host.starts_with('[') && host.find('%') != std::string::npos)
    refuse(text, "has an encoded host");
  if (!port_number(url)) refuse(text, "has a port outside of 0..65535");
  return url;
}

Origin to_origin(const boost::urls::url_view& url) {
  Origin origin;
  const std::string host = url.host();
  const bool bracketed = host.size() > 2 && host.front() == '[';
  origin.host = bracketed ? host.substr(1, host.size() - 2) : host;
  origin.port = *port_number(url);
  origin.tls = is_https(url);
  return origin;
}

}  // namespace

std::string Origin::authority() const {
  if (is_unix()) return "localhost";
  if (host.find(':') != std::string::npos) return fmt::format("[{}]:{}", host, port);
  return fmt::format("{}:{}", host, port);
}

std::string Origin::text() const {
  if (is_unix()) return std::string(unix_scheme) + socket_path;
  return (tls ? "https://" : "http://") + authority();
}

Origin parse_origin(std::string_view text) {
  if (text.starts_with(unix_scheme)) return parse_unix(text);
  const auto url = parse_http(text);
  if ((!url.encoded_path().empty() && url.encoded_path() != "/") || url.has_query() ||
      url.has_fragment())
    refuse(text, "has a path");
  return to_origin(url);
}

Url split_url(std::string_view text) {
  if (text.starts_with(unix_scheme)) return {parse_unix(text).text(), "/"};
  const auto url = parse_http(text);
  Url parts{to_origin(url).text(), std::string(url.encoded_path())};
  if (parts.target.empty()) parts.target = "/";
  if (url.has_query()) parts.target.append("?").append(std::string(url.encoded_query()));
  return parts;
}

}  // namespace http
