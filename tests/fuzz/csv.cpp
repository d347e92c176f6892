// A file as a catalogue, in each format, and as orders: no row is lost without a word, every
// product obeys the contract's bounds, and a catalogue that is written as csv reads as the same.
#include "commands/input/csv.h"

#include <set>
#include <sstream>

#include "catalog/messages.h"
#include "commands/input/catalogue_file.h"
#include "commands/input/retail_orders.h"
#include "commands/input/text.h"
#include "kernel/json.h"
#include "support/fuzz.h"

namespace {

using commands::Catalogue;
using commands::CatalogueFormat;
using fuzz::require;

void check(const commands::Refusals& refusals) {
  std::int64_t line = 0;
  for (const auto& refusal : refusals) {
    require(refusal.line >= 1, "a refusal without its line", refusal.reason);
    require(refusal.line >= line, "refusals out of order", refusal.reason);
    line = refusal.line;
    require(!refusal.reason.empty(), "a refusal without a word", refusal.text);
    require(commands::is_utf8(refusal.reason) && commands::is_utf8(refusal.text), "not printable",
            refusal.text);
    require(!commands::has_control_characters(refusal.text), "not printable", refusal.text);
  }
}

void check(const Catalogue& catalogue) {
  check(catalogue.refusals);
  std::set<std::string> skus;
  for (const auto& row : catalogue.products) {
    const catalog::ImportRow product{row.sku,      row.name,  row.description,
                                     row.category, row.price, row.stock};
    // As part of the message that will carry it.
    const catalog::ImportProducts message{{product}};
    const auto& type = kernel::message_type<catalog::ImportProducts>().request();
    require(kernel::json::check(type, &message).empty(), "a product beyond its bounds", row.sku);
    require(row.price.amount >= 1 && row.price.amount <= catalog::price_max, "a price beyond",
            row.sku);
    require(skus.insert(row.sku).second, "a sku stands twice", row.sku);
    require(row.line >= 1, "a product without its line", row.sku);
  }
}

std::string field(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

std::string price_text(const kernel::Money& price) {
  const int digits = price.currency.minor_digits();
  std::string text = std::to_string(price.amount);
  if (digits == 0) return text;
  const auto least = static_cast<std::size_t>(digits) + 1;
  if (text.size() < least) text.insert(0, least - text.size(), '0');
  text.insert(text.size() - static_cast<std::size_t>(digits), 1, '.');
  return text;
}

std::string to_csv(const Catalogue& catalogue) {
  std::string out = "sku,name,description,category,price,currency,stock\n";
  for (const auto& row : catalogue.products)
    out += field(row.sku) + ',' + field(row.name) + ',' + field(row.description) + ',' +
           field(row.category) + ',' + price_text(row.price) + ',' +
           std::string(row.price.currency.text()) + ',' + std::to_string(row.stock) + "\r\n";
  return out;
}

bool same(const commands::CatalogueRow& a, const commands::CatalogueRow& b) {
  return a.sku == b.sku && a.name == b.name && a.description == b.description &&
         a.category == b.category && a.price == b.price && a.stock == b.stock;
}

void check_written(const Catalogue& catalogue) {
  const auto text = to_csv(catalogue);
  std::istringstream input(text);
  const auto again = commands::read_catalogue(input, CatalogueFormat::csv);
  require(again.refusals.empty(), "what was written is refused", text);
  require(std::equal(again.products.begin(), again.products.end(), catalogue.products.begin(),
                     catalogue.products.end(), same),
          "what was written reads as something else", text);
}

void check_orders(std::istream& input) {
  const auto read = commands::read_retail_orders(input);
  check(read.refusals);
  for (const auto& order : read.orders) {
    require(!order.lines.empty(), "an order of nothing", order.invoice);
    std::set<std::string> skus;
    for (const auto& line : order.lines) {
      require(line.quantity > 0, "a line of nothing", line.sku);
      require(skus.insert(line.sku).second, "a sku stands twice", line.sku);
    }
  }
}

// Small limits, so that they are within reach.
void check_rows(std::istream& input) {
  commands::Refusals refusals;
  commands::CsvReader reader(input, refusals, {64, 256});
  commands::CsvRow row;
  std::int64_t accepted = 0;
  std::size_t columns = 0;
  while (reader.next(row)) {
    if (accepted++ == 0) columns = row.fields.size();
    require(row.fields.size() == columns, "another number of fields", row.text);
    for (const auto& text : row.fields) {
      require(commands::is_utf8(text), "not UTF-8", text);
      require(text.size() <= 64, "a field beyond its bound", text);
    }
  }
  check(refusals);
  require(reader.rows() == accepted + static_cast<std::int64_t>(refusals.size()),
          "a row was lost without a word");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  for (const auto format :
       {CatalogueFormat::csv, CatalogueFormat::json, CatalogueFormat::online_retail}) {
    std::istringstream input(text);
    fuzz::succeeds([&] {
      const auto catalogue = commands::read_catalogue(input, format);
      check(catalogue);
      const auto rows = catalogue.products.size() + catalogue.refusals.size();
      require(format == CatalogueFormat::online_retail ||
                  catalogue.rows == static_cast<std::int64_t>(rows),
              "a row was lost without a word", text);
      check_written(catalogue);
    });
  }
  std::istringstream orders(text);
  fuzz::succeeds([&] { check_orders(orders); });
  std::istringstream rows(text);
  check_rows(rows);
  return 0;
}
