#include "routes.h"

#include <iterator>

namespace gateway {

Traffic traffic_of(const Row& row) noexcept {
  return row.traffic.value_or(row.method == "GET" ? Traffic::reads : Traffic::writes);
}

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  for (const auto part :
       {&auth_rows, &catalog_rows, &cart_rows, &order_rows, &payment_rows, &notification_rows,
        &module_rows, &trace_rows, &message_rows, &console_rows, &process_rows}) {
    auto more = part();
    rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  return rows;
}

}  // namespace gateway
