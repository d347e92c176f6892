// gateway: the example of a message as C++, as a module writes it: for /console.
#pragma once

#include <string>

#include "kernel/describe.h"

namespace boost::json {
class value;
}

namespace gateway {

// The braces behind `const cart::AddItem add_item`, from an example of that type (examples.h). What
// the example leaves at null is left out.
std::string code_of(const kernel::Type& type, const boost::json::value& example);

}  // namespace gateway
