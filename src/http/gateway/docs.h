// gateway: the table as a page for people, without scripts.
#pragma once

#include <string>
#include <vector>

#include "table.h"

namespace gateway {

// HTML.
std::string docs_page(const std::vector<Route>& routes);

}  // namespace gateway
