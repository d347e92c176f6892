// commands/input: what the catalogue's formats share: the rules that every product obeys.
#pragma once

#include <string>
#include <unordered_map>

#include "commands/input/catalogue_file.h"

namespace commands {

class CatalogueBuilder {
 public:
  // Adds the row if it obeys CatalogueRow's bounds and its sku is new; else refuses it. `text` is
  // the row's beginning as it stands in the file.
  void add(CatalogueRow row, const std::string& text);

  void refuse(std::int64_t line, std::string reason, std::string text);

  // Where a reader of rows puts its own refusals.
  Refusals& refusals() noexcept { return catalogue_.refusals; }

  Catalogue finish(std::int64_t rows) &&;

 private:
  Catalogue catalogue_;
  std::unordered_map<std::string, std::int64_t> lines_;  // of each sku
};

// The formats that are not rows of csv. See read_catalogue.
Catalogue read_json_catalogue(std::istream& input);
Catalogue read_retail_catalogue(std::istream& input);

}  // namespace commands
