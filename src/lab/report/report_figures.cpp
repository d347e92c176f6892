#include "lab/report/report_figures.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace lab {
namespace {

constexpr std::string_view minus = "−";
constexpr std::string_view unknown = "–";

std::string positive(double value, int digits) {
  if (value == 0) return "0";
  const int whole = static_cast<int>(std::floor(std::log10(value))) + 1;
  const int places = std::clamp(digits - whole - (whole < 0 ? 1 : 0), 0, 6);
  auto text = fmt::format("{:.{}f}", value, places);
  const auto point = std::min(text.find('.'), text.size());
  for (auto at = point; at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

}  // namespace

std::string figure(double value, int digits) {
  if (!std::isfinite(value)) return std::string(unknown);
  if (value < 0) return std::string(minus) + positive(-value, digits);
  return positive(value, digits);
}

std::string signed_figure(double value, int digits) {
  return value > 0 && std::isfinite(value) ? "+" + figure(value, digits) : figure(value, digits);
}

std::string grouped(std::int64_t number) {
  auto digits = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (auto at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string percent(double value) {
  if (value > 0 && value < 0.1) return "< 0.1 %";
  if (value > 99.9 && value < 100) return "> 99.9 %";
  return figure(value, 2) + " %";
}

std::string seconds_of(double seconds) { return fmt::format("{:.1f} s", seconds); }

std::string unit_text(std::string_view unit) {
  const bool joins = unit.empty() || unit.front() == '/';
  return (joins ? "" : " ") + std::string(unit);
}

std::string value_of(const Interval& interval, std::string_view unit, int digits) {
  if (!known(interval)) return "not measured";
  return figure(interval.median, digits) + unit_text(unit);
}

std::string with_bounds(const Interval& interval, int digits) {
  if (!known(interval)) return "not measured";
  return fmt::format("{} ({} to {})", figure(interval.median, digits), figure(interval.low, digits),
                     figure(interval.high, digits));
}

std::string with_signed_bounds(const Interval& interval, int digits) {
  if (!known(interval)) return "not measured";
  return fmt::format("{} ({} to {})", signed_figure(interval.median, digits),
                     signed_figure(interval.low, digits), signed_figure(interval.high, digits));
}

std::string absent(const Report& report, const std::string& reason) {
  if (!reason.empty()) return reason;
  if (report.quick) return "not measured (quick)";
  return report.partial ? "not measured (interrupted)" : "not measured";
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string lower_first(std::string text) {
  const bool word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  if (word && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace lab
