#include "lab/load/load_poll.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace lab {

LoadPoll::LoadPoll() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

LoadPoll::~LoadPoll() { ::close(epoll_); }

bool LoadPoll::watch(int socket, Watched& watched) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &watched;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) == 0;
}

void LoadPoll::look() {
  constexpr int at_once = 256;
  epoll_event events[at_once];
  for (;;) {
    const int count = ::epoll_wait(epoll_, events, at_once, 0);
    for (int i = 0; i < count; ++i)
      static_cast<Watched*>(events[i].data.ptr)->ready(events[i].events);
    if (count < at_once) return;
  }
}

}  // namespace lab
