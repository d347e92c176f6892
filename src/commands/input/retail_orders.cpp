#include "commands/input/retail_orders.h"

#include <unordered_map>

#include "commands/input/retail_file.h"

namespace commands {
namespace {

struct OrderInWork {
  RetailOrder order;
  std::unordered_map<std::string, std::size_t> places;  // of each sku in order.lines

  void add(const RetailLine& sale) {
    const auto [place, is_new] = places.try_emplace(sale.stock_code, order.lines.size());
    if (is_new) order.lines.push_back({sale.stock_code, 0});
    order.lines[place->second].quantity += sale.quantity;
  }
};

}  // namespace

// The prefixes keep a customer who happens to be called like an invoice apart from its guest.
std::string RetailOrder::buyer() const {
  return customer_id.empty() ? "guest-" + invoice : "customer-" + customer_id;
}

RetailOrders read_retail_orders(std::istream& input) {
  RetailOrders result;
  RetailFile file(input, result.refusals);
  std::vector<OrderInWork> orders;
  std::unordered_map<std::string, std::size_t> places;
  RetailLine line;
  while (file.next(line)) {
    if (!line.is_sale()) continue;
    const auto [place, is_new] = places.try_emplace(line.invoice, orders.size());
    if (is_new) {
      RetailOrder order{line.invoice, line.customer_id, {}, line.recorded_at, line.line};
      orders.push_back({std::move(order), {}});
    }
    orders[place->second].add(line);
  }
  result.rows = file.rows();
  result.orders.reserve(orders.size());
  for (OrderInWork& done : orders) result.orders.push_back(std::move(done.order));
  return result;
}

}  // namespace commands
