#include "internal/email.h"

#include <algorithm>

namespace auth {

namespace {

bool is_letter_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom_char(char c) noexcept {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  return is_letter_or_digit(c) || others.find(c) != others.npos;
}

bool is_atom(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, is_atom_char);
}

bool is_label(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

template <class Part>
bool all_between_dots(std::string_view text, Part is_part) noexcept {
  for (std::size_t begin = 0;;) {
    const auto dot = text.find('.', begin);
    if (!is_part(text.substr(begin, dot - begin))) return false;
    if (dot == text.npos) return true;
    begin = dot + 1;
  }
}

}  // namespace

bool is_email(std::string_view text) noexcept {
  const auto at = text.rfind('@');
  if (at == text.npos || text.size() > 254) return false;
  const auto local = text.substr(0, at);
  const auto host = text.substr(at + 1);
  return local.size() <= 64 && all_between_dots(local, is_atom) && all_between_dots(host, is_label);
}

std::string address_of(std::string_view email) {
  std::string address(email);
  for (char& c : address)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return address;
}

bool is_name(std::string_view text) noexcept {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return std::ranges::none_of(text, is_control) &&
         std::ranges::any_of(text, [](char c) { return c != ' '; });
}

}  // namespace auth
