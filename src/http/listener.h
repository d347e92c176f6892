// http, internal: a listening socket and what it leaves in the file system.
#pragma once

#include <sys/types.h>

#include <string>

#include "http/address.h"

namespace http {

// Closes itself, and removes the file of a Unix socket if it is still the one it made.
class Listener {
 public:
  // Throws Error{failed_precondition} in one clear line.
  explicit Listener(const Origin& origin);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int descriptor() const noexcept { return descriptor_; }    // non-blocking
  const Origin& origin() const noexcept { return origin_; }  // with the actual port

 private:
  void listen_unix();
  void listen_tcp();
  void open(int family);
  bool remove_stale() const;
  [[noreturn]] void fail(int error) const;

  Origin origin_;
  int descriptor_ = -1;
  dev_t device_ = 0;  // of the Unix socket's file
  ino_t inode_ = 0;
};

}  // namespace http
