#include <map>

#include "catalog_module.h"
#include "internal/rules.h"
#include "internal/store.h"

namespace catalog {

using kernel::Code;
using kernel::Context;
using kernel::Error;
using kernel::Task;
using kernel::Transaction;

namespace {

Product found(kernel::Queries& queries, const ProductId& id) {
  auto product = store::find(queries, id);
  if (!product) throw Error(Code::not_found, "no such product");
  return std::move(*product);
}

}  // namespace

void CatalogModule::serve_keeping() {
  exchange_.serve<&CatalogModule::create_product>(*this);
  exchange_.serve<&CatalogModule::update_product>(*this);
  exchange_.serve<&CatalogModule::set_stock>(*this);
  exchange_.serve<&CatalogModule::import_products>(*this);
  exchange_.serve<&CatalogModule::check_import>(*this);
}

Task<Product> CatalogModule::create_product(const Context& context, const CreateProduct& message) {
  exchange_.require_recent_admin(context);
  rules::check(message, options_.currency);
  const auto product = rules::new_product(ProductId::fresh(runtime_), message);
  const auto create = [&](Transaction& tx) {
    if (store::find_by_sku(tx, product.sku))
      throw Error(Code::already_exists, "a product with this sku exists",
                  {{"/sku", "belongs to another product"}});
    store::insert(tx, product);
    return product;
  };
  co_return co_await database_.audited(context, message, product.sku, create);
}

Task<Product> CatalogModule::update_product(const Context& context, const UpdateProduct& message) {
  exchange_.require_recent_admin(context);
  rules::check(message, options_.currency);
  const auto target = to_text(message.id);
  const auto update = [&](Transaction& tx) {
    const auto product = rules::updated(found(tx, message.id), message);
    store::update(tx, product);
    return product;
  };
  co_return co_await database_.audited(context, message, target, update);
}

Task<Product> CatalogModule::set_stock(const Context& context, const SetStock& message) {
  exchange_.require_recent_admin(context);
  const auto target = to_text(message.id);
  const auto set = [&](Transaction& tx) {
    auto product = found(tx, message.id);
    store::set_on_hand(tx, message.id, message.stock);
    product.stock = message.stock;
    return product;
  };
  co_return co_await database_.audited(context, message, target, set);
}

Task<ImportResult> CatalogModule::import_products(const Context& context,
                                                  const ImportProducts& message) {
  if (!context.is_service()) exchange_.require_recent_admin(context);
  rules::check(message, options_.currency);
  std::vector<ProductId> fresh(message.rows.size());  // a transaction draws no random numbers
  for (auto& id : fresh) id = ProductId::fresh(runtime_);
  const auto target = std::to_string(message.rows.size()) + " rows";
  const auto import = [&](Transaction& tx) {
    ImportResult result;
    for (std::size_t i = 0; i < message.rows.size(); ++i) {
      const auto& row = message.rows[i];
      const auto known = store::find_by_sku(tx, row.sku);
      switch (rules::outcome_of(known, row)) {
        case RowOutcome::created:
          store::insert(tx, rules::new_product(fresh[i], row));
          ++result.created;
          break;
        case RowOutcome::updated:
          store::update(tx, rules::updated(*known, row));
          ++result.updated;
          break;
        case RowOutcome::unchanged:
          ++result.unchanged;
      }
    }
    return result;
  };
  co_return co_await database_.audited(context, message, target, import);
}

// A row of a sku that stands in an earlier one, too, finds what that one made.
Task<ImportCheck> CatalogModule::check_import(const Context& context, const CheckImport& message) {
  exchange_.require_recent_admin(context);
  rules::check(message, options_.currency);
  const auto check = [&] {
    auto reader = database_.read();
    std::map<std::string_view, Product> imported;
    ImportCheck result;
    for (const auto& row : message.rows) {
      const auto earlier = imported.find(row.sku);
      const auto known = earlier != imported.end() ? std::optional(earlier->second)
                                                   : store::find_by_sku(reader, row.sku);
      result.rows.push_back(rules::outcome_of(known, row));
      imported[row.sku] =
          known ? rules::updated(*known, row) : rules::new_product(ProductId{}, row);
    }
    return result;
  };
  co_return co_await runtime_.on_worker(check);
}

}  // namespace catalog
