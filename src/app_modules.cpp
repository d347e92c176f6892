#include "app_modules.h"

#include <algorithm>
#include <map>

#include "app_options.h"

namespace app {
namespace {

using Listeners = std::map<std::string, std::vector<std::string>, std::less<>>;  // by event

class Plugs {
 public:
  Plugs(kernel::Exchange& exchange, const kernel::Config& config,
        std::span<const std::string> hosted, const Outside& outside)
      : exchange_(exchange), config_(config), hosted_(hosted), outside_(outside) {}

  // Builds M if this process hosts it, and notes what it listens to wherever it lives.
  template <class M, class... More>
  void plug(More&&... more) {
    const std::string name(M::name);
    for (const auto event : M::listens_to()) (*listeners_)[std::string(event)].push_back(name);
    if (!hosts(name)) return;
    kernel::ModuleParts parts{exchange_, outside_.open(name, M::migrations()), subscribers(),
                              relay_options(config_)};
    modules_.push_back(std::make_unique<M>(std::move(parts), std::forward<More>(more)...));
  }

  // A second database of the module `name`, if this process hosts it.
  std::shared_ptr<kernel::Store> store(std::string_view module, const std::string& name,
                                       kernel::Migrations migrations) const {
    return hosts(module) ? outside_.open(name, migrations) : nullptr;
  }

  Modules take() { return std::move(modules_); }

 private:
  bool hosts(std::string_view name) const {
    return std::find(hosted_.begin(), hosted_.end(), name) != hosted_.end();
  }

  // Asked at run time, when all are plugged in: a publisher is built before its listeners.
  kernel::Database::Subscribers subscribers() const {
    return [listeners = listeners_](std::string_view event) {
      const auto found = listeners->find(event);
      return found == listeners->end() ? std::vector<std::string>() : found->second;
    };
  }

  kernel::Exchange& exchange_;
  const kernel::Config& config_;
  const std::span<const std::string> hosted_;
  const Outside& outside_;
  const std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
  Modules modules_;
};

}  // namespace

Outside files(const kernel::Config& config, const std::string& owner) {
  kernel::StorageOptions options;
  options.directory = config.text("storage.directory");
  options.owner = owner;
  options.queue_max = static_cast<std::size_t>(config.integer("storage.queue_max"));
  options.batch_max = static_cast<std::size_t>(config.integer("storage.batch_max"));
  const auto open = [options](const std::string& name, kernel::Migrations migrations) {
    return kernel::Store::open(options, name, migrations);
  };
  return {open, nullptr};
}

Outside memory() {
  const auto open = [](const std::string& name, kernel::Migrations migrations) {
    return kernel::Store::open(kernel::StorageOptions{}, name, migrations);
  };
  return {open, std::make_shared<notification::MemoryMail>()};
}

Modules build_modules(kernel::Exchange& exchange, const kernel::Config& config,
                      std::span<const std::string> hosted, const Outside& outside) {
  Plugs plugs(exchange, config, hosted, outside);
  using Payment = payment::PaymentModule;
  const auto books =
      plugs.store(Payment::name, Payment::sandbox_name, Payment::sandbox_migrations());

  plugs.plug<auth::AuthModule>(auth_options(config));
  plugs.plug<catalog::CatalogModule>(catalog_options(config));
  plugs.plug<cart::CartModule>(cart_options(config));
  plugs.plug<Payment>(books, payment_options(config));
  plugs.plug<order::OrderModule>(order_options(config));
  plugs.plug<notification::NotificationModule>(notification_options(config, outside.mail));
  return plugs.take();
}

}  // namespace app
