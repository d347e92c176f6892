// commands/input: a streaming reader of RFC 4180 csv.
// LF and CRLF end a row; a byte order mark and empty lines are skipped; a quoted field may hold
// commas, doubled quotes and line ends. The first row says how many fields every row has.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "commands/input/refusal.h"

namespace commands {

struct CsvLimits {
  std::size_t field_bytes = 64 * 1024;
  std::size_t row_bytes = 256 * 1024;
};

struct CsvRow {
  std::int64_t line = 0;  // 1-based line on which the row starts
  std::vector<std::string> fields;
  std::string text;  // its beginning as it stands in the file, for a refusal
};

// Both streams of the outcome, rows and refusals, are in the order of the file. A malformed row
// (quotes astray, a lone carriage return, NUL, invalid UTF-8, too long, another number of fields)
// is refused and reading goes on: after the row where its end is known, else with the line after
// the one it starts on, so that one lost quote costs one line and not the rest of the file.
class CsvReader {
 public:
  // `input` and `refusals` outlive the reader.
  explicit CsvReader(std::istream& input, Refusals& refusals, CsvLimits limits = {});

  // The next well-formed row into `row`; false at the end of the input.
  // Throws Error{unavailable} when the input itself cannot be read.
  bool next(CsvRow& row);

  // Rows met so far, refused ones included.
  std::int64_t rows() const noexcept { return rows_; }

 private:
  // A byte of the row that starts at start_, or end_of_input.
  int at(std::size_t offset);
  bool fill();
  bool at_line_end(std::size_t offset);
  void skip_empty_lines();
  void skip_line();

  // These leave offset_ behind what they read, or refuse the row and answer false.
  bool scan_row(std::vector<std::string>& fields);
  bool scan_quoted(std::string& field);
  bool scan_plain(std::string& field);
  bool accept(const CsvRow& row);
  bool fits(const std::string& field) const;
  bool fail(std::string reason);
  void consume_row();

  std::istream& input_;
  Refusals& refusals_;
  const CsvLimits limits_;

  std::string buffer_;
  std::size_t start_ = 0;   // of the row in work, in buffer_
  std::size_t offset_ = 0;  // of the scan, from start_
  std::int64_t line_ = 1;   // of start_
  std::int64_t rows_ = 0;
  std::size_t field_ = 0;    // in work, 1-based
  std::size_t columns_ = 0;  // 0 until the first row is accepted
};

}  // namespace commands
