// lab, internal: which of the generator's sockets have something to tell. Unlike the event loop it
// wakes nobody: the generator looks when it is awake anyway, since the kernel notes when an answer
// came. At high rates that halves what a request costs (docs/decisions/0016).
#pragma once

#include <cstdint>

namespace lab {

class LoadPoll {
 public:
  class Watched {
   public:
    virtual ~Watched() = default;
    // `events`: of epoll(7). May be about a socket that has been closed since.
    virtual void ready(std::uint32_t events) = 0;
  };

  LoadPoll();
  ~LoadPoll();
  LoadPoll(const LoadPoll&) = delete;
  LoadPoll& operator=(const LoadPoll&) = delete;

  // Edge-triggered, until `socket` is closed; `watched` outlives this. False: errno says why not.
  bool watch(int socket, Watched& watched);

  // Tells everybody who is ready now; never waits.
  void look();

  // Readable while somebody is ready.
  int descriptor() const noexcept { return epoll_; }

 private:
  const int epoll_;
};

}  // namespace lab
