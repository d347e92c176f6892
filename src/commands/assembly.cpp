#include "commands/assembly.h"

#include "app_settings.h"
#include "kernel/error.h"
#include "kernel/storage.h"

namespace commands {
namespace {

class NoTransport final : public kernel::Transport {
 public:
  kernel::Task<kernel::WireResponse> send(const std::string&, const kernel::WireRequest&) override {
    throw kernel::Error(kernel::Code::internal, "no message is sent here");
  }
};

std::map<std::string, kernel::Place> all_local() {
  std::map<std::string, kernel::Place> places;
  for (const auto& module : app::module_names()) places.emplace(module, kernel::Place{});
  return places;
}

}  // namespace

Assembly::Assembly()
    : runtime_({.loops = 1, .workers = 1}),
      transport_(std::make_unique<NoTransport>()),
      exchange_(runtime_, *transport_, all_local()) {
  auto outside = app::memory();
  outside.open = [this, open = outside.open](const std::string& name,
                                             kernel::Migrations migrations) {
    versions_[name] = static_cast<std::int64_t>(migrations.size());
    auto store = open(name, migrations);
    kernel::Queries fresh(store->writer());
    kernel_version_ = fresh.one("SELECT kernel_version FROM schema_of")->get<std::int64_t>(0);
    return store;
  };
  // The defaults: what somebody configured has no part in how the modules fit together.
  const kernel::Config config(app::setting_keys(), {});
  modules_ = app::build_modules(exchange_, config, app::module_names(), outside);
}

Assembly::~Assembly() {
  for (const auto& module : modules_) module->close();
  runtime_.destroy_frames();
}

}  // namespace commands
