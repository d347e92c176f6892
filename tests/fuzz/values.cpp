// One text as each of the small values that come from outside: cursors, ids, times, amounts, trace
// contexts. What is accepted is written as the same text.
#include <algorithm>

#include "commands/input/decimal.h"
#include "internal/cursor.h"
#include "kernel/base64.h"
#include "kernel/context.h"
#include "kernel/money.h"
#include "kernel/time_cursor.h"
#include "support/fuzz.h"
#include "support/http_oracle.h"

namespace {

using fuzz::require;

void check_time_cursor(std::string_view text) {
  const std::string sent(text);
  fuzz::succeeds([&] {
    const auto cursor = kernel::parse_cursor(sent, "fuzz");
    require(kernel::to_cursor(cursor, "fuzz") == text, "two cursors of one place", text);
  });
  // The same with the bytes that a cursor stands for.
  fuzz::succeeds([&] { kernel::parse_cursor(kernel::base64url(sent + "fuzz"), "fuzz"); });
}

// The first line asks; the rest is the cursor, or what it stands for behind the mark.
void check_product_cursor(std::string_view text) {
  catalog::FindProducts query;
  query.q = fuzz::take_line(text);
  query.sort = static_cast<catalog::Sort>(query.q->size() % 4);
  query.cursor = text;
  fuzz::succeeds([&] {
    const auto cursor = catalog::read_cursor(query);
    require(catalog::write_cursor(query, cursor) == text, "two cursors of one place", text);
  });
  const auto mark = kernel::parse_base64url(catalog::write_cursor(query, {})).value().substr(0, 16);
  query.cursor = kernel::base64url(mark + std::string(text));
  const bool read = fuzz::succeeds([&] {
    const auto cursor = catalog::read_cursor(query);
    require(catalog::write_cursor(query, cursor) == query.cursor, "two cursors of one place", text);
  });
  require(read == (text.size() >= 16), "a cursor of another length", text);
}

void check_amounts(std::string_view text) {
  for (const int digits : {0, 2, 3}) {
    const auto exact = commands::parse_minor_units(text, digits, commands::Rounding::none);
    const auto rounded = commands::parse_minor_units(text, digits, commands::Rounding::half_up);
    require(!exact || exact == rounded, "rounding changes what is exact", text);
    const auto amount = rounded.value_or(0);
    require(amount <= kernel::amount_max && amount >= -kernel::amount_max, "too large", text);
    if (rounded) kernel::to_display({amount, *kernel::Currency::parse("KWD")});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  check_time_cursor(text);
  check_product_cursor(text);
  check_amounts(text);
  if (const auto bytes = kernel::parse_base64url(text))
    require(kernel::base64url(*bytes) == text, "two texts of the same bytes", text);
  if (const auto id = kernel::parse_uuid(text))
    require(kernel::to_text(*id) == fuzz::lower(text), "another id", text);
  if (const auto time = kernel::parse_time(text))
    require(kernel::to_text(*time) == text, "another time", text);
  if (const auto currency = kernel::Currency::parse(text))
    require(currency->text() == text, "another currency", text);
  if (const auto trace = kernel::parse_traceparent(text))
    require(kernel::parse_traceparent(kernel::to_traceparent(*trace)) == trace, "another trace",
            text);
  return 0;
}
