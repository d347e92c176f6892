// commands: a catalogue into the shop, by one of two ways.
#pragma once

#include <string>

#include "app_offline.h"
#include "commands/api_client.h"
#include "commands/input/catalogue_file.h"
#include "commands/terminal.h"
#include "kernel/secret.h"

namespace commands {

struct ImportCounts {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
};

// Into the catalog module of a stopped shop. Nothing of a thousand rows is imported when one of
// them is refused.
kernel::Task<> import_offline(app::Offline& shop, const Catalogue& catalogue, Progress& progress,
                              ImportCounts& counts);

struct AdminLogin {
  std::string email;
  kernel::SecretText password;
};

// Into a running shop, by its public API, as an administrator. Stock is set for new products only,
// as offline.
class OnlineImport {
 public:
  OnlineImport(kernel::RealRuntime& runtime, ApiClient& api, const Catalogue& catalogue,
               Progress& progress);

  // Throws what ended it; what was imported until then stays, and importing again goes on.
  kernel::Task<> run(const AdminLogin& login);

  const ImportCounts& counts() const noexcept { return counts_; }

 private:
  kernel::Task<> sign_in(const AdminLogin& login);
  kernel::Task<> load_known();
  kernel::Task<> serve();
  kernel::Task<> import_row(const CatalogueRow& row);

  struct Known {
    std::string id;
    std::string content;  // everything but the stock, for comparison
  };

  kernel::RealRuntime& runtime_;
  ApiClient& api_;
  const Catalogue& catalogue_;
  Progress& progress_;
  kernel::SecretText token_;
  std::unordered_map<std::string, Known> known_;  // by sku
  std::size_t next_ = 0;
  std::exception_ptr failure_;  // the first one; nothing new is begun after it
  ImportCounts counts_;
};

}  // namespace commands
