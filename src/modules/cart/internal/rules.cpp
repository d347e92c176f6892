#include "internal/rules.h"

#include <fmt/core.h>

#include <algorithm>

#include "kernel/error.h"

namespace cart::rules {

using kernel::Code;
using kernel::Error;

const catalog::Product& sellable(const Facts& facts, const ProductId& product) {
  const auto found = facts.products.find(product);
  if (found == facts.products.end() || !found->second.active)
    throw Error(Code::not_found, "no such product");
  return found->second;
}

std::int64_t more(std::int64_t present, std::int64_t added) {
  if (added > quantity_max - present)
    throw Error(Code::invalid_argument, "too many of one product",
                {{"/quantity",
                  fmt::format("{} are in the cart; at most {} may be", present, quantity_max)}});
  return present + added;
}

void check_room(const std::vector<Line>& lines, const kernel::Currency& currency) {
  if (lines.size() >= lines_max)
    throw Error(Code::failed_precondition,
                fmt::format("a cart holds at most {} different products", lines_max));
  const bool same = std::all_of(lines.begin(), lines.end(), [&](const Line& line) {
    return line.unit_price.currency == currency;
  });
  if (!same) throw Error(Code::failed_precondition, "the cart's products have another currency");
}

Line new_line(const LineId& id, const catalog::Product& product, std::int64_t quantity) {
  Line line;
  line.id = id;
  line.product_id = product.id;
  line.name = product.name;
  line.quantity = quantity;
  line.unit_price = product.price;
  return line;
}

Line* find(std::vector<Line>& lines, const ProductId& product) {
  const auto line = std::find_if(lines.begin(), lines.end(),
                                 [&](const Line& l) { return l.product_id == product; });
  return line == lines.end() ? nullptr : &*line;
}

std::vector<ProductId> products_of(const std::vector<Line>& lines) {
  std::vector<ProductId> products;
  for (const auto& line : lines) products.push_back(line.product_id);
  return products;
}

Cart shown(std::int64_t revision, std::vector<Line> lines, const Facts& facts,
           const kernel::Currency& currency) {
  Cart cart;
  cart.revision = revision;
  cart.items = std::move(lines);
  for (auto& line : cart.items) {
    if (const auto known = facts.products.find(line.product_id); known != facts.products.end()) {
      line.name = known->second.name;
      line.unit_price = known->second.price;
    }
    line.line_total = line.unit_price * line.quantity;
  }
  cart.total.currency = cart.items.empty() ? currency : cart.items.front().unit_price.currency;
  for (const auto& line : cart.items) cart.total = cart.total + line.line_total;
  return cart;
}

}  // namespace cart::rules
