// app: one module of a stopped shop, for the commands that change its data directly.
#pragma once

#include <functional>
#include <string>

#include "app_modules.h"
#include "http/transport.h"
#include "kernel/real_runtime.h"

namespace app {

// Opens (and creates) the module's database, whatever the layout says about where it runs. What it
// owes to other modules stays in its outbox until the shop is started.
class Offline {
 public:
  // Throws Error{failed_precondition} naming the owner when the shop is running.
  Offline(const kernel::Config& config, const std::string& module);
  ~Offline();
  Offline(const Offline&) = delete;
  Offline& operator=(const Offline&) = delete;

  kernel::RealRuntime& runtime() noexcept { return runtime_; }
  kernel::Bus& bus() noexcept { return bus_; }
  // The program itself asks, for no user.
  kernel::Context context(kernel::Ticks timeout) {
    return kernel::service_context(runtime_, "cleave", timeout);
  }

 private:
  kernel::RealRuntime runtime_;
  const std::vector<boost::asio::io_context*> loops_;
  http::HttpTransport transport_;
  kernel::Exchange exchange_;
  Modules modules_;
  kernel::Bus bus_;
};

}  // namespace app
