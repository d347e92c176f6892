#include "commands/input/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/input/text.h"
#include "kernel/error.h"

namespace commands {
namespace {

constexpr int end_of_input = -1;
constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::size_t excerpt_bytes = 200;

}  // namespace

CsvReader::CsvReader(std::istream& input, Refusals& refusals, CsvLimits limits)
    : input_(input), refusals_(refusals), limits_(limits) {
  if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) start_ += 3;
}

bool CsvReader::next(CsvRow& row) {
  for (;;) {
    skip_empty_lines();
    if (at(0) == end_of_input) return false;
    ++rows_;
    row.line = line_;
    if (!scan_row(row.fields)) {
      skip_line();
      continue;
    }
    const bool accepted = accept(row);
    if (accepted)
      row.text = excerpt(std::string_view(buffer_).substr(start_, offset_), excerpt_bytes);
    consume_row();
    if (accepted) return true;
  }
}

int CsvReader::at(std::size_t offset) {
  while (start_ + offset >= buffer_.size()) {
    if (!fill()) return end_of_input;
  }
  return static_cast<unsigned char>(buffer_[start_ + offset]);
}

bool CsvReader::fill() {
  if (start_ >= chunk_bytes) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + chunk_bytes);
  input_.read(buffer_.data() + before, static_cast<std::streamsize>(chunk_bytes));
  const auto got = static_cast<std::size_t>(input_.gcount());
  buffer_.resize(before + got);
  if (input_.bad()) throw kernel::Error(kernel::Code::unavailable, "the file cannot be read");
  return got > 0;
}

bool CsvReader::at_line_end(std::size_t offset) {
  const int c = at(offset);
  if (c != '\r') return c == '\n' || c == end_of_input;
  const int after = at(offset + 1);
  return after == '\n' || after == end_of_input;
}

void CsvReader::skip_empty_lines() {
  while (at(0) != end_of_input && at_line_end(0)) skip_line();
}

void CsvReader::skip_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', start_);
    if (end != std::string::npos) {
      start_ = end + 1;
      ++line_;
      return;
    }
    start_ = buffer_.size();
    if (!fill()) return;
  }
}

bool CsvReader::scan_row(std::vector<std::string>& fields) {
  fields.clear();
  offset_ = 0;
  field_ = 0;
  for (;;) {
    ++field_;
    std::string& field = fields.emplace_back();
    if (!(at(offset_) == '"' ? scan_quoted(field) : scan_plain(field))) return false;
    if (at(offset_) != ',') break;
    if (++offset_ >= limits_.row_bytes) {
      return fail(fmt::format("longer than {} bytes", limits_.row_bytes));
    }
  }
  if (at(offset_) == '\r') ++offset_;
  if (at(offset_) == '\n') ++offset_;
  return true;
}

bool CsvReader::scan_quoted(std::string& field) {
  for (++offset_;; ++offset_) {
    const int c = at(offset_);
    if (c == end_of_input) return fail(fmt::format("field {}: its quote is never closed", field_));
    if (c == 0) return fail(fmt::format("field {}: a NUL byte", field_));
    if (c == '"' && at(offset_ + 1) != '"') break;
    if (c == '"') ++offset_;
    field += static_cast<char>(c);
    if (!fits(field)) {
      return fail(
          fmt::format("field {}: its quote is not closed within {} bytes", field_, offset_));
    }
  }
  ++offset_;
  if (at(offset_) == ',' || at_line_end(offset_)) return true;
  return fail(fmt::format("field {}: text after its closing quote", field_));
}

bool CsvReader::scan_plain(std::string& field) {
  for (;; ++offset_) {
    if (at(offset_) == ',' || at_line_end(offset_)) return true;
    const int c = at(offset_);
    if (c == '"') return fail(fmt::format("field {}: a quote inside an unquoted field", field_));
    if (c == '\r') return fail(fmt::format("field {}: a carriage return in the middle", field_));
    if (c == 0) return fail(fmt::format("field {}: a NUL byte", field_));
    field += static_cast<char>(c);
    if (!fits(field))
      return fail(fmt::format("field {}: longer than {} bytes", field_, field.size() - 1));
  }
}

bool CsvReader::fits(const std::string& field) const {
  return field.size() <= limits_.field_bytes && offset_ < limits_.row_bytes;
}

bool CsvReader::fail(std::string reason) {
  const auto beginning = std::string_view(buffer_).substr(start_, excerpt_bytes);
  refusals_.push_back({line_, std::move(reason), excerpt(beginning, excerpt_bytes)});
  return false;
}

bool CsvReader::accept(const CsvRow& row) {
  if (!is_utf8(std::string_view(buffer_).substr(start_, offset_))) return fail("not valid UTF-8");
  if (columns_ == 0) columns_ = row.fields.size();
  if (row.fields.size() == columns_) return true;
  return fail(fmt::format("{} fields instead of {}", row.fields.size(), columns_));
}

void CsvReader::consume_row() {
  const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(start_);
  line_ += std::count(begin, begin + static_cast<std::ptrdiff_t>(offset_), '\n');
  start_ += offset_;
}

}  // namespace commands
