// gateway: values that show what a described type looks like, for /openapi.json and /docs.
#pragma once

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

}  // namespace gateway
