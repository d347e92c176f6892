// gateway: the table as a page for people, without scripts.
#pragma once

#include <string>
#include <vector>

#include "table.h"

namespace gateway {

// HTML.
std::string docs_page(const std::vector<Route>& routes);

// Its Content-Security-Policy: its own style by its hash, and nothing else.
std::string docs_policy();

}  // namespace gateway
