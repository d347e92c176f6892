// gateway: how the databases and the outboxes of this process's modules are, as metrics.
#pragma once

#include <memory>
#include <vector>

#include "gateway/monitor.h"
#include "kernel/module.h"
#include "kernel/task_group.h"

namespace gateway {

// Outboxes are looked at now and then, by a worker; what the writers did is always known.
class ModuleMetrics {
 public:
  // The modules outlive this.
  ModuleMetrics(kernel::Runtime& runtime, std::vector<kernel::Module*> modules,
                kernel::Ticks interval = std::chrono::seconds(2));
  ~ModuleMetrics();

  void start();  // on a loop
  // False when `timeout` passed first.
  kernel::Task<bool> stop(kernel::Ticks timeout);

  // cleave_storage_*, cleave_outbox_*, by module. From any thread.
  Monitor::Families families() const;

 private:
  struct Seen;
  kernel::Task<> watch();
  void look(Seen& seen);
  Monitor::Families storage_families() const;

  kernel::Runtime& runtime_;
  const kernel::Ticks interval_;
  std::vector<std::unique_ptr<Seen>> all_;
  kernel::TaskGroup tasks_;
};

}  // namespace gateway
