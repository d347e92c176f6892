#include "http/negotiate.h"

#include <algorithm>

#include "http/message.h"

namespace http {

namespace {

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Cuts the part before the first `separator` off `rest`.
std::string_view take_first(std::string_view& rest, char separator) noexcept {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

// "0", "0.", "0.000": the weight that means "not this".
bool is_zero(std::string_view weight) noexcept {
  return weight.starts_with('0') && weight.find_first_of("123456789") == std::string_view::npos;
}

struct Choice {
  std::string_view what;  // "text/html", "gzip", "*"
  bool refused = false;   // q=0
};

// One element of a list with weights: "text/html;level=1;q=0.5".
Choice choice_of(std::string_view element) noexcept {
  Choice choice{take_first(element, ';')};
  while (!element.empty()) {
    auto value = take_first(element, ';');
    const auto name = take_first(value, '=');
    if (same_name(name, "q")) choice.refused = is_zero(trimmed(value));
  }
  return choice;
}

// How narrowly `range` describes `media`: 3 the same, 2 of its type, 1 any; 0 not at all.
int closeness(std::string_view range, std::string_view media) noexcept {
  if (same_name(range, media)) return 3;
  if (range == "*/*") return 1;
  const auto slash = media.find('/');
  const bool of_type = range.ends_with("/*") && range.size() == slash + 2 &&
                       same_name(range.substr(0, slash), media.substr(0, slash));
  return of_type ? 2 : 0;
}

}  // namespace

bool accepts_media(std::string_view accept, std::string_view media) noexcept {
  media = trimmed(media.substr(0, media.find(';')));
  if (accept == media || accept == "*/*") return true;
  bool readable = false;
  int closest = 0;
  bool accepted = false;
  while (!accept.empty()) {
    const auto choice = choice_of(take_first(accept, ','));
    if (choice.what.find('/') == std::string_view::npos) continue;
    readable = true;
    const int close = closeness(choice.what, media);
    if (close <= closest) continue;
    closest = close;
    accepted = !choice.refused;
  }
  return accepted || !readable;
}

bool accepts_gzip(std::string_view accept_encoding) noexcept {
  bool any = false;
  while (!accept_encoding.empty()) {
    const auto choice = choice_of(take_first(accept_encoding, ','));
    if (same_name(choice.what, "gzip") || same_name(choice.what, "x-gzip")) return !choice.refused;
    if (choice.what == "*") any = !choice.refused;
  }
  return any;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) noexcept {
  if (trimmed(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    auto known = take_first(if_none_match, ',');  // our own tags hold no comma
    if (known.starts_with("W/")) known.remove_prefix(2);
    if (known == tag) return true;
  }
  return false;
}

}  // namespace http
