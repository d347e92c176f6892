#include "internal/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "kernel/error.h"

namespace notification {

namespace {

constexpr std::size_t line_max = 76;
// RFC 2047 §2: 75 characters for the whole word.
constexpr std::string_view word_begin = "=?UTF-8?Q?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t word_text_max = 75 - word_begin.size() - word_end.size();

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool goes_plain(std::string_view text) noexcept {
  static constexpr std::string_view others = " !*+-/'";  // also in a display name
  return text.size() < 60 && !text.starts_with(' ') && !text.ends_with(' ') &&
         std::ranges::all_of(
             text, [](char c) { return is_alphanumeric(c) || others.find(c) != others.npos; });
}

std::string hex(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

std::string q_encode(std::string_view character) {
  if (character == " ") return "_";
  if (character.size() == 1 && is_alphanumeric(character[0])) return std::string(character);
  std::string out;
  for (const char c : character) out += hex(c);
  return out;
}

// The bytes of the character at `begin`: words must not split one.
std::size_t character_size(std::string_view text, std::size_t begin) noexcept {
  std::size_t end = begin + 1;
  while (end < text.size() && end - begin < 4 &&
         (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    ++end;
  return end - begin;
}

std::string address_header(std::string_view name, std::string_view address) {
  if (!is_mail_address(address))
    throw kernel::Error(kernel::Code::invalid_argument, "not an address that mail can be sent to");
  return fmt::format("{} <{}>", encode_header(name), address);
}

std::string part(std::string_view boundary, std::string_view type, std::string_view body) {
  return fmt::format(
      "--{}\r\nContent-Type: {}; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
      boundary, type, quoted_printable(body));
}

}  // namespace

bool is_mail_address(std::string_view text) noexcept {
  constexpr std::string_view forbidden = "<>()[]\\,;:\" ";
  const bool clean = std::ranges::all_of(
      text, [&](char c) { return c > 0x20 && c < 0x7f && forbidden.find(c) == forbidden.npos; });
  const auto at = text.find('@');
  return clean && text.size() <= 254 && at != text.npos && at != 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == text.npos;
}

std::string encode_header(std::string_view text) {
  if (goes_plain(text)) return std::string(text);
  std::string out(word_begin);
  std::size_t used = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto size = character_size(text, begin);
    const auto encoded = q_encode(text.substr(begin, size));
    if (used + encoded.size() > word_text_max) {
      out.append(word_end).append("\r\n ").append(word_begin);
      used = 0;
    }
    out += encoded;
    used += encoded.size();
    begin += size;
  }
  return out.append(word_end);
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool line_ends = i + 1 == text.size() || text[i + 1] == '\n';
    const bool blank = c == ' ' && !line_ends;
    const bool plain = blank || (c > ' ' && c <= '~' && c != '=');
    const std::size_t size = plain ? 1 : 3;
    if (column + size > line_max - 1) {  // one column for the soft break
      out += "=\r\n";
      column = 0;
    }
    plain ? out += c : out += hex(c);
    column += size;
  }
  return out;
}

std::string mail_date(kernel::WallTime time) {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<milliseconds> point{milliseconds{time.ms}};
  const auto day = floor<std::chrono::days>(point);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(point - day)};
  return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0000", days[weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string compose(const Letter& letter) {
  // "=_" occurs in no quoted-printable body, so no part can contain the boundary.
  constexpr std::string_view boundary = "=_cleave_alternative";
  std::string out = fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: {}\r\nMIME-Version: 1.0\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "Content-Type: multipart/alternative; boundary=\"{}\"\r\n\r\n",
      mail_date(letter.date), address_header(letter.sender_name, letter.sender_address),
      address_header(letter.recipient_name, letter.recipient_address),
      encode_header(letter.subject), letter.message_id, boundary);
  out += part(boundary, "text/plain", letter.text);
  out += part(boundary, "text/html", letter.html);
  return out.append("--").append(boundary).append("--\r\n");
}

}  // namespace notification
