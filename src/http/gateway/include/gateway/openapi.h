// gateway: the OpenAPI 3.1 document of the public API, made from the rows that route.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/route.h"

namespace gateway {

// JSON. Every row with its full path, parameters, body, replies and all statuses it can answer.
// `shop_url`: the shop as customers know it, for its contact; may be empty.
std::string openapi_document(const std::vector<Row>& rows, std::string_view version,
                             std::string_view shop_url = {});

}  // namespace gateway
