// catalog: the SQL of products and categories.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "catalog/messages.h"
#include "kernel/storage.h"

namespace catalog::store {

std::optional<Product> find(kernel::Queries& queries, const ProductId& id);
std::optional<Product> find_by_sku(kernel::Queries& queries, std::string_view sku);
// Each once, in the order of their ids.
Products find_all(kernel::Queries& queries, std::vector<ProductId> ids);
Categories categories(kernel::Queries& queries);

// The sku must be new.
void insert(kernel::Transaction& tx, const Product& product);
// All but sku and stock.
void update(kernel::Transaction& tx, const Product& product);
// `name`: of a picture, or none.
void show_picture(kernel::Transaction& tx, const ProductId& id,
                  const std::optional<std::string>& name);
void set_on_hand(kernel::Transaction& tx, const ProductId& id, std::int64_t stock);

// The columns that to_product() reads, from `products p JOIN stock s`; p.number comes first.
inline constexpr std::string_view product_columns =
    "p.number, p.id, p.sku, p.name, p.description, p.category, p.price, p.currency, s.on_hand,"
    " p.active, p.picture";
Product to_product(const kernel::RowView& row);

}  // namespace catalog::store
