// kernel: the bus carries messages to the module that owns them. Each calling module has a bus of
// its own, so an edge is caller × message. A slot per message type is filled once, at start: for a
// `local` module with a direct call on this thread, for a `serialized` one with encode and decode
// around it, for a remote one with HTTP. The caller cannot tell.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/context.h"
#include "kernel/message.h"
#include "kernel/observe.h"
#include "kernel/wire.h"

namespace kernel {

class Bus;
class Exchange;

// One edge. Written while the process is assembled, read-only afterwards.
struct Slot {
  void* module = nullptr;      // local: the module object
  void (*invoke)() = nullptr;  // really Invoke<M>*
  const MessageType* type = nullptr;
  Exchange* exchange = nullptr;  // how bytes travel when they must
  Edge* edge = nullptr;          // its counters
};

template <class M>
using Invoke = Task<typename M::Reply>(const Slot&, const Context&, const M&);

class Bus {
 public:
  Bus(Exchange& exchange, std::string module);

  // Sends `message` and returns its reply; throws kernel::Error, the same one whatever the
  // transport. The message must outlive the call: name it first (GCC 12 destroys temporaries of a
  // co_await expression twice; hence the deleted overload).
  template <Message M>
  Task<typename M::Reply> call(const Context& context, const M& message) {
    const Slot& slot = slot_at(message_index<M>, message_type<M>());
    return reinterpret_cast<Invoke<M>*>(slot.invoke)(slot, context, message);
  }
  template <Message M>
    requires(!std::is_trivially_copyable_v<M>)
  Task<typename M::Reply> call(const Context& context, M&& message) = delete;

  // Registers the messages that the owner of this bus calls; calling another one is an internal
  // error. `cleave layout --verify` compares them with what the build allows.
  template <Message... M>
  void calls() {
    (connect(message_index<M>, message_type<M>(), &Wire<M>::invoke_remote), ...);
  }

  const std::string& module() const noexcept { return module_; }

 private:
  template <class Function>
  void connect(unsigned index, const MessageType& type, Function* remote) {
    connect_slot(index, type, reinterpret_cast<void (*)()>(remote));
  }
  void connect_slot(unsigned index, const MessageType& type, void (*remote)());
  const Slot& slot_at(unsigned index, const MessageType& type) const {
    if (index < slots_.size() && slots_[index].invoke != nullptr) [[likely]]
      return slots_[index];
    throw_unregistered(type);
  }
  [[noreturn]] void throw_unregistered(const MessageType& type) const;

  Exchange& exchange_;
  const std::string module_;
  std::vector<Slot> slots_;  // by message_index
};

}  // namespace kernel
