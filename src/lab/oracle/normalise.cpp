#include "lab/oracle/normalise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

namespace lab {

namespace {

constexpr std::size_t token_size_min = 32;
constexpr std::size_t uuid_size = 36;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_token_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

std::size_t digits_at(std::string_view text, std::size_t begin) noexcept {
  std::size_t end = begin;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - begin;
}

// Whether `text` begins like `form`, in which 0 stands for any digit.
bool has_form(std::string_view text, std::string_view form) noexcept {
  return text.size() >= form.size() &&
         std::ranges::equal(form, text.substr(0, form.size()), [](char wanted, char given) {
           return wanted == '0' ? is_digit(given) : wanted == given;
         });
}

// The length of the time that `text` begins with, to the minute at least; 0: none.
std::size_t time_size(std::string_view text) noexcept {
  constexpr std::string_view to_minute = "0000-00-00T00:00";
  if (!has_form(text, to_minute)) return 0;
  std::size_t size = to_minute.size();
  if (!has_form(text.substr(size), ":00")) return size;
  size += 3;
  if (text.substr(size).starts_with('.')) size += 1 + digits_at(text, size + 1);
  if (text.substr(size).starts_with('Z')) ++size;
  return size;
}

// The length of the shop's own address that `text` begins with; 0: none.
std::size_t address_size(std::string_view text) noexcept {
  for (const std::string_view host : {"http://127.0.0.1:", "http://localhost:"}) {
    if (!text.starts_with(host)) continue;
    const std::size_t digits = digits_at(text, host.size());
    if (digits > 0) return host.size() + digits;
  }
  return 0;
}

std::string normalise_run(std::string_view run, Names& names) {
  if (run.size() == uuid_size)
    if (const auto id = kernel::parse_uuid(run)) return names.of(*id);
  return run.size() >= token_size_min ? "token" : std::string(run);
}

// Where a field's value is no text to look into.
std::string_view stand_in(std::string_view field) noexcept {
  using Pair = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Pair, 10> fields = {{{"trace_id", "trace"},
                                            {"traceparent", "trace"},
                                            {"next_cursor", "cursor"},
                                            {"cursor", "cursor"},
                                            {"access_token", "token"},
                                            {"refresh_token", "token"},
                                            {"cart_token", "token"},
                                            {"token", "token"},
                                            {"kid", "token"},
                                            {"x", "token"}}};
  const auto* const found = std::ranges::find(fields, field, &Pair::first);
  return found == fields.end() ? std::string_view() : found->second;
}

// The end of the JSON string whose opening quote lies before `begin`: its closing quote.
std::size_t closing_quote(std::string_view text, std::size_t begin) noexcept {
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i;
    }
  }
  return text.size();
}

// How long a token still holds, to the minute: a second may begin between its making and its
// reading.
std::string round_seconds(std::string_view text) {
  const std::size_t size = digits_at(text, 1);
  if (size == 0) return std::string(text);
  std::int64_t seconds = 0;
  std::from_chars(text.data() + 1, text.data() + 1 + size, seconds);
  return fmt::format(R"({}"{} minutes"{})", text.substr(0, 1), (seconds + 59) / 60,
                     text.substr(1 + size));
}

bool is_field_name(std::string_view after_quote) noexcept {
  const auto next = after_quote.find_first_not_of(" \t\r\n");
  return next != after_quote.npos && after_quote[next] == ':';
}

}  // namespace

void Names::give(const kernel::Uuid& id, std::string name) { known_.emplace(id, std::move(name)); }

std::string Names::of(const kernel::Uuid& id) {
  if (const auto found = known_.find(id); found != known_.end()) return found->second;
  if (unknown_ == Unknown::alike) return "id";
  return known_[id] = fmt::format("id-{}", ++numbered_);
}

std::string normalise_text(std::string_view text, Names& names) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    if (const auto size = time_size(rest)) {
      out += "time";
      i += size;
    } else if (const auto own = address_size(rest)) {
      out += "http://shop";
      i += own;
    } else if (is_token_char(text[i])) {
      const auto end = std::ranges::find_if_not(rest, is_token_char);
      const auto run = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
      out += normalise_run(run, names);
      i += run.size();
    } else {
      // An escaped letter is no part of the word behind it.
      const std::size_t size = text[i] == '\\' && rest.size() > 1 ? 2 : 1;
      out += rest.substr(0, size);
      i += size;
    }
  }
  return out;
}

std::string normalise_json(std::string_view body, Names& names) {
  std::string out;
  out.reserve(body.size());
  std::string_view field;
  for (std::size_t i = 0; i < body.size();) {
    const auto quote = std::min(body.find('"', i), body.size());
    const auto between = body.substr(i, quote - i);
    out +=
        field == "expires_in" && between.size() > 1 ? round_seconds(between) : std::string(between);
    if (quote == body.size()) break;
    const auto end = closing_quote(body, quote + 1);
    const auto text = body.substr(quote + 1, end - quote - 1);
    const auto after = body.substr(std::min(end + 1, body.size()));
    out += '"';
    if (is_field_name(after)) {
      field = text;
      out += text;
    } else if (const auto instead = stand_in(field); !instead.empty()) {
      out += instead;
    } else {
      out += normalise_text(text, names);
    }
    if (end < body.size()) out += '"';
    i = end + 1;
  }
  return out;
}

std::string with_sorted_items(const std::string& body) {
  boost::system::error_code failed;
  auto document = boost::json::parse(body, failed);
  if (failed || !document.is_object()) return body;
  auto* const items = document.get_object().if_contains("items");
  if (items == nullptr || !items->is_array()) return body;
  const auto meaning = [](const boost::json::value& item) {
    Names alike(Names::Unknown::alike);
    return normalise_json(boost::json::serialize(item), alike);
  };
  std::ranges::stable_sort(items->get_array(), {}, meaning);
  return boost::json::serialize(document);
}

std::string normalise_answer(const http::Response& response, Names& names, bool with_body) {
  std::string out = std::to_string(response.status);
  for (const std::string_view name :
       {"Content-Type", "Location", "Cache-Control", "WWW-Authenticate", "Allow"})
    if (const auto value = response.headers.find(name))
      out += fmt::format(" | {}: {}", name, normalise_text(*value, names));
  for (const std::string_view name : {"ETag", "Retry-After"})
    if (response.headers.find(name)) out += fmt::format(" | {}", name);
  if (!with_body || response.body.empty()) return out;
  const auto type = response.headers.find("Content-Type").value_or("");
  const bool is_json = type.find("json") != type.npos;
  return out + "\n" +
         (is_json ? normalise_json(response.body, names) : normalise_text(response.body, names));
}

}  // namespace lab
