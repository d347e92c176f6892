// kernel: one process's switchboard. It knows which module is served here and where the others
// are, fills the slots of every bus, and takes in what other processes send.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "kernel/bus.h"
#include "kernel/faults.h"
#include "kernel/guard.h"
#include "kernel/replaceable.h"
#include "kernel/runtime.h"
#include "kernel/storage.h"
#include "kernel/tap.h"
#include "kernel/wire.h"

namespace kernel {

// Where a module is.
struct Place {
  enum class Kind { local, serialized, remote };
  Kind kind = Kind::local;
  std::string url;  // remote: http://host:port, unix:/path.sock
};

std::string_view transport_name(Place::Kind kind) noexcept;  // "local", "serialized", "http"

// Carries bytes to another process. Implemented by http (sockets) and by the simulation.
class Transport {
 public:
  virtual ~Transport() = default;
  // Throws unavailable when nobody answers, deadline_exceeded when the context's deadline passes
  // first. `request` outlives the call.
  virtual Task<WireResponse> send(const std::string& url, const WireRequest& request) = 0;
};

class Exchange {
 public:
  Exchange(Runtime& runtime, Transport& transport, std::map<std::string, Place> places,
           const GuardOptions& guard = {});
  ~Exchange();

  // Serves message M of a module hosted here: exchange.serve<&CartModule::add_item>(*this).
  template <auto Method, class Module>
  void serve(Module& module);

  // Registers that `module`, hosted here, listens to event E: `handle(tx, context, event)` runs
  // inside a transaction of `database` together with the inbox entry, so its effect happens once.
  template <Event E, auto Method, class Module>
  void subscribe(std::string_view subscriber, Database& database, Module& module);

  // Serves a path of the kernel's own, such as /rpc/cart/outbox.List.
  using Answer = std::function<Task<WireResponse>(const WireRequest&)>;
  void serve_at(std::string path, Answer answer);

  // Bytes in: what another process sent, or a relay of this one. Never throws.
  Task<WireResponse> dispatch(const WireRequest& request);

  // Bytes out: to `module` wherever it is. Throws as Transport::send.
  Task<WireResponse> carry(std::string_view module, const WireRequest& request);

  // As carry(), once, and whatever the breaker of its guard says; that hears what came of it. For a
  // relay, which waits at its own pace for whom it owes.
  Task<WireResponse> deliver(std::string_view module, const WireRequest& request);

  // Whether `module` answers at all, until the context's deadline; past its guard.
  Task<bool> is_well(std::string_view module, const Context& context);

  Runtime& runtime() noexcept { return runtime_; }
  Faults& faults() noexcept { return faults_; }
  Spans& spans() noexcept { return *spans_; }
  Tap& tap() noexcept { return tap_; }
  std::map<std::string, Place> places() const;
  const Place& place(std::string_view module) const;
  // `module`, which is in another process, is reached at `url` from now on. Any thread; what is
  // under way ends where it was sent. Throws Error{invalid_argument} for one that is not remote.
  void move(std::string_view module, std::string url);
  // Of each module in another process.
  std::map<std::string, GuardCounts> guards() const;
  // Until when an attempt to send `message` may take that begins at `begin`.
  Ticks attempt_deadline(const MessageType& message, Ticks begin, Ticks deadline) const;

  // For what changes something as an administrator. Throws as Context::require_recent_admin.
  void require_recent_admin(const Context& context) const {
    context.require_recent_admin(runtime_.now(), admin_login_max_age_);
  }
  // While the process is assembled.
  void set_admin_login_max_age(Ticks age) noexcept { admin_login_max_age_ = age; }

  // The graph as registered: for `layout --verify` and metrics.
  struct Call {
    std::string caller, message;
  };
  struct Subscription {
    std::string subscriber, event;
  };
  const std::vector<Call>& calls() const noexcept { return calls_; }
  const std::vector<Subscription>& subscriptions() const noexcept { return subscriptions_; }
  // Those of calls are made while the process is assembled, those of deliveries when the first one
  // is due. From any thread; the edges live as long as the exchange.
  std::vector<const Edge*> edges() const;

  // The counters of what `caller`'s relay delivers to `destination`.
  const Edge& delivery_edge(const std::string& caller, const std::string& destination,
                            const std::string& type, Edge::Kind kind);

 private:
  friend class Bus;
  using Serve = Task<WireResponse>(const Slot&, const Context&, std::string_view);
  struct Served {
    Slot slot;  // the owner's own, local
    Serve* serve = nullptr;
  };
  struct Listener {
    const EventType* type = nullptr;
    std::string subscriber;
    Database* database = nullptr;
    std::function<void(Transaction&, const Context&, std::string_view json)> handle;
  };

  void add_served(const MessageType& type, void* module, void (*invoke)(), Serve* serve);
  void add_listener(Listener listener);
  Slot make_slot(const std::string& caller, const MessageType& type, void (*remote)());
  Edge* make_edge(Edge edge);
  Edge* make_call_edge(const std::string& caller, const MessageType& type,
                       std::string_view transport);
  struct Tried {
    std::optional<WireResponse> response;
    std::optional<Error> error;  // there is no response
    bool refused = false;        // the breaker was open
  };
  Task<WireResponse> send(std::string_view module, const Place& where, const WireRequest& request);
  Task<Tried> try_once(Guard& guard, const Place& where, const WireRequest& request);
  Task<WireResponse> dispatch_events(const WireRequest& request);
  bool asks_health(std::string_view path) const;

  Runtime& runtime_;
  Transport& transport_;
  const std::unique_ptr<Spans> spans_;
  Faults faults_;
  Tap tap_;
  Ticks admin_login_max_age_ = 12h;
  std::map<std::string, Replaceable<Place>, std::less<>> places_;
  std::map<std::string, Guard, std::less<>> guards_;  // of the remote ones; complete from the start
  std::map<std::string, Served, std::less<>> served_;  // by path
  std::map<std::string, Answer, std::less<>> own_;     // by path
  std::vector<Listener> listeners_;
  std::vector<Call> calls_;
  std::vector<Subscription> subscriptions_;
  mutable std::mutex edges_mutex_;
  std::vector<std::unique_ptr<Edge>> edges_;             // guarded by edges_mutex_
  std::vector<std::unique_ptr<EdgeCounters>> counters_;  // guarded by edges_mutex_
  // By caller, destination and type; guarded by edges_mutex_.
  std::map<std::tuple<std::string, std::string, std::string>, Edge*> deliveries_;
};

// Where `module` hears M, a message of the kernel's own that every module answers for itself.
template <Message M>
std::string own_path(std::string_view module) {
  return "/rpc/" + std::string(module) + "/" + std::string(message_type<M>().name);
}

}  // namespace kernel

#include "kernel/detail/exchange_impl.h"
