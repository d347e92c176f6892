// kernel: base64url without padding (RFC 4648 §5), for cursors, tokens and JWTs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kernel {

std::string base64url(std::string_view bytes);

// Nothing for padding, foreign letters, or bits left over.
std::optional<std::string> parse_base64url(std::string_view text);

}  // namespace kernel
