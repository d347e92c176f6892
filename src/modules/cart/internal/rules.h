// cart: what may be in a cart and what it costs, as pure functions over values.
#pragma once

#include <map>
#include <vector>

#include "cart/messages.h"
#include "catalog/messages.h"

namespace cart {

// What catalog said of the products of one message.
struct Facts {
  std::map<ProductId, catalog::Product> products;
};

}  // namespace cart

namespace cart::rules {

// The product, if it can be put into a cart. Throws not_found.
const catalog::Product& sellable(const Facts& facts, const ProductId& product);

// Throw invalid_argument when the quantity would exceed quantity_max.
std::int64_t more(std::int64_t present, std::int64_t added);

// `lines` may take in one of `currency`. Throws failed_precondition: full, or another currency.
void check_room(const std::vector<Line>& lines, const kernel::Currency& currency);

Line new_line(const LineId& id, const catalog::Product& product, std::int64_t quantity);

// The line of `product`, or null.
Line* find(std::vector<Line>& lines, const ProductId& product);

std::vector<ProductId> products_of(const std::vector<Line>& lines);

// Today's names and prices where `facts` has them, and the sums. Throws invalid_argument when a sum
// is beyond what money can express.
Cart shown(std::int64_t revision, std::vector<Line> lines, const Facts& facts,
           const kernel::Currency& currency);

}  // namespace cart::rules
