// fuzz: HTTP/1.1 read a second time, by what RFC 9112 says in its strictest reading and without a
// thought for speed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fuzz {

std::string lower(std::string_view text);

struct Head {
  std::string start;  // the first line
  std::vector<std::pair<std::string, std::string>> headers;

  // By lower-case name.
  std::vector<std::string> all(std::string_view name) const;
  std::size_t count(std::string_view name) const { return all(name).size(); }
};

// The whole of a head, with the empty line at its end. None when a line does not end with CRLF, a
// first line does not have three parts, a name is no token or is apart from its colon, a line is
// folded, or a control character stands in it.
std::optional<Head> parse_head(std::string_view text);

// What the chunks hold, `text` being all of them with the trailers; none when they are malformed.
std::optional<std::string> decode_chunked(std::string_view text);

}  // namespace fuzz
