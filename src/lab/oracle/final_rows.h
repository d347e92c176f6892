// lab: the databases of a stopped shop as lines of text, so that two of them can be compared.
//
// Set aside is only what two runs cannot have in common: ids, times, and what is drawn at random.
// Ids are not dropped but replaced by what they stand for: a product by its sku, a customer by the
// address, an order by its key. So a row that points at the wrong thing is a difference.
#pragma once

#include <map>
#include <string>

#include "kernel/inspect.h"
#include "lab/oracle/normalise.h"

namespace lab {

// By name of the file without its ending: "order", "sandbox". Throws as ReadOnlyDatabase.
using Databases = std::map<std::string, kernel::ReadOnlyDatabase>;
Databases open_databases(const std::string& directory);

// What the ids in them stand for.
Names names_in(Databases& databases);

}  // namespace lab
