#include "call.h"
#include "catalog/messages.h"
#include "routes.h"

namespace gateway {

using enum kernel::Code;

std::vector<Row> catalog_rows() {
  return {
      {.method = "GET",
       .path = "/api/v1/products",
       .action = sends<catalog::FindProducts>,
       .query = {"q", "category", "sort", "limit", "cursor"},
       .etag = true,
       .text = "Active products, by search, category or all of them",
       .part = "What is for sale"},
      {.method = "GET",
       .path = "/api/v1/products/{id}",
       .action = sends<catalog::GetProduct>,
       .etag = true,
       .text = "One product, active or not"},
      {.method = "GET",
       .path = "/api/v1/categories",
       .action = sends<catalog::ListCategories>,
       .etag = true,
       .text = "The categories, by name, with the number of their active products"},
      {.method = "POST",
       .path = "/api/v1/products",
       .who = Who::admin,
       .action = sends<catalog::CreateProduct>,
       .body = {"sku", "name", "description", "category", "price", "stock"},
       .status = 201,
       .location = "/api/v1/products/",
       .fails = {already_exists},
       .text = "Puts a product on sale"},
      {.method = "PUT",
       .path = "/api/v1/products/{id}",
       .who = Who::admin,
       .action = sends<catalog::UpdateProduct>,
       .body = {"name", "description", "category", "price", "active"},
       .text = "Replaces everything of a product but its sku and stock"},
      {.method = "PUT",
       .path = "/api/v1/products/{id}/stock",
       .who = Who::admin,
       .action = sends<catalog::SetStock>,
       .body = {"stock"},
       .text = "Sets what can still be bought of a product"},
      {.method = "POST",
       .path = "/api/v1/admin/products/import",
       .who = Who::admin,
       .action = sends<catalog::ImportProducts>,
       .body = {"rows"},
       .text = "Creates or updates many products by their sku, leaving known ones' stock alone; "
               "all of them or none"},
  };
}

}  // namespace gateway
