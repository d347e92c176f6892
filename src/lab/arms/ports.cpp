#include "lab/arms/ports.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "kernel/error.h"

namespace lab {
namespace {

constexpr int lowest = 10'000;
constexpr int attempts_max = 2'000;

// The first port that the kernel may give to an outgoing connection.
int first_of_clients() {
  std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
  int first = 0;
  file >> first;
  return first > lowest + 1'000 ? first : 32'768;
}

bool is_free(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::close(probe);
  return bound == 0;
}

}  // namespace

std::uint16_t Ports::take() {
  const auto count = static_cast<std::uint64_t>(first_of_clients() - lowest);
  for (int i = 0; i < attempts_max; ++i) {
    const auto port = static_cast<std::uint16_t>(lowest + runtime_.random() % count);
    if (taken_.contains(port) || !is_free(port)) continue;
    taken_.insert(port);
    return port;
  }
  throw kernel::Error(kernel::Code::unavailable,
                      fmt::format("no free TCP port of 127.0.0.1 was found above {}", lowest));
}

std::string Ports::take_url() { return fmt::format("http://127.0.0.1:{}", take()); }

}  // namespace lab
