// lab, internal: when the kernel took in what a socket received (SO_TIMESTAMPNS, socket(7)).
//
// Linux begins to stamp a while after the first socket of the machine has asked, and stops when the
// last of them closes. So one stays open as long as this lives, and the constructor returns only
// when stamps come.
#pragma once

#include <sys/socket.h>

#include <ctime>
#include <optional>

namespace lab {

class ArrivalStamps {
 public:
  // Where none come within some 100 ms, answers count from when the generator looked.
  ArrivalStamps();
  ~ArrivalStamps();
  ArrivalStamps(const ArrivalStamps&) = delete;
  ArrivalStamps& operator=(const ArrivalStamps&) = delete;

  static void ask_for(int socket);
  // By the wall clock; of the last bytes that recvmsg() took.
  static std::optional<timespec> of(msghdr& message);

 private:
  bool tell_the_past() const;

  const int socket_;
};

}  // namespace lab
