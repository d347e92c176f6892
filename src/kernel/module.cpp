#include "kernel/module.h"

#include "kernel/json.h"
#include "own_message.h"

namespace kernel {

namespace {

WireResponse rules_set(const Faults& faults, const std::string& module) {
  return {200, json::to_json(faults.get(module)), {}};
}

}  // namespace

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
  own_message<faults::Get>(exchange_, request);
  co_return rules_set(exchange_.faults(), name_);
}

Task<WireResponse> Module::set_faults(const WireRequest& request) {
  auto message = own_message<faults::Set>(exchange_, request);
  exchange_.faults().set(name_, std::move(message.rules));
  co_return rules_set(exchange_.faults(), name_);
}

void Module::start() {
  relay_.start();
  on_start();
}

void Module::tell_to_stop() {
  tasks_.stop();
  relay_.wake();
}

Task<bool> Module::stop(Ticks timeout) {
  tell_to_stop();
  return tasks_.joined(timeout);
}

}  // namespace kernel
