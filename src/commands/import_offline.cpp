#include <algorithm>

#include "catalog/messages.h"
#include "commands/import.h"

namespace commands {
namespace {

constexpr std::size_t rows_at_once = 500;  // catalog takes up to 1,000
constexpr kernel::Ticks batch_timeout = std::chrono::minutes(5);

catalog::ImportRow to_row(const CatalogueRow& row) {
  return {row.sku, row.name, row.description, row.category, row.price, row.stock};
}

}  // namespace

kernel::Task<> import_offline(app::Offline& shop, const Catalogue& catalogue, Progress& progress,
                              ImportCounts& counts) {
  shop.bus().calls<catalog::ImportProducts>();
  const auto& products = catalogue.products;
  for (std::size_t begin = 0; begin < products.size(); begin += rows_at_once) {
    const auto end = std::min(begin + rows_at_once, products.size());
    catalog::ImportProducts message;
    for (auto i = begin; i < end; ++i) message.rows.push_back(to_row(products[i]));
    const auto context = shop.context(batch_timeout);
    const auto result = co_await shop.bus().call(context, message);
    counts.created += result.created;
    counts.updated += result.updated;
    counts.unchanged += result.unchanged;
    progress.advance(static_cast<std::int64_t>(end - begin));
  }
}

}  // namespace commands
