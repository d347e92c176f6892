// app: what a running process takes over when it reads its configuration again (SIGHUP).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/config.h"
#include "kernel/layout.h"

namespace app {

// The configuration as it stands now, and this process's part of it.
struct Reread {
  std::unique_ptr<const kernel::Config> config;
  kernel::Process process;
};

struct Changes {
  std::vector<std::string> taken_over;    // keys
  std::vector<std::string> need_restart;  // keys whose new value the process does not use
};

// `began`: what the process was started with. `latest`: what it read last. `running` and
// `fresh.process` are the same process's.
Changes changes(const kernel::Config& began, const kernel::Config& latest, const Reread& fresh,
                const kernel::Process& running);

}  // namespace app
