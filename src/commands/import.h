// commands: a catalogue into the shop, in batches, by one of two ways.
#pragma once

#include <string>
#include <vector>

#include "app_offline.h"
#include "catalog/messages.h"
#include "commands/admin_session.h"
#include "commands/input/catalogue_file.h"
#include "commands/terminal.h"

namespace commands {

// Where rows go. Either all of a batch are imported or none.
class ImportTarget {
 public:
  virtual ~ImportTarget() = default;
  // Throws invalid_argument with a fault at /rows/<index>/… for each row that the shop refuses.
  virtual kernel::Task<catalog::ImportResult> send(const catalog::ImportProducts& batch) = 0;
};

// The catalog module of a stopped shop.
class OfflineTarget final : public ImportTarget {
 public:
  explicit OfflineTarget(app::Offline& shop);
  kernel::Task<catalog::ImportResult> send(const catalog::ImportProducts& batch) override;

 private:
  app::Offline& shop_;
};

// A running shop, by its public API.
class OnlineTarget final : public ImportTarget {
 public:
  OnlineTarget(app::ApiClient& api, AdminLogin login) : session_(api, std::move(login)) {}
  kernel::Task<catalog::ImportResult> send(const catalog::ImportProducts& batch) override;

 private:
  AdminSession session_;
};

struct Imported {
  catalog::ImportResult counts;
  Refusals refusals;  // rows that the shop refused
};

// Sends every product. A row that the shop refuses costs that row only. Throws what ended it; what
// was imported until then stays, and importing again goes on.
kernel::Task<> import_products(ImportTarget& target, const std::vector<CatalogueRow>& products,
                               Progress& progress, Imported& imported);

}  // namespace commands
