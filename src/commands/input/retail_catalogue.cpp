#include <algorithm>
#include <unordered_map>

#include "commands/input/catalogue_builder.h"
#include "commands/input/retail_file.h"
#include "commands/input/text.h"

namespace commands {
namespace {

struct Sold {
  CatalogueRow product;
  std::string text;  // its first sale line
};

}  // namespace

Catalogue read_retail_catalogue(std::istream& input) {
  CatalogueBuilder builder;
  RetailFile file(input, builder.refusals());
  std::vector<Sold> sold;
  std::unordered_map<std::string, std::size_t> places;
  RetailLine line;
  while (file.next(line)) {
    if (!line.is_sale()) continue;
    const auto [place, is_new] = places.try_emplace(line.stock_code, sold.size());
    if (is_new) {
      CatalogueRow product{line.stock_code, "", "", "Gifts", line.price, 0, line.line};
      sold.push_back({std::move(product), line.text});
    }
    CatalogueRow& product = sold[place->second].product;
    if (product.name.empty()) product.name = line.description;
    product.stock += line.quantity;
  }
  for (auto& [product, text] : sold) {
    // A product must be called something; one that no sale line names is called by its code.
    if (product.name.empty()) product.name = product.sku;
    builder.add(std::move(product), text);
  }
  return std::move(builder).finish(file.rows());
}

}  // namespace commands
