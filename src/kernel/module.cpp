#include "kernel/module.h"

#include "kernel/audit.h"
#include "kernel/json.h"
#include "kernel/tap.h"
#include "kernel/traces.h"
#include "kernel/vitals.h"
#include "own_message.h"

namespace kernel {

Module::Module(ModuleParts parts, std::string name)
    : name_(std::move(name)),
      exchange_(parts.exchange),
      runtime_(parts.exchange.runtime()),
      database_(runtime_, std::move(parts.store), std::move(parts.subscribers)),
      bus_(exchange_, name_),
      tasks_(runtime_, name_),
      relay_(exchange_, name_, database_, tasks_, parts.relay) {
  database_.record_spans(exchange_.spans());
  offer_own_messages();
}

void Module::offer_own_messages() {
  exchange_.serve_at(own_path<faults::Get>(name_),
                     [this](const WireRequest& request) { return get_faults(request); });
  exchange_.serve_at(own_path<faults::Set>(name_),
                     [this](const WireRequest& request) { return set_faults(request); });
  exchange_.serve_at(own_path<audit::List>(name_),
                     [this](const WireRequest& request) { return list_audit(request); });
  serve_traces(exchange_, name_);
  serve_tap(exchange_, name_, tasks_);
  serve_vitals(exchange_, name_, database_);
}

Task<WireResponse> Module::get_faults(const WireRequest& request) {
  own_message<faults::Get>(exchange_, request);
  const auto rules = exchange_.faults().get(name_);
  co_return WireResponse{200, json::to_json(rules), {}};
}

Task<WireResponse> Module::set_faults(const WireRequest& request) {
  const auto message = own_message<faults::Set>(exchange_, request);
  auto replaced = replace_faults(message);
  const auto rules =
      co_await database_.audited_work(request.context, message, name_, std::move(replaced));
  co_return WireResponse{200, json::to_json(rules), {}};
}

Task<faults::Rules> Module::replace_faults(faults::Set message) {
  exchange_.faults().set(name_, std::move(message.rules));
  co_return exchange_.faults().get(name_);
}

Task<WireResponse> Module::list_audit(const WireRequest& request) {
  const auto which = own_message<audit::List>(exchange_, request);
  auto reader = database_.read();
  const auto records = audit_records(reader, which);
  co_return WireResponse{200, json::to_json(records), {}};
}

void Module::start() {
  relay_.start();
  on_start();
}

void Module::tell_to_stop() {
  tell_to_drain();
  tasks_.stop();
  relay_.wake();
}

Task<bool> Module::stop(Ticks timeout) {
  tell_to_stop();
  return tasks_.joined(timeout);
}

}  // namespace kernel
