// catalog: what a product must be, as pure functions over values.
#pragma once

#include <optional>

#include "catalog/messages.h"

namespace catalog::rules {

// Throw Error{invalid_argument} with every fault: a blank sku, name or category; a price outside
// 1..price_max or in another currency than the shop's.
void check(const CreateProduct& message, const kernel::Currency& currency);
void check(const UpdateProduct& message, const kernel::Currency& currency);
void check(const ImportProducts& message, const kernel::Currency& currency);
void check(const CheckImport& message, const kernel::Currency& currency);

Product new_product(const ProductId& id, const CreateProduct& message);
Product new_product(const ProductId& id, const ImportRow& row);

// `product` with what the message replaces. An import leaves `active` and the stock alone.
Product updated(Product product, const UpdateProduct& message);
Product updated(Product product, const ImportRow& row);

// What an import makes of a row whose sku `known` has, if any.
RowOutcome outcome_of(const std::optional<Product>& known, const ImportRow& row);

// Whether an update from one to the other would change nothing.
bool same_facts(const Product& a, const Product& b);

}  // namespace catalog::rules
