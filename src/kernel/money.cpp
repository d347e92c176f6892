#include "kernel/money.h"

#include <fmt/format.h>

#include <cstdlib>

#include "kernel/error.h"

namespace kernel {

namespace {

Money checked(std::int64_t amount, const Currency& currency) {
  if (amount > amount_max || amount < -amount_max)
    throw Error(Code::invalid_argument, "the amount is too large");
  return {amount, currency};
}

void same_currency(const Money& a, const Money& b) {
  if (a.currency != b.currency)
    throw Error(Code::invalid_argument,
                fmt::format("{} and {} do not add up", a.currency.text(), b.currency.text()));
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view text) noexcept {
  if (text.size() != 3) return std::nullopt;
  Currency currency;
  for (std::size_t i = 0; i < 3; ++i) {
    if (text[i] < 'A' || text[i] > 'Z') return std::nullopt;
    currency.letters[i] = text[i];
  }
  return currency;
}

// ISO 4217: those that differ from two.
int Currency::minor_digits() const noexcept {
  for (const std::string_view none : {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                      "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"})
    if (text() == none) return 0;
  for (const std::string_view three : {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
    if (text() == three) return 3;
  return 2;
}

Money operator+(const Money& a, const Money& b) {
  same_currency(a, b);
  return checked(a.amount + b.amount, a.currency);  // both within 10^15: no overflow
}

Money operator-(const Money& a, const Money& b) {
  same_currency(a, b);
  return checked(a.amount - b.amount, a.currency);
}

Money operator*(const Money& price, std::int64_t quantity) {
  std::int64_t amount = 0;
  if (__builtin_mul_overflow(price.amount, quantity, &amount))
    throw Error(Code::invalid_argument, "the amount is too large");
  return checked(amount, price.currency);
}

std::string to_display(const Money& money) {
  const int digits = money.currency.minor_digits();
  std::int64_t unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const std::int64_t absolute = std::abs(money.amount);
  std::string major = fmt::format("{}", absolute / unit);
  for (auto at = static_cast<std::ptrdiff_t>(major.size()) - 3; at > 0; at -= 3)
    major.insert(static_cast<std::size_t>(at), 1, ',');
  std::string text = digits == 0 ? major : fmt::format("{}.{:0{}}", major, absolute % unit, digits);
  const std::string_view code = money.currency.text();
  const std::string_view sign = money.amount < 0 ? "-" : "";
  if (code == "GBP") return fmt::format("{}£{}", sign, text);
  if (code == "USD") return fmt::format("{}${}", sign, text);
  if (code == "EUR") return fmt::format("{}€{}", sign, text);
  return fmt::format("{}{} {}", sign, text, code);
}

}  // namespace kernel
