#include "commands/input/csv_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/input/text.h"
#include "kernel/error.h"

namespace commands {
namespace {

constexpr std::size_t names_shown_bytes = 300;

[[noreturn]] void refuse_header(const std::string& fault, const CsvRow& header,
                                std::span<const std::string_view> needed) {
  const std::string found = fmt::format("{}", fmt::join(header.fields, ","));
  throw kernel::Error(kernel::Code::invalid_argument,
                      fmt::format("line {}: {}; found: {}; needed: {}", header.line, fault,
                                  excerpt(found, names_shown_bytes), fmt::join(needed, ",")));
}

}  // namespace

CsvTable::CsvTable(std::istream& input, std::span<const std::string_view> needed,
                   Refusals& refusals)
    : refusals_(refusals), reader_(input, refusals) {
  const std::size_t refused_before = refusals.size();
  const bool any = reader_.next(row_);
  if (refusals.size() > refused_before) {
    const Refusal& first = refusals[refused_before];
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("line {}: malformed header: {}; found: {}; needed: {}",
                                    first.line, first.reason, first.text, fmt::join(needed, ",")));
  }
  if (!any) {
    throw kernel::Error(kernel::Code::invalid_argument,
                        fmt::format("the file is empty; needed: {}", fmt::join(needed, ",")));
  }

  std::vector<std::string_view> missing;
  for (const std::string_view name : needed) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      if (equal_ignoring_case(trimmed(row_.fields[i]), name)) found.push_back(i);
    }
    if (found.size() > 1) {
      refuse_header(fmt::format("the column {} stands there twice", name), row_, needed);
    }
    if (found.empty()) {
      missing.push_back(name);
    } else {
      columns_.push_back(found.front());
    }
  }
  if (!missing.empty()) {
    refuse_header(fmt::format("no column {}", fmt::join(missing, ", ")), row_, needed);
  }
}

}  // namespace commands
