// commands: the whole shop in memory, for looking at how it is put together. Nothing runs in it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app_modules.h"
#include "kernel/real_runtime.h"

namespace commands {

class Assembly {
 public:
  Assembly();
  ~Assembly();
  Assembly(const Assembly&) = delete;
  Assembly& operator=(const Assembly&) = delete;

  const kernel::Exchange& exchange() const noexcept { return exchange_; }

  // By database: the number of the newest migration that this executable knows.
  const std::map<std::string, std::int64_t>& schema_versions() const noexcept { return versions_; }
  // The same of what the kernel keeps in every database.
  std::int64_t kernel_version() const noexcept { return kernel_version_; }

 private:
  kernel::RealRuntime runtime_;
  const std::unique_ptr<kernel::Transport> transport_;
  kernel::Exchange exchange_;
  std::map<std::string, std::int64_t> versions_;
  std::int64_t kernel_version_ = 0;
  app::Modules modules_;
};

}  // namespace commands
