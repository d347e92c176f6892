#include "commands/input/retail_file.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "commands/input/decimal.h"
#include "commands/input/text.h"

namespace commands {
namespace {

constexpr std::array<std::string_view, 7> needed = {
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"};
enum Column : std::size_t { invoice, stock_code, description, quantity, date, price, customer };

constexpr std::size_t code_bytes_max = 64;
constexpr std::size_t description_bytes_max = 200;
constexpr std::int64_t quantity_max = 1'000'000'000;
constexpr std::int64_t price_max = 100'000'000;

// Codes become keys and header fields further on.
std::string code_fault(const std::string& code, Column column) {
  if (column != customer && trimmed(code).empty())
    return fmt::format("{} is empty", needed[column]);
  if (code.size() > code_bytes_max) {
    return fmt::format("{} is longer than {} bytes", needed[column], code_bytes_max);
  }
  if (has_control_characters(code)) {
    return fmt::format("{} has control characters", needed[column]);
  }
  return {};
}

// A description becomes a name, and a name is one line without space around it.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (has_control_characters({&c, 1})) c = ' ';
  }
  return std::string(trimmed(line));
}

// The set writes shop time without a zone; what matters is the time between two orders.
std::optional<kernel::WallTime> recorded_time(std::string_view text) {
  constexpr std::size_t date_length = 10;
  constexpr std::size_t length = 19;
  if (text.size() != length || text[date_length] != ' ') return std::nullopt;
  return kernel::parse_time(
      fmt::format("{}T{}.000Z", text.substr(0, date_length), text.substr(date_length + 1)));
}

}  // namespace

bool RetailLine::is_sale() const noexcept {
  return !invoice.starts_with('C') && !invoice.starts_with('A') && quantity > 0 &&
         price.amount >= 1;
}

RetailFile::RetailFile(std::istream& input, Refusals& refusals) : table_(input, needed, refusals) {}

bool RetailFile::next(RetailLine& line) {
  while (table_.next()) {
    std::string fault = read_row(line);
    if (fault.empty()) return true;
    table_.refuse(std::move(fault));
  }
  return false;
}

// The reason why the row is none, empty if it is one.
std::string RetailFile::read_row(RetailLine& line) const {
  line.invoice = table_.field(invoice);
  line.stock_code = table_.field(stock_code);
  line.description = one_line(table_.field(description));
  line.customer_id = table_.field(customer);
  line.recorded_at = recorded_time(table_.field(date));
  line.line = table_.line();
  line.text = table_.text();
  for (const Column column : {invoice, stock_code, customer}) {
    std::string fault = code_fault(table_.field(column), column);
    if (!fault.empty()) return fault;
  }
  if (line.description.size() > description_bytes_max) {
    return fmt::format("Description is longer than {} bytes", description_bytes_max);
  }
  const auto pieces = parse_integer(table_.field(quantity));
  if (!pieces || *pieces > quantity_max || *pieces < -quantity_max) {
    return fmt::format("Quantity is not a whole number within ±{}: '{}'", quantity_max,
                       excerpt(table_.field(quantity), code_bytes_max));
  }
  const kernel::Currency gbp;
  const auto pence =
      parse_minor_units(trimmed(table_.field(price)), gbp.minor_digits(), Rounding::half_up);
  if (!pence || *pence > price_max || *pence < -price_max) {
    return fmt::format("UnitPrice is not a decimal within ±1000000: '{}'",
                       excerpt(table_.field(price), code_bytes_max));
  }
  line.quantity = *pieces;
  line.price = {*pence, gbp};
  return {};
}

}  // namespace commands
