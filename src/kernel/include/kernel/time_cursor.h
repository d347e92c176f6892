// kernel: where the next page of a list begins that is sorted by time and id, newest first.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/id.h"
#include "kernel/time.h"

namespace kernel {

// The page holds what comes after this row: WHERE (created_at, id) < (?, ?) ORDER BY created_at
// DESC, id DESC. The default comes before every row: the first page.
struct TimeCursor {
  WallTime time{std::numeric_limits<std::int64_t>::max()};
  Uuid id;
  bool operator==(const TimeCursor&) const = default;
};

// `list` names the list; a cursor of another one is refused.
std::string to_cursor(const TimeCursor& cursor, std::string_view list);

// The first page for nothing. Throws invalid_argument with the pointer /cursor for anything that
// to_cursor did not make for this list.
TimeCursor parse_cursor(const std::optional<std::string>& text, std::string_view list);

}  // namespace kernel
