// http: the small grammars of HTTP: percent-encoding, queries, media types.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

// Decodes %XX. False, with `out` unspecified, when a % is not followed by two hex digits or the
// result is not valid UTF-8 or holds a control character.
bool percent_decode(std::string_view text, std::string& out);

// Encodes everything but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);

// RFC 9110's token, such as a header's name.
bool is_token(std::string_view text) noexcept;

bool is_utf8(std::string_view text) noexcept;

// name=value&name=value in the order given; '+' is a blank. Throws Error{invalid_argument} for
// wrong encodings.
using QueryFields = std::vector<std::pair<std::string, std::string>>;
QueryFields parse_query(std::string_view query);

// "application/json; charset=utf-8", lower-cased; nullopt when it is no media type.
struct MediaType {
  std::string type;     // "application/json"
  std::string charset;  // "utf-8"; empty: none given
};
std::optional<MediaType> parse_media_type(std::string_view text);

// True for application/json in UTF-8 (named or not).
bool is_json(std::string_view content_type);

}  // namespace http
