// gateway: the OpenAPI document as a value, for the page that shows it (docs.h).
#pragma once

#include <string_view>
#include <vector>

#include "gateway/route.h"

namespace boost::json {
class object;
}

namespace gateway {

// As openapi_document() in gateway/openapi.h.
boost::json::object openapi_object(const std::vector<Row>& rows, std::string_view version,
                                   std::string_view shop_url);

}  // namespace gateway
