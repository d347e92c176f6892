// gateway: values that show what a described type looks like, for /openapi.json and /docs.
#pragma once

#include <string_view>

#include "kernel/describe.h"

namespace boost::json {
class value;
}

namespace gateway {

// Of an object: its fields by their hints (hints.h). A request's example is one that the gateway
// takes.
boost::json::value example_of(const kernel::Type& type);

// Of one field of `owner`.
boost::json::value example_of(const kernel::Type& owner, const kernel::Field& field);

// Of which type the id in a field is: "OrderId". "Uuid" where nothing is known of it.
std::string_view id_type_of(const kernel::Type& owner, const kernel::Field& field) noexcept;

}  // namespace gateway
