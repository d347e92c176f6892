// commands/input: a csv file whose first row names its columns. Columns may stand in any order and
// others may stand between them; names are compared without case and surrounding blanks.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/input/csv.h"

namespace commands {

class CsvTable {
 public:
  // `needed` names the columns that `field` answers for. `input` and `refusals` outlive the table.
  // Throws Error{invalid_argument}, which says what was found and what is needed, when the header
  // is absent or malformed, lacks a needed column or names one twice.
  CsvTable(std::istream& input, std::span<const std::string_view> needed, Refusals& refusals);

  // The next well-formed row; malformed ones become refusals. False at the end.
  bool next() { return reader_.next(row_); }

  // Of the row that `next` gave: the field of the column needed[index], as it stands in the file.
  const std::string& field(std::size_t index) const { return row_.fields[columns_[index]]; }
  std::int64_t line() const noexcept { return row_.line; }
  const std::string& text() const noexcept { return row_.text; }

  // Refuses the row that `next` gave.
  void refuse(std::string reason) {
    refusals_.push_back({row_.line, std::move(reason), row_.text});
  }

  // Rows met so far below the header, refused ones included.
  std::int64_t rows() const noexcept { return reader_.rows() - 1; }

 private:
  Refusals& refusals_;
  CsvReader reader_;
  CsvRow row_;
  std::vector<std::size_t> columns_;  // where needed[i] stands in a row
};

}  // namespace commands
