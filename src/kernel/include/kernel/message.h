// kernel: what makes a struct a message or an event.
#pragma once

#include <concepts>
#include <string_view>
#include <vector>

#include "kernel/describe.h"
#include "kernel/error.h"
#include "kernel/id.h"
#include "kernel/task.h"

namespace kernel {

// A query changes nothing and may be repeated. A command changes state; the same key twice has the
// effect of once.
enum class Kind { query, command };

template <class M>
concept Message = requires {
  typename M::Reply;
  { M::kind } -> std::convertible_to<Kind>;
};

// A fact that a module announces. Events of one aggregate() arrive in order.
template <class E>
concept Event = !Message<E> && requires(const E& event) {
  { event.aggregate() } -> std::convertible_to<Uuid>;
};

// A command that can be owed to another module: it names its aggregate too.
template <class M>
concept Owable = Message<M> && requires(const M& message) {
  { message.aggregate() } -> std::convertible_to<Uuid>;
};

// The reply of a command that has nothing to say.
struct Done {
  bool operator==(const Done&) const = default;
};
BOOST_DESCRIBE_STRUCT(Done, (), ())

// A contract's types as the run time sees them; one static object each.
struct MessageType {
  std::string_view name;    // "cart.AddItem"
  std::string_view module;  // "cart"
  Kind kind;
  bool bounded;  // some field has bounds: checked on every transport
  const Type& (*request)() noexcept;
  const Type& (*reply)() noexcept;
};
struct EventType {
  std::string_view name;  // "order.OrderConfirmed"
  std::string_view module;
  const Type& (*type)() noexcept;
};

// All that a contract offers; each contract's messages.h declares `const Contract& contract();`.
struct Contract {
  std::string_view module;
  std::vector<const MessageType*> messages;
  std::vector<const EventType*> events;
};

template <Message M>
const MessageType& message_type() noexcept;  // defined by KERNEL_MESSAGE in the contract's .cpp
template <Event E>
const EventType& event_type() noexcept;  // defined by KERNEL_EVENT

namespace detail {
unsigned next_message_index() noexcept;
}

// Where M's slot lies on every bus. Differs between builds: never order or print by it.
template <class M>
inline const unsigned message_index = detail::next_message_index();

// True when some field, however deep, has bounds to check.
bool is_bounded(const Type& type) noexcept;

// Throws Error{invalid_argument} with a Fault per violated bound of the description.
void check_bounds(const Type& type, const void* object);

}  // namespace kernel
