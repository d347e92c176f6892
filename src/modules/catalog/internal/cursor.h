// catalog: where a page of products ended.
#pragma once

#include <cstdint>
#include <string>

#include "catalog/messages.h"

namespace catalog {

// The last product of a page by what the query sorts by: `text` its name, `value` its price or,
// ranked, the number of products up to it.
struct Cursor {
  std::int64_t number = 0;
  std::int64_t value = 0;
  std::string text;
};

// base64url; bound to the query's filters and sort, so that it holds for no other query.
std::string write_cursor(const FindProducts& query, const Cursor& cursor);
std::string write_cursor(const ListAllProducts& query, const Cursor& cursor);

// Precondition: the query has a cursor. Throws Error{invalid_argument} when it is not one of this
// query's.
Cursor read_cursor(const FindProducts& query);
Cursor read_cursor(const ListAllProducts& query);

}  // namespace catalog
