// kernel: instantiates what a contract's types need, once. Included by the contracts' .cpp files
// only: it makes the description tables and the two coroutines of each message.
#pragma once

#include "kernel/detail/describe_impl.h"
#include "kernel/detail/wire_impl.h"
#include "kernel/message.h"

namespace kernel {

template <class... Types>
Contract make_contract(std::string_view module) {
  Contract contract{module, {}, {}};
  const auto add = [&]<class T>(const T*) {
    if constexpr (Message<T>) {
      contract.messages.push_back(&message_type<T>());
    } else {
      contract.events.push_back(&event_type<T>());
    }
  };
  (add(static_cast<const Types*>(nullptr)), ...);
  return contract;
}

}  // namespace kernel

// The reply's description comes with the message's, which points at it; several messages may share
// a reply, and nothing is instantiated explicitly twice.
#define KERNEL_MESSAGE(M)                                                 \
  template const kernel::Type& kernel::type_of<M>() noexcept;             \
  template const kernel::MessageType& kernel::message_type<M>() noexcept; \
  template struct kernel::Wire<M>;

#define KERNEL_EVENT(E)                                       \
  template const kernel::Type& kernel::type_of<E>() noexcept; \
  template const kernel::EventType& kernel::event_type<E>() noexcept;
