#include "http_oracle.h"

#include <algorithm>

namespace fuzz {

namespace {

bool is_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

// Cuts a line that ends with CRLF off `rest`; none when there is none or it holds a control
// character.
std::optional<std::string_view> take_crlf_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return is_text(line) ? std::optional(line) : std::nullopt;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

// "GET /x HTTP/1.1" or "HTTP/1.1 200 Fine": no blank too many, no part missing.
bool is_start(std::string_view line) {
  const auto first = line.find(' ');
  if (first == std::string_view::npos) return false;
  const auto second = line.find(' ', first + 1);
  if (line.starts_with("HTTP/"))
    return second == first + 4 || (second == std::string_view::npos && line.size() == first + 4);
  return second != std::string_view::npos && second > first + 1 &&
         is_token(line.substr(0, first)) &&
         line.find_first_of(" \t", second + 1) == std::string_view::npos;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string> Head::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [known, value] : headers)
    if (lower(known) == name) values.push_back(value);
  return values;
}

std::optional<Head> parse_head(std::string_view text) {
  Head head;
  const auto start = take_crlf_line(text);
  if (!start || !is_start(*start)) return std::nullopt;
  head.start = *start;
  for (;;) {
    const auto line = take_crlf_line(text);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const auto colon = line->find(':');
    if (colon == std::string_view::npos || !is_token(line->substr(0, colon))) return std::nullopt;
    head.headers.emplace_back(line->substr(0, colon), trimmed(line->substr(colon + 1)));
  }
  return text.empty() ? std::optional(std::move(head)) : std::nullopt;
}

std::optional<std::string> decode_chunked(std::string_view text) {
  static const std::string_view digits = "0123456789abcdef";
  std::string body;
  for (;;) {
    const auto line = take_crlf_line(text);
    if (!line) return std::nullopt;
    const auto size_text = line->substr(0, line->find(';'));
    std::size_t size = 0;
    if (size_text.empty()) return std::nullopt;
    for (const char c : lower(size_text)) {
      const auto digit = digits.find(c);
      if (digit == std::string_view::npos || size > text.size()) return std::nullopt;
      size = size * 16 + digit;
    }
    if (size == 0) break;
    if (text.size() < size + 2 || text.substr(size, 2) != "\r\n") return std::nullopt;
    body.append(text.substr(0, size));
    text.remove_prefix(size + 2);
  }
  for (;;) {
    const auto line = take_crlf_line(text);
    if (!line) return std::nullopt;
    if (line->empty()) break;
  }
  return text.empty() ? std::optional(std::move(body)) : std::nullopt;
}

}  // namespace fuzz
