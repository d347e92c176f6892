#include "internal/store.h"

#include <algorithm>
#include <string>

namespace catalog::store {

namespace {

const std::string select_product = "SELECT " + std::string(product_columns) +
                                   " FROM products p JOIN stock s ON s.product = p.number";

template <class Key>
std::optional<Product> find_where(kernel::Queries& queries, const std::string& sql,
                                  const Key& key) {
  std::optional<Product> found;
  queries.each(
      sql, [&](const kernel::RowView& row) { found = to_product(row); }, key);
  return found;
}

}  // namespace

Product to_product(const kernel::RowView& row) {
  Product product;
  product.id = row.get<ProductId>(1);
  product.sku = row.get<std::string>(2);
  product.name = row.get<std::string>(3);
  product.description = row.get<std::string>(4);
  product.category = row.get<std::string>(5);
  product.price.amount = row.get<std::int64_t>(6);
  product.price.currency =
      kernel::Currency::parse(row.get<std::string_view>(7)).value_or(kernel::Currency{});
  product.stock = row.get<std::int64_t>(8);
  product.active = row.get<bool>(9);
  if (const auto name = row.get<std::optional<std::string_view>>(10))
    product.picture.emplace(pictures_path).append(*name);
  return product;
}

std::optional<Product> find(kernel::Queries& queries, const ProductId& id) {
  static const std::string sql = select_product + " WHERE p.id = ?";
  return find_where(queries, sql, id);
}

std::optional<Product> find_by_sku(kernel::Queries& queries, std::string_view sku) {
  static const std::string sql = select_product + " WHERE p.sku = ?";
  return find_where(queries, sql, sku);
}

Products find_all(kernel::Queries& queries, std::vector<ProductId> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  Products found;
  found.items.reserve(ids.size());
  for (const auto& id : ids)
    if (auto product = find(queries, id)) found.items.push_back(std::move(*product));
  return found;
}

Categories categories(kernel::Queries& queries) {
  Categories all;
  queries.each("SELECT name, products FROM categories WHERE products > 0 ORDER BY name",
               [&](const kernel::RowView& row) {
                 all.items.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
               });
  return all;
}

void insert(kernel::Transaction& tx, const Product& product) {
  tx.run(
      "INSERT INTO products (id, sku, name, category, price, currency, active, description)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      product.id, product.sku, product.name, product.category, product.price.amount,
      product.price.currency.text(), product.active, product.description);
  tx.run("INSERT INTO stock (product, on_hand) SELECT number, ? FROM products WHERE id = ?",
         product.stock, product.id);
}

void update(kernel::Transaction& tx, const Product& product) {
  tx.run(
      "UPDATE products SET name = ?, category = ?, price = ?, currency = ?, active = ?,"
      " description = ? WHERE id = ?",
      product.name, product.category, product.price.amount, product.price.currency.text(),
      product.active, product.description, product.id);
}

void show_picture(kernel::Transaction& tx, const ProductId& id,
                  const std::optional<std::string>& name) {
  tx.run("UPDATE products SET picture = ? WHERE id = ?", name, id);
}

void set_on_hand(kernel::Transaction& tx, const ProductId& id, std::int64_t stock) {
  tx.run("UPDATE stock SET on_hand = ? WHERE product = (SELECT number FROM products WHERE id = ?)",
         stock, id);
}

}  // namespace catalog::store
