// gateway: the parts of the table, one per module and one for the process itself.
#pragma once

#include <span>
#include <vector>

#include "gateway/route.h"
#include "gateway/web.h"

namespace gateway {

std::vector<Row> auth_rows();
std::vector<Row> catalog_rows();
std::vector<Row> cart_rows();
std::vector<Row> order_rows();
std::vector<Row> payment_rows();
std::vector<Row> notification_rows();
std::vector<Row> module_rows();   // what every module answers for itself
std::vector<Row> trace_rows();    // what all processes together know of a request
std::vector<Row> message_rows();  // as they look and as they go
std::vector<Row> console_rows();  // how the shop is doing, for /console; comparisons
std::vector<Row> process_rows();  // topology, documents, probes

// The API and, unless there are none, the web pages, which are no part of it.
std::vector<Row> served_rows(std::span<const WebFile> web);

}  // namespace gateway
