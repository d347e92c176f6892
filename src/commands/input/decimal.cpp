#include "commands/input/decimal.h"

#include <algorithm>

#include "kernel/money.h"

namespace commands {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

}  // namespace

std::optional<std::int64_t> parse_minor_units(std::string_view text, int minor_digits,
                                              Rounding rounding) noexcept {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const bool has_fraction = point != std::string_view::npos;
  const std::string_view fraction = has_fraction ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  if (has_fraction && fraction.empty()) return std::nullopt;

  std::int64_t units = 0;
  const auto append = [&units](char digit) {
    units = units * 10 + (digit - '0');
    return units <= kernel::amount_max;
  };
  const auto kept = static_cast<std::size_t>(minor_digits);
  for (const char digit : whole) {
    if (!append(digit)) return std::nullopt;
  }
  for (std::size_t i = 0; i < kept; ++i) {
    if (!append(i < fraction.size() ? fraction[i] : '0')) return std::nullopt;
  }
  const std::string_view rest = fraction.substr(std::min(kept, fraction.size()));
  const bool exact = std::all_of(rest.begin(), rest.end(), [](char c) { return c == '0'; });
  if (!exact && rounding == Rounding::none) return std::nullopt;
  if (!exact && rest.front() >= '5') ++units;
  if (units > kernel::amount_max) return std::nullopt;
  return negative ? -units : units;
}

}  // namespace commands
