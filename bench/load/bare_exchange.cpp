#include "bare_exchange.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <string>
#include <system_error>
#include <vector>

namespace {

constexpr int connections = 32;
constexpr double nap_min_s = 100e-6;  // as the generator's
constexpr std::size_t buffer_bytes = 16 * 1024;

int checked(int result) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), "bare exchange");
  return result;
}

double seconds_of(clockid_t which) {
  timespec now{};
  ::clock_gettime(which, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void watch(int epoll, int socket) {
  const int on = 1;
  checked(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
  epoll_event event{EPOLLIN, {.fd = socket}};
  checked(::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event));
}

// Answers until it is killed.
[[noreturn]] void answer(int listener, std::size_t reply_bytes) {
  const int epoll = ::epoll_create1(0);
  for (int i = 0; i < connections; ++i) watch(epoll, ::accept(listener, nullptr, nullptr));
  const std::string reply(reply_bytes, 'r');
  std::string buffer(buffer_bytes, '\0');
  epoll_event events[connections];
  for (;;) {
    const int count = ::epoll_wait(epoll, events, connections, -1);
    for (int i = 0; i < count; ++i) {
      if (::recv(events[i].data.fd, buffer.data(), buffer.size(), 0) <= 0) ::_exit(0);
      ::send(events[i].data.fd, reply.data(), reply.size(), MSG_NOSIGNAL);
    }
  }
}

class Asker {
 public:
  Asker(const sockaddr_in& address, const BareExchange& exchange)
      : exchange_(exchange), request_(exchange.request_bytes, 'q'), buffer_(buffer_bytes, '\0') {
    for (int i = 0; i < connections; ++i) {
      const int socket = checked(::socket(AF_INET, SOCK_STREAM, 0));
      checked(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
      watch(epoll_, socket);
      idle_.push_back(socket);
    }
  }

  double cpu_us_per_exchange() {
    const double begun = seconds_of(CLOCK_MONOTONIC);
    const double cpu_begun = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    for (double passed = 0; passed < exchange_.seconds;
         passed = seconds_of(CLOCK_MONOTONIC) - begun) {
      send_due(passed);
      wait(static_cast<double>(sent_ + 1) / exchange_.rate_per_s - passed);
    }
    const double used = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_begun;
    return used * 1e6 / static_cast<double>(sent_);
  }

 private:
  void send_due(double passed) {
    const auto due = static_cast<long>(passed * exchange_.rate_per_s);
    for (; sent_ < due && !idle_.empty(); ++sent_) {
      ::send(idle_.back(), request_.data(), request_.size(), MSG_NOSIGNAL);
      idle_.pop_back();
    }
  }

  void wait(double until_next_s) {
    const timespec nap{0, static_cast<long>(std::clamp(until_next_s, nap_min_s, 0.9) * 1e9)};
    epoll_event events[connections];
    const int count = ::epoll_pwait2(epoll_, events, connections, &nap, nullptr);
    for (int i = 0; i < count; ++i)
      if (::recv(events[i].data.fd, buffer_.data(), buffer_.size(), 0) > 0)
        idle_.push_back(events[i].data.fd);
  }

  const BareExchange exchange_;
  const std::string request_;
  std::string buffer_;
  const int epoll_ = checked(::epoll_create1(0));
  std::vector<int> idle_;
  long sent_ = 0;
};

}  // namespace

double cpu_us_of(const BareExchange& exchange) {
  const int listener = checked(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  checked(::bind(listener, reinterpret_cast<const sockaddr*>(&address), size));
  checked(::listen(listener, connections));
  checked(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size));
  const pid_t answerer = checked(::fork());
  if (answerer == 0) answer(listener, exchange.reply_bytes);
  const double cpu_us = Asker(address, exchange).cpu_us_per_exchange();
  ::kill(answerer, SIGKILL);
  ::waitpid(answerer, nullptr, 0);
  ::close(listener);
  return cpu_us;
}
