// auth: which texts are e-mail addresses, and when two are the same.
#pragma once

#include <string>
#include <string_view>

namespace auth {

// An address that mail can be sent to: an RFC 5321 dot-atom of at most 64 bytes, @, a host name;
// ASCII only. Quoted local parts, address literals and comments are refused.
bool is_email(std::string_view text) noexcept;

// What accounts are compared by: lower case.
std::string address_of(std::string_view email);

// A name that a person can have: some letter of it visible, no control characters.
bool is_name(std::string_view text) noexcept;

}  // namespace auth
