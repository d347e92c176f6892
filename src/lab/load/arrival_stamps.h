// lab, internal: when the kernel took in what a socket received (SO_TIMESTAMPNS, socket(7)).
//
// Linux begins to stamp a while after the first socket of the machine has asked, and stops when the
// last of them closes. So one stays open as long as this lives.
#pragma once

#include <sys/socket.h>

#include <ctime>
#include <optional>

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
  // By the wall clock; of the last bytes that recvmsg() took.
  static std::optional<timespec> of(msghdr& message);

 private:
  bool is_older(kernel::Ticks at) const;

  kernel::RealRuntime& runtime_;
  const int socket_;
};

}  // namespace lab
