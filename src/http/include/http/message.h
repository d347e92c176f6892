// http: one request and one response, as plain values. Nothing here knows a socket.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/network.h"

namespace http {

class Stream;

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view problem_type = "application/problem+json";
inline constexpr std::string_view html_type = "text/html; charset=utf-8";
inline constexpr std::string_view text_type = "text/plain; charset=utf-8";
inline constexpr std::string_view events_type = "text/event-stream";
inline constexpr std::string_view metrics_type = "text/plain; version=0.0.4; charset=utf-8";

// Names of headers compare without regard to case (ASCII).
bool same_name(std::string_view a, std::string_view b) noexcept;

struct Header {
  std::string_view name;
  std::string_view value;  // without surrounding blanks
};

// What a client sent. The views point into the connection's buffer: they hold until the handler's
// reply, no longer.
struct Request {
  std::string_view method;  // as sent; a HEAD comes as GET with `head` set
  std::string_view target;  // path and query, still encoded: "/a%20b?q=1"
  std::vector<Header> headers;
  std::string body;
  std::string_view peer;  // the address without port, "192.0.2.1", or "unix"
  IpAddress address;      // the same
  bool head = false;      // the server drops the body of the reply
  bool tls = false;       // over TLS that ended here: cookies may be Secure
  bool local = false;     // over a Unix socket or the loopback interface

  std::string_view path() const noexcept { return target.substr(0, target.find('?')); }
  std::string_view query() const noexcept;  // after the '?'; empty when there is none
  // The first header of that name.
  std::optional<std::string_view> header(std::string_view name) const noexcept;
};

// Header lines in one string, owned: "Name: value\r\n"…
class HeaderLines {
 public:
  // Throws Error{internal} when name or value would break the line (CR, LF, NUL).
  void add(std::string_view name, std::string_view value);
  // Lines that the program itself made, each with its CRLF: they are not looked at again.
  void add_lines(std::string_view lines) { text_.append(lines); }
  void reserve(std::size_t bytes) { text_.reserve(bytes); }
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }
  void clear() noexcept { text_.clear(); }

  // For whoever received the lines from a peer and has checked them.
  static HeaderLines received(std::string text);

 private:
  std::string text_;
};

// What a server answers. The server itself adds Content-Length or Transfer-Encoding, Date and
// Connection.
struct Response {
  int status = 200;
  std::string body;
  // Of static storage. Sent only with a body. In a response that a client received: one of the
  // types above, or empty for any other (then see headers).
  std::string_view content_type = json_type;
  HeaderLines headers;  // the others; in a received response: all
  // Makes the body while it is sent (stream.h); `body` is empty then.
  std::shared_ptr<Stream> stream = {};
};

// "Not Found" for 404; "Unknown" for numbers nobody registered.
std::string_view reason(int status) noexcept;

}  // namespace http
