// commands/input: small questions about text that came from a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commands {

// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

// Without the spaces, tabs and line ends around it.
std::string_view trimmed(std::string_view text) noexcept;

// ASCII letters only are folded.
bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

// ASCII's: below the space, and DEL.
bool has_control_characters(std::string_view text) noexcept;

// The first line of `text`, cut at a character to at most `bytes_max` bytes (at least 4), valid
// UTF-8 without control characters: what could not be shown is a question mark.
std::string excerpt(std::string_view text, std::size_t bytes_max);

// An optional minus and digits, nothing else; none if it does not fit 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

}  // namespace commands
