// What the kernel alone takes of a load generator: bytes out and bytes back over kept loopback TCP
// connections, by epoll, without HTTP, schedule or histogram.
#pragma once

#include <cstddef>

struct BareExchange {
  double rate_per_s = 0;
  double seconds = 0;
  std::size_t request_bytes = 0;
  std::size_t reply_bytes = 0;
};

// CPU of this process per exchange, in µs; that of the other end, a process of its own, not
// included. Throws std::system_error when the system refuses a socket.
double cpu_us_of(const BareExchange& exchange);
