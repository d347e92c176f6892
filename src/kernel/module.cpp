#include "kernel/module.h"

#include "kernel/json.h"

namespace kernel {

Module::Module(ModuleParts parts, std::string name)
    : name_(std::move(name)),
      exchange_(parts.exchange),
      runtime_(parts.exchange.runtime()),
      database_(runtime_, std::move(parts.store), std::move(parts.subscribers)),
      bus_(exchange_, name_),
      tasks_(runtime_, name_),
      relay_(exchange_, name_, database_, tasks_, parts.relay) {
  offer_faults();
}

// To administrators.
void Module::offer_faults() {
  exchange_.serve_at(own_path<faults::Get>(name_),
                     [this](const WireRequest& request) { return get_faults(request); });
  exchange_.serve_at(own_path<faults::Set>(name_),
                     [this](const WireRequest& request) { return set_faults(request); });
}

Task<WireResponse> Module::get_faults(const WireRequest& request) {
  request.context.require_admin();
  const auto rules = exchange_.faults().get(name_);
  co_return WireResponse{200, json::to_json(rules), {}};
}

Task<WireResponse> Module::set_faults(const WireRequest& request) {
  request.context.require_admin();
  auto message = json::from_json<faults::Set>(request.body);
  exchange_.faults().set(name_, std::move(message.rules));
  co_return co_await get_faults(request);
}

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
