// catalog: pages of all products, for those who keep the catalogue.
#pragma once

#include <string>
#include <vector>

#include "catalog/messages.h"
#include "kernel/storage.h"

namespace catalog {

// `words`: of the query. For a worker: inactive products are looked through one by one.
ProductPage keeping_page(kernel::Queries& queries, const ListAllProducts& query,
                         const std::vector<std::string>& words);

}  // namespace catalog
