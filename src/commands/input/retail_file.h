// commands/input: the Online-Retail format, one line of an invoice per row. docs/data.md has the
// rules; what is a product and what is an order is decided by the readers on top of this one.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

#include "commands/input/csv_table.h"
#include "kernel/money.h"
#include "kernel/time.h"

namespace commands {

struct RetailLine {
  std::string invoice;        // 1..64 bytes
  std::string stock_code;     // 1..64 bytes, as written: case counts
  std::string description;    // trimmed, one line of at most 200 bytes; may be empty
  std::int64_t quantity = 0;  // ±1,000,000,000
  kernel::Money price;        // GBP, of one piece, rounded half up; ±£1,000,000
  std::string customer_id;    // as written, at most 64 bytes; empty: a guest
  std::optional<kernel::WallTime> recorded_at;  // none where the date is not YYYY-MM-DD HH:MM:SS
  std::int64_t line = 0;                        // of the file, 1-based
  std::string text;                             // the row's beginning, for a refusal

  // Not cancelled (C…), not an adjustment (A…), something sold, for at least a penny.
  bool is_sale() const noexcept;
};

class RetailFile {
 public:
  // `input` and `refusals` outlive this. Throws Error{invalid_argument} on a wrong header.
  RetailFile(std::istream& input, Refusals& refusals);

  // The next well-formed row, sale or not; malformed ones become refusals. False at the end.
  bool next(RetailLine& line);

  // Rows met so far below the header, refused ones included.
  std::int64_t rows() const noexcept { return table_.rows(); }

 private:
  std::string read_row(RetailLine& line) const;

  CsvTable table_;
};

}  // namespace commands
