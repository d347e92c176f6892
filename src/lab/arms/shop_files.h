// lab: the files of a shop: is anything left to do in them?
#pragma once

#include <string>

namespace lab {

// Whether no module of the shop in `directory` owes another one a delivery and no mail waits. The
// shop may be running. Throws Error{internal} when a database cannot be read.
bool is_quiet(const std::string& directory);

}  // namespace lab
