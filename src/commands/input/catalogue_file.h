// commands/input: a catalogue from a file: csv, JSON or the orders of the Online-Retail format.
// docs/data.md describes each.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "commands/input/refusal.h"
#include "kernel/money.h"

namespace commands {

enum class CatalogueFormat { csv, json, online_retail };

// Text is trimmed, valid UTF-8 and without control characters, except for line ends and tabs in the
// description. The bounds are those of catalog::ImportRow, so that what exceeds them is refused
// here, with its line, rather than there.
struct CatalogueRow {
  std::string sku;  // once in a catalogue; case counts
  std::string name;
  std::string description;  // may be empty
  std::string category;
  kernel::Money price;     // 1..catalog::price_max
  std::int64_t stock = 0;  // 0..catalog::stock_max
  std::int64_t line = 0;   // of the file, 1-based, where the product first stands
};

struct Catalogue {
  std::vector<CatalogueRow> products;  // in the order of the file
  Refusals refusals;                   // malformed rows, by line
  std::int64_t rows = 0;  // csv and Online-Retail: rows below the header; JSON: elements
};

// Reads to the end. A sku that stands twice is refused the second time, except in Online-Retail,
// where a product stands on many lines.
// Throws Error{invalid_argument}, with the line, when the file as a whole is not of the format
// (header, JSON syntax, more than 256 MiB of JSON), Error{unavailable} when reading fails.
Catalogue read_catalogue(std::istream& input, CatalogueFormat format);

}  // namespace commands
