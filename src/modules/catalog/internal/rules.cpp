#include "internal/rules.h"

#include <fmt/core.h>

#include <tuple>
#include <vector>

#include "internal/query_words.h"
#include "kernel/error.h"

namespace catalog::rules {

using kernel::Currency;
using kernel::Fault;

namespace {

class Faults {
 public:
  explicit Faults(const Currency& currency) : currency_(currency) {}

  void text(const std::string& pointer, std::string_view value) {
    if (is_blank(value)) found_.push_back({pointer, "must not be blank"});
  }
  void price(const std::string& pointer, const Money& price) {
    if (price.amount < 1 || price.amount > price_max)
      found_.push_back({pointer + "/amount", fmt::format("must be 1 to {}", price_max)});
    if (price.currency != currency_)
      found_.push_back({pointer + "/currency", fmt::format("must be {}", currency_.text())});
  }
  void raise() {
    if (!found_.empty())
      throw kernel::Error(kernel::Code::invalid_argument, "not a product that can be sold",
                          std::move(found_));
  }

 private:
  const Currency& currency_;
  std::vector<Fault> found_;
};

void check_rows(const std::vector<ImportRow>& rows, const Currency& currency) {
  Faults faults(currency);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const auto pointer = fmt::format("/rows/{}", i);
    faults.text(pointer + "/sku", row.sku);
    faults.text(pointer + "/name", row.name);
    faults.text(pointer + "/category", row.category);
    faults.price(pointer + "/price", row.price);
  }
  faults.raise();
}

template <class M>
Product product_from(const ProductId& id, const M& message) {
  Product product;
  product.id = id;
  product.sku = message.sku;
  product.name = message.name;
  product.description = message.description;
  product.category = message.category;
  product.price = message.price;
  product.stock = message.stock;
  return product;
}

template <class M>
void replace(Product& product, const M& message) {
  product.name = message.name;
  product.description = message.description;
  product.category = message.category;
  product.price = message.price;
}

}  // namespace

void check(const CreateProduct& message, const Currency& currency) {
  Faults faults(currency);
  faults.text("/sku", message.sku);
  faults.text("/name", message.name);
  faults.text("/category", message.category);
  faults.price("/price", message.price);
  faults.raise();
}

void check(const UpdateProduct& message, const Currency& currency) {
  Faults faults(currency);
  faults.text("/name", message.name);
  faults.text("/category", message.category);
  faults.price("/price", message.price);
  faults.raise();
}

void check(const ImportProducts& message, const Currency& currency) {
  check_rows(message.rows, currency);
}

void check(const CheckImport& message, const Currency& currency) {
  check_rows(message.rows, currency);
}

Product new_product(const ProductId& id, const CreateProduct& message) {
  return product_from(id, message);
}
Product new_product(const ProductId& id, const ImportRow& row) { return product_from(id, row); }

Product updated(Product product, const UpdateProduct& message) {
  replace(product, message);
  product.active = message.active.value_or(product.active);
  return product;
}

Product updated(Product product, const ImportRow& row) {
  replace(product, row);
  return product;
}

RowOutcome outcome_of(const std::optional<Product>& known, const ImportRow& row) {
  if (!known) return RowOutcome::created;
  return same_facts(updated(*known, row), *known) ? RowOutcome::unchanged : RowOutcome::updated;
}

bool same_facts(const Product& a, const Product& b) {
  const auto facts = [](const Product& p) {
    return std::tie(p.name, p.description, p.category, p.price, p.active);
  };
  return facts(a) == facts(b);
}

}  // namespace catalog::rules
