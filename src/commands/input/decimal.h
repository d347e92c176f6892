// commands/input: prices as they are written in files, read exactly. No floating point: 2.675 is
// 268 pence when rounded half up, which a double would make 267.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace commands {

enum class Rounding {
  none,     // more decimals than the currency has are not a price (zeros at the end are)
  half_up,  // to the nearest minor unit, halves away from zero
};

// The minor units that `text`, in major units, stands for: "2.55" with 2 digits is 255.
// `text` is an optional minus, digits, and optionally a point and digits; no sign for plus, no
// thousands separators, no exponent. None if it is not that, or beyond ±kernel::amount_max.
std::optional<std::int64_t> parse_minor_units(std::string_view text, int minor_digits,
                                              Rounding rounding) noexcept;

}  // namespace commands
