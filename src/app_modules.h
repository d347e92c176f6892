// app: the modules of a process, built in dependency order. The architecture as code.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernel/config.h"
#include "kernel/module.h"

namespace notification {
class MailTransport;
}

namespace app {

using Modules = std::vector<std::unique_ptr<kernel::Module>>;

// What the modules of a process stand on outside of it.
struct Outside {
  // Opens or creates the database of that name.
  std::function<std::shared_ptr<kernel::Store>(const std::string& name, kernel::Migrations)> open;
  std::shared_ptr<notification::MailTransport> mail;  // null: as configured
};

// Databases in the configured directory, locked under the name of `owner`.
Outside files(const kernel::Config& config, const std::string& owner);

// Nothing that lasts: for tests, simulation and `cleave layout --verify`.
Outside memory();

// Builds those of `hosted` on `exchange`. All of them are known as subscribers, wherever they live.
Modules build_modules(kernel::Exchange& exchange, const kernel::Config& config,
                      std::span<const std::string> hosted, const Outside& outside);

}  // namespace app
