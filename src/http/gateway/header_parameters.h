// gateway: parameters of operations in the OpenAPI document, and those that are headers of many.
#pragma once

#include <string_view>

namespace boost::json {
class object;
}

namespace gateway {

boost::json::object parameter(std::string_view where, std::string_view name, bool required,
                              boost::json::object schema);

boost::json::object key_parameter(bool required);  // Idempotency-Key
boost::json::object tag_parameter();               // If-None-Match
boost::json::object session_parameter();           // Refresh-Token-In

}  // namespace gateway
