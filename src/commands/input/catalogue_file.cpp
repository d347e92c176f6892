#include "commands/input/catalogue_file.h"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <string_view>

#include "commands/input/catalogue_builder.h"
#include "commands/input/csv_table.h"
#include "commands/input/decimal.h"
#include "commands/input/text.h"

namespace commands {
namespace {

constexpr std::array<std::string_view, 7> needed = {"sku",   "name",     "description", "category",
                                                    "price", "currency", "stock"};
enum Column : std::size_t { sku, name, description, category, price, currency, stock };

constexpr std::size_t shown_bytes = 40;

// Fills the row; answers why the fields are none, empty if they are one.
std::string read_fields(const CsvTable& table, CatalogueRow& row) {
  const auto field = [&table](Column column) { return trimmed(table.field(column)); };
  row.sku = field(sku);
  row.name = field(name);
  row.description = field(description);
  row.category = field(category);
  row.line = table.line();

  const auto money = kernel::Currency::parse(field(currency));
  if (!money) {
    return fmt::format("currency is not three capital letters: '{}'",
                       excerpt(field(currency), shown_bytes));
  }
  const auto amount = parse_minor_units(field(price), money->minor_digits(), Rounding::none);
  if (!amount) {
    return fmt::format("price is not a decimal with at most {} places for {}: '{}'",
                       money->minor_digits(), money->text(), excerpt(field(price), shown_bytes));
  }
  const auto pieces = parse_integer(field(stock));
  if (!pieces) {
    return fmt::format("stock is not a whole number: '{}'", excerpt(field(stock), shown_bytes));
  }
  row.price = {*amount, *money};
  row.stock = *pieces;
  return {};
}

Catalogue read_csv_catalogue(std::istream& input) {
  CatalogueBuilder builder;
  CsvTable table(input, needed, builder.refusals());
  while (table.next()) {
    CatalogueRow row;
    std::string fault = read_fields(table, row);
    if (fault.empty()) {
      builder.add(std::move(row), table.text());
    } else {
      table.refuse(std::move(fault));
    }
  }
  return std::move(builder).finish(table.rows());
}

}  // namespace

Catalogue read_catalogue(std::istream& input, CatalogueFormat format) {
  switch (format) {
    case CatalogueFormat::csv:
      return read_csv_catalogue(input);
    case CatalogueFormat::json:
      return read_json_catalogue(input);
    case CatalogueFormat::online_retail:
      return read_retail_catalogue(input);
  }
  assert(false);
  return {};
}

}  // namespace commands
