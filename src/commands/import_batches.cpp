#include <algorithm>
#include <charconv>
#include <map>

#include "commands/import.h"
#include "kernel/error.h"

namespace commands {
namespace {

using kernel::Code;
using kernel::Error;
using kernel::Task;

constexpr std::size_t rows_at_once = 200;  // 1 MiB of the longest descriptions, as the API takes

catalog::ImportRow to_row(const CatalogueRow& row) {
  return {row.sku, row.name, row.description, row.category, row.price, row.stock};
}

catalog::ImportProducts to_message(const std::vector<const CatalogueRow*>& batch) {
  catalog::ImportProducts message;
  for (const CatalogueRow* row : batch) message.rows.push_back(to_row(*row));
  return message;
}

// The index in "/rows/<index>/…"; nothing for another pointer.
std::optional<std::size_t> row_of(std::string_view pointer) {
  constexpr std::string_view head = "/rows/";
  if (!pointer.starts_with(head)) return std::nullopt;
  std::size_t index = 0;
  const char* const end = pointer.data() + pointer.size();
  const auto [stop, error] = std::from_chars(pointer.data() + head.size(), end, index);
  if (error != std::errc() || (stop != end && *stop != '/')) return std::nullopt;
  return index;
}

// The refused rows of the batch with what is wrong with each. Rethrows `error` when it blames none.
std::map<std::size_t, std::string> blamed_rows(const Error& error, std::size_t size) {
  std::map<std::size_t, std::string> blamed;
  for (const auto& fault : error.details) {
    const auto index = row_of(fault.pointer);
    if (!index || *index >= size) continue;
    const auto field = fault.pointer.substr(fault.pointer.find('/', 6) + 1);
    auto& reason = blamed[*index];
    reason += (reason.empty() ? "" : "; ") + field + " " + fault.detail;
  }
  if (error.code != Code::invalid_argument || blamed.empty()) throw error;
  return blamed;
}

void set_aside(std::vector<const CatalogueRow*>& batch,
               const std::map<std::size_t, std::string>& blamed, Refusals& refusals) {
  std::vector<const CatalogueRow*> rest;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto found = blamed.find(i);
    if (found == blamed.end()) {
      rest.push_back(batch[i]);
    } else {
      refusals.push_back({batch[i]->line, found->second, batch[i]->sku});
    }
  }
  batch = std::move(rest);
}

// True when the batch is in the shop; otherwise it lacks the refused rows now.
Task<bool> try_batch(ImportTarget& target, std::vector<const CatalogueRow*>& batch,
                     Imported& imported) {
  const auto message = to_message(batch);
  try {
    const auto result = co_await target.send(message);
    imported.counts.created += result.created;
    imported.counts.updated += result.updated;
    imported.counts.unchanged += result.unchanged;
    co_return true;
  } catch (const Error& error) {
    set_aside(batch, blamed_rows(error, batch.size()), imported.refusals);
  }
  co_return false;
}

}  // namespace

Task<> import_products(ImportTarget& target, const std::vector<CatalogueRow>& products,
                       Progress& progress, Imported& imported) {
  for (std::size_t begin = 0; begin < products.size(); begin += rows_at_once) {
    const auto end = std::min(begin + rows_at_once, products.size());
    std::vector<const CatalogueRow*> batch;
    for (auto i = begin; i < end; ++i) batch.push_back(&products[i]);
    for (bool sent = false; !sent && !batch.empty();)
      sent = co_await try_batch(target, batch, imported);
    progress.advance(static_cast<std::int64_t>(end - begin));
  }
}

}  // namespace commands
