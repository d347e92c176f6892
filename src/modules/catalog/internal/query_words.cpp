#include "internal/query_words.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "catalog/messages.h"

namespace catalog {

namespace {

struct Letter {
  char32_t code = 0;
  std::size_t bytes = 1;
};

constexpr char32_t not_a_letter = 0xFFFD;

// The code point at the front of a text that is not empty.
Letter front(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t bytes = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : byte(0) >= 0xC2 ? 2 : 0;
  if (bytes == 0 || byte(0) > 0xF4 || text.size() < bytes) return {not_a_letter, 1};
  char32_t code = byte(0) & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {not_a_letter, 1};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  return code <= 0x10FFFF ? Letter{code, bytes} : Letter{not_a_letter, 1};
}

struct Range {
  char32_t first, last;
};

// Beyond ASCII, the blocks that hold no letters. What slips through costs nothing: the engine
// splits words by itself, too.
constexpr std::array separators{
    Range{0x80, 0xA9},     Range{0xAB, 0xB1},       Range{0xB4, 0xB4},       Range{0xB6, 0xB8},
    Range{0xBB, 0xBB},     Range{0xBF, 0xBF},       Range{0xD7, 0xD7},       Range{0xF7, 0xF7},
    Range{0x2000, 0x206F}, Range{0x20A0, 0x20CF},   Range{0x2190, 0x245F},   Range{0x2500, 0x2BFF},
    Range{0x2E00, 0x2E7F}, Range{0x3000, 0x3004},   Range{0x3008, 0x3020},   Range{0xFE00, 0xFE0F},
    Range{0xFFF0, 0xFFFF}, Range{0x1F000, 0x1FAFF}, Range{0xE0000, 0xE0FFF},
};

bool is_letter(char32_t code) {
  if (code < 0x80)
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z');
  return std::none_of(separators.begin(), separators.end(),
                      [&](const Range& r) { return code >= r.first && code <= r.last; });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out += '"';
}

}  // namespace

std::vector<std::string> query_words(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  while (!text.empty()) {
    const auto letter = front(text);
    if (is_letter(letter.code)) {
      if (!inside) words.emplace_back();
      words.back().append(text.substr(0, letter.bytes));
    }
    inside = is_letter(letter.code);
    text.remove_prefix(letter.bytes);
  }
  return words;
}

std::size_t letters(std::string_view word) {
  std::size_t count = 0;
  while (!word.empty()) {
    const auto letter = front(word);
    if (letter.code < 0x300 || letter.code > 0x36F) ++count;
    word.remove_prefix(letter.bytes);
  }
  return count;
}

std::string match_expression(const std::vector<std::string>& words,
                             const std::optional<std::string>& category) {
  std::string expression;
  if (category && !query_words(*category).empty())
    expression = "{category} : " + quoted(*category) + " ";
  for (const auto& word : words) expression += quoted(word) + " ";
  if (!words.empty() && letters(words.back()) >= query_prefix_min) expression.back() = '*';
  return expression;
}

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

}  // namespace catalog
