// kernel: money. Integer minor units and an ISO 4217 code; arithmetic that cannot overflow or mix
// currencies silently.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kernel {

// Three upper-case letters.
struct Currency {
  std::array<char, 3> letters{'G', 'B', 'P'};
  auto operator<=>(const Currency&) const = default;
  std::string_view text() const noexcept { return {letters.data(), letters.size()}; }
  static std::optional<Currency> parse(std::string_view text) noexcept;
  int minor_digits() const noexcept;  // 2 for GBP, 0 for JPY, 3 for KWD
};

struct Money {
  std::int64_t amount = 0;  // minor units; may be negative only in differences
  Currency currency;
  bool operator==(const Money&) const = default;
};

inline constexpr std::int64_t amount_max = 1'000'000'000'000'000;  // 10^15 minor units

// All throw Error{invalid_argument} on overflow beyond ±amount_max or on two currencies.
Money operator+(const Money& a, const Money& b);
Money operator-(const Money& a, const Money& b);
Money operator*(const Money& price, std::int64_t quantity);

// "£187,375.29" for GBP, USD, EUR; "187,375.29 CHF" otherwise.
std::string to_display(const Money& money);

}  // namespace kernel
