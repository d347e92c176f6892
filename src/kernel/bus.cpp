#include "kernel/bus.h"

#include <atomic>

#include "kernel/exchange.h"

namespace kernel {

namespace detail {

unsigned next_message_index() noexcept {
  static std::atomic<unsigned> next = 0;
  return next++;
}

}  // namespace detail

Bus::Bus(Exchange& exchange, std::string module)
    : exchange_(exchange), module_(std::move(module)) {}

void Bus::connect_slot(unsigned index, const MessageType& type, void (*remote)()) {
  if (slots_.size() <= index) slots_.resize(index + 1);
  slots_[index] = exchange_.make_slot(module_, type, remote);
}

void Bus::throw_unregistered(const MessageType& type) const {
  throw Error(Code::internal,
              module_ + " calls " + std::string(type.name) + " without having registered it");
}

}  // namespace kernel
