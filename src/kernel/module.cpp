#include "kernel/module.h"

namespace kernel {

Module::Module(ModuleParts parts, std::string name)
    : name_(std::move(name)),
      exchange_(parts.exchange),
      runtime_(parts.exchange.runtime()),
      database_(runtime_, std::move(parts.store), std::move(parts.subscribers)),
      bus_(exchange_, name_),
      tasks_(runtime_, name_),
      relay_(exchange_, name_, database_, tasks_, parts.relay) {}

void Module::start() {
  relay_.start();
  on_start();
}

Task<bool> Module::stop(Ticks timeout) {
  tasks_.stop();
  relay_.wake();
  return tasks_.joined(timeout);
}

}  // namespace kernel
