// catalog: pages of active products, listed by an index or found by words.
//
// Cursors name the last product of a page by its sort key, so products that come or go between two
// pages shift nothing: sorted by name or price, no product is shown twice or left out unless its
// own name or price changed meanwhile. Ranked, the next page goes on after the same product of the
// ranking as it is now; if that product is no longer found, at the position it had.
#pragma once

#include "catalog/messages.h"
#include "kernel/storage.h"

namespace catalog {

// Without words. The cost is that of the page.
ProductPage list_page(kernel::Queries& queries, const FindProducts& query);

// Of the products that contain `words` (at least one), the first candidates_max by age are
// considered; so a newer product never pushes one out between two pages. For a worker:
// milliseconds.
ProductPage search_page(kernel::Queries& queries, const FindProducts& query,
                        const std::vector<std::string>& words);

}  // namespace catalog
