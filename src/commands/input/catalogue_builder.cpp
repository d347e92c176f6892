#include "commands/input/catalogue_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "catalog/messages.h"
#include "commands/input/text.h"

namespace commands {
namespace {

enum class Lines { one, many };

constexpr kernel::Limit limit_of(std::string_view field) {
  for (const kernel::Limit& limit : catalog::ImportRow::limits) {
    if (limit.field == field) return limit;
  }
  throw std::logic_error("no such limit");  // not while compiling, therefore not at all
}

std::string text_fault(const kernel::Limit& limit, std::string_view text, Lines lines) {
  const auto bytes = static_cast<std::int64_t>(text.size());
  if (bytes < limit.min) return fmt::format("{} is empty", limit.field);
  if (bytes > limit.max) return fmt::format("{} is longer than {} bytes", limit.field, limit.max);
  const bool controls = std::any_of(text.begin(), text.end(), [lines](char c) {
    const bool breaks = c == '\n' || c == '\r' || c == '\t';
    return has_control_characters({&c, 1}) && !(breaks && lines == Lines::many);
  });
  return controls ? fmt::format("{} has control characters", limit.field) : std::string{};
}

// Why the row is no product, empty if it is one.
std::string fault_of(const CatalogueRow& row) {
  constexpr auto sku = limit_of("sku");
  constexpr auto name = limit_of("name");
  constexpr auto category = limit_of("category");
  constexpr auto description = limit_of("description");
  constexpr auto stock = limit_of("stock");
  std::string fault = text_fault(sku, row.sku, Lines::one);
  if (fault.empty()) fault = text_fault(name, row.name, Lines::one);
  if (fault.empty()) fault = text_fault(category, row.category, Lines::one);
  if (fault.empty()) fault = text_fault(description, row.description, Lines::many);
  if (!fault.empty()) return fault;
  if (row.price.amount < 1) return "price is not above 0";
  if (row.price.amount > catalog::price_max) {
    return fmt::format("price is above {} minor units", catalog::price_max);
  }
  if (row.stock < stock.min) return fmt::format("stock is below {}", stock.min);
  if (row.stock > stock.max) return fmt::format("stock is above {}", stock.max);
  return {};
}

}  // namespace

void CatalogueBuilder::add(CatalogueRow row, const std::string& text) {
  std::string fault = fault_of(row);
  if (fault.empty()) {
    const auto [known, is_new] = lines_.try_emplace(row.sku, row.line);
    if (is_new) {
      catalogue_.products.push_back(std::move(row));
      return;
    }
    fault = fmt::format("sku {} already stands in line {}", row.sku, known->second);
  }
  refuse(row.line, std::move(fault), text);
}

void CatalogueBuilder::refuse(std::int64_t line, std::string reason, std::string text) {
  catalogue_.refusals.push_back({line, std::move(reason), std::move(text)});
}

Catalogue CatalogueBuilder::finish(std::int64_t rows) && {
  catalogue_.rows = rows;
  std::stable_sort(catalogue_.refusals.begin(), catalogue_.refusals.end(),
                   [](const Refusal& a, const Refusal& b) { return a.line < b.line; });
  return std::move(catalogue_);
}

}  // namespace commands
