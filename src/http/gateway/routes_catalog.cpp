#include <iterator>

#include "call.h"
#include "catalog/messages.h"
#include "kernel/base64.h"
#include "routes.h"

namespace gateway {

using enum kernel::Code;

namespace {

constexpr std::string_view picture_types[] = {"image/png", "image/jpeg", "image/webp"};
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

// The address of a picture holds a hash of it, so it may be kept for ever.
http::Response answer_picture(const Call& call, const catalog::Picture& picture) {
  auto bytes = kernel::parse_base64url(picture.content);
  if (!bytes) throw kernel::Error(internal, "catalog keeps a picture that is no base64url");
  http::Response response;
  response.status = call.route().row.status;
  response.content_type = picture_types[static_cast<std::size_t>(picture.type)];
  response.headers.add("Cache-Control", std::string(for_ever));
  response.body = std::move(*bytes);
  return response;
}

std::vector<Row> picture_rows() {
  return {
      {.method = "PUT",
       .path = "/api/v1/products/{id}/picture",
       .who = Who::admin,
       .action = sends<catalog::SetPicture>,
       .raw_field = "content",
       .takes = {std::begin(picture_types), std::end(picture_types)},
       .text = "Shows a picture of a product instead of the one before: PNG, JPEG or WebP, told by "
               "its first bytes, of 512 KiB at most"},
      {.method = "DELETE",
       .path = "/api/v1/products/{id}/picture",
       .who = Who::admin,
       .action = sends<catalog::RemovePicture>,
       .text = "Shows no picture of a product any more"},
      {.method = "GET",
       .path = "/api/v1/pictures/{name}",
       .action = sends<catalog::GetPicture, &answer_picture>,
       .etag = true,
       .media = "image/*",
       .text = "A picture, as a product names it; another one gets another address"},
  };
}

}  // namespace

std::vector<Row> catalog_rows() {
  std::vector<Row> rows = {
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
      {.method = "POST",
       .path = "/api/v1/admin/products/import/check",
       .who = Who::admin,
       .action = sends<catalog::CheckImport>,
       .traffic = Traffic::reads,
       .body = {"rows"},
       .text = "What an import of these rows would do with each; nothing is changed"},
      {.method = "GET",
       .path = "/api/v1/admin/products",
       .who = Who::admin,
       .action = sends<catalog::ListAllProducts>,
       .query = {"q", "active", "stock_up_to", "limit", "cursor"},
       .text = "All products, active or not, by name"},
  };
  for (auto& row : picture_rows()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace gateway
