// kernel: what every module is: a bus of its own, a database of its own, its background work, and
// the relay that delivers what its database owes. The plug of a module derives from this and
// registers its handlers, subscriptions and calls in its constructor.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kernel/bus.h"
#include "kernel/exchange.h"
#include "kernel/relay.h"
#include "kernel/storage.h"
#include "kernel/task_group.h"

namespace kernel {

// What the composition root hands to a module.
struct ModuleParts {
  Exchange& exchange;
  std::shared_ptr<Store> store;
  Database::Subscribers subscribers = {};  // who is owed each of its events
  RelayOptions relay = {};
};

class Module {
 public:
  Module(ModuleParts parts, std::string name);
  virtual ~Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  // Starts the relay and the module's own background work. Called on a loop, once every module of
  // the process exists.
  void start();

  // The process is about to stop: calls that wait for something to happen end, so that they do not
  // hold up the others, which are still served.
  void tell_to_drain() { on_drain(); }
  // Asks all of it to stop; drains first, if nobody did.
  void tell_to_stop();
  // The same, and waits: true once it has, false when `timeout` passed first.
  Task<bool> stop(Ticks timeout);

  // Ends the writer, after stop() and before the runtime's frames are destroyed. A module with a
  // second database ends that one too.
  virtual void close() noexcept { database_.close(); }

  const std::string& name() const noexcept { return name_; }
  Database& database() noexcept { return database_; }
  Relay& relay() noexcept { return relay_; }

 protected:
  // Background work: `tasks_.spawn(…)`.
  virtual void on_start() {}
  // Ends the calls that wait on purpose. May come twice.
  virtual void on_drain() {}

  // A context for work that no user waits for.
  Context own_context(Ticks timeout) { return service_context(runtime_, name_, timeout); }

  const std::string name_;
  Exchange& exchange_;
  Runtime& runtime_;
  Database database_;
  Bus bus_;
  TaskGroup tasks_;

 private:
  void offer_own_messages();  // to administrators
  Task<WireResponse> get_faults(const WireRequest& request);
  Task<WireResponse> set_faults(const WireRequest& request);
  Task<faults::Rules> replace_faults(faults::Set message);
  Task<WireResponse> list_audit(const WireRequest& request);
  Relay relay_;
};

}  // namespace kernel
