// lab: free TCP ports of this machine.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "kernel/runtime.h"

namespace lab {

// Ports of 127.0.0.1 that nobody listens at now. They lie below those that the kernel gives to
// outgoing connections: else a process that is started again could find its port taken by a
// client's connection.
class Ports {
 public:
  explicit Ports(kernel::Runtime& runtime) : runtime_(runtime) {}

  // Never the same twice. Throws Error{unavailable} when none is free.
  std::uint16_t take();
  std::string take_url();  // http://127.0.0.1:port

 private:
  kernel::Runtime& runtime_;
  std::set<std::uint16_t> taken_;
};

}  // namespace lab
