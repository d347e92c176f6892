// kernel: the two kinds of time. Both come from the Runtime only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kernel {

using namespace std::chrono_literals;

// Monotonic time and durations on it, nanoseconds.
using Ticks = std::chrono::nanoseconds;

// Wall time, milliseconds since 1970-01-01T00:00:00Z.
struct WallTime {
  std::int64_t ms = 0;
  auto operator<=>(const WallTime&) const = default;
};
inline WallTime operator+(WallTime t, Ticks d) {
  return {t.ms + std::chrono::duration_cast<std::chrono::milliseconds>(d).count()};
}
inline WallTime operator-(WallTime t, Ticks d) { return t + (-d); }
inline Ticks operator-(WallTime a, WallTime b) { return std::chrono::milliseconds(a.ms - b.ms); }

// RFC 3339 UTC with milliseconds: 2026-11-22T03:11:00.000Z.
std::string to_text(WallTime time);
std::optional<WallTime> parse_time(std::string_view text) noexcept;

}  // namespace kernel
