// catalog: what a customer typed, made safe for the search engine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// The words of a text: runs of letters and digits. Punctuation, symbols, emoji and bytes that are
// no UTF-8 separate words.
std::vector<std::string> query_words(std::string_view text);

// The letters of a word as a reader counts them: an accent of its own is none.
std::size_t letters(std::string_view word);

// An FTS5 expression that matches what contains all `words`, the last one as a prefix if it is long
// enough, in `category` if one is given (a superset of it: compare the column too). Every word is
// quoted, so nothing in it is syntax.
std::string match_expression(const std::vector<std::string>& words,
                             const std::optional<std::string>& category);

bool is_blank(std::string_view text) noexcept;

}  // namespace catalog
