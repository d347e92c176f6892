// lab, internal: when the kernel took in what a socket received (SO_TIMESTAMPNS, socket(7)).
//
// Linux begins to stamp a while after the first socket of the machine has asked, and stops when the
// last of them closes. So one stays open as long as this lives.
#pragma once

#include <sys/socket.h>

#include <ctime>
#include <optional>
#include <span>

#include "kernel/real_runtime.h"

namespace lab {

class ArrivalStamps {
 public:
  explicit ArrivalStamps(kernel::RealRuntime& runtime);
  ~ArrivalStamps();
  ArrivalStamps(const ArrivalStamps&) = delete;
  ArrivalStamps& operator=(const ArrivalStamps&) = delete;

  // Until stamps come. Where none do within some 100 ms, answers count from when somebody looked.
  kernel::Task<> wait();

  static void ask_for(int socket);
  // recv(2), with the arrival of the last of these bytes by the wall clock, if that is known.
  struct Received {
    ssize_t size = 0;
    std::optional<timespec> stamp;
  };
  static Received receive(int socket, std::span<char> room);

 private:
  bool is_older(kernel::Ticks at) const;

  kernel::RealRuntime& runtime_;
  const int socket_;
};

}  // namespace lab
