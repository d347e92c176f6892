#include "app_offline.h"

#include <fmt/format.h>

#include "app_settings.h"
#include "kernel/error.h"

namespace app {
namespace {

Modules open_module(kernel::Exchange& exchange, const kernel::Config& config,
                    const std::string& module) {
  try {
    return build_modules(exchange, config, std::vector{module}, files(config, "cleave"));
  } catch (const kernel::Error& error) {
    if (error.message.find("is held by") == error.message.npos) throw;
    throw kernel::Error(error.code, error.message + ": stop the shop first");
  }
}

std::map<std::string, kernel::Place> all_local() {
  std::map<std::string, kernel::Place> places;
  for (const auto& module : module_names()) places.emplace(module, kernel::Place{});
  return places;
}

}  // namespace

Offline::Offline(const kernel::Config& config, const std::string& module)
    : runtime_({.loops = 1, .workers = 0}),
      loops_{&runtime_.loop(0)},
      transport_(runtime_, loops_),
      exchange_(runtime_, transport_, all_local()),
      modules_(open_module(exchange_, config, module)),
      bus_(exchange_, "cleave") {}

Offline::~Offline() {
  for (const auto& module : modules_) module->close();
  runtime_.destroy_frames();
}

}  // namespace app
