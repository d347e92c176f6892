// commands/input: the orders in a file of the Online-Retail format.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "commands/input/refusal.h"
#include "kernel/time.h"

namespace commands {

struct RetailOrderLine {
  std::string sku;
  std::int64_t quantity = 0;  // > 0
  bool operator==(const RetailOrderLine&) const = default;
};

// The sale lines of one invoice.
struct RetailOrder {
  std::string invoice;
  std::string customer_id;             // as written; empty: a guest of this invoice's own
  std::vector<RetailOrderLine> lines;  // never empty; each sku once, where it first stood
  std::optional<kernel::WallTime> recorded_at;
  std::int64_t line = 0;  // of its first sale line in the file

  // Who buys: the same text for all orders of one customer, another for every guest.
  std::string buyer() const;
};

struct RetailOrders {
  std::vector<RetailOrder> orders;  // by their first sale line
  Refusals refusals;                // malformed rows; rows that are no sales are not among them
  std::int64_t rows = 0;            // below the header, refused ones included
};

// Reads to the end. An invoice whose lines do not stand together is one order all the same; its
// customer and time are those of its first sale line.
// Throws Error{invalid_argument} on a wrong header, Error{unavailable} when reading fails.
RetailOrders read_retail_orders(std::istream& input);

}  // namespace commands
