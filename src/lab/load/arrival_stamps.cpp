#include "lab/load/arrival_stamps.h"

#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>

namespace lab {
namespace {

constexpr int tries_max = 100;
constexpr auto pause = std::chrono::milliseconds(1);
constexpr int receive_timeout_us = 50'000;

// A datagram socket that is its own peer.
int open_mirror() {
  const int mirror = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  const timeval timeout{.tv_sec = 0, .tv_usec = receive_timeout_us};
  if (mirror < 0 || ::bind(mirror, raw, size) != 0 || ::getsockname(mirror, raw, &size) != 0 ||
      ::connect(mirror, raw, size) != 0 ||
      ::setsockopt(mirror, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0) {
    const int error = errno;
    if (mirror >= 0) ::close(mirror);
    throw std::system_error(error, std::generic_category(), "a datagram socket on 127.0.0.1");
  }
  return mirror;
}

std::optional<timespec> stamp_of(msghdr& message) {
  for (auto* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(header), sizeof stamp);
    return stamp;
  }
  return std::nullopt;
}

}  // namespace

ArrivalStamps::ArrivalStamps(kernel::RealRuntime& runtime)
    : runtime_(runtime), socket_(open_mirror()) {
  ask_for(socket_);
}

// A datagram that came without a stamp is stamped when it is read; one that came with it is older.
kernel::Task<> ArrivalStamps::wait() {
  for (int i = 0; i < tries_max; ++i) {
    const char byte = 0;
    if (::send(socket_, &byte, sizeof byte, 0) != sizeof byte) co_return;
    co_await runtime_.sleep(pause);
    if (is_older(runtime_.ticks())) co_return;
  }
}

ArrivalStamps::~ArrivalStamps() { ::close(socket_); }

void ArrivalStamps::ask_for(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

ArrivalStamps::Received ArrivalStamps::receive(int socket, std::span<char> room) {
  iovec place{room.data(), room.size()};
  alignas(cmsghdr) std::array<char, 256> control;
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  Received received{::recvmsg(socket, &message, 0), std::nullopt};
  if (received.size >= 0) received.stamp = stamp_of(message);
  return received;
}

bool ArrivalStamps::is_older(kernel::Ticks at) const {
  char byte = 0;
  const auto received = receive(socket_, {&byte, 1});
  return received.stamp && runtime_.ticks_at(*received.stamp) < at;
}

}  // namespace lab
