// gateway: the example of a message as C++, as a module writes it: for /console.
#pragma once

#include <string>

#include "kernel/describe.h"

namespace boost::json {
class value;
}

namespace gateway {

// The braces behind `const cart::AddItem add_item`, from a message of that type as JSON: an example
// (examples.h) or a real one. What is null, or not there, is left out.
std::string code_of(const kernel::Type& type, const boost::json::value& message);

}  // namespace gateway
