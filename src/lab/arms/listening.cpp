#include "lab/arms/listening.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "kernel/layout.h"

namespace lab {
namespace {

// A line of /proc/net/tcp: number, local address as "hex address:hex port", remote, state.
bool listens_tcp(const char* table, std::uint16_t port) {
  constexpr std::string_view listen_state = "0A";  // TCP_LISTEN
  const auto port_text = fmt::format(":{:04X}", port);
  std::ifstream file(table);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    if (fields >> number >> local >> remote >> state && state == listen_state &&
        local.ends_with(port_text))
      return true;
  }
  return false;
}

// A line of /proc/net/unix: address, references, protocol, flags, type, state, inode, path.
bool listens_unix(const std::string& path) {
  constexpr std::string_view accepting = "00010000";  // __SO_ACCEPTCON
  std::ifstream file("/proc/net/unix");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string skipped;
    std::string flags;
    std::string bound;
    if (fields >> skipped >> skipped >> skipped >> flags >> skipped >> skipped >> skipped >>
            bound &&
        flags == accepting && bound == path)
      return true;
  }
  return false;
}

}  // namespace

bool is_listening(const std::string& url) {
  const auto endpoint = kernel::parse_endpoint(url);
  if (endpoint.is_unix()) return listens_unix(endpoint.path);
  return listens_tcp("/proc/net/tcp", endpoint.port) ||
         listens_tcp("/proc/net/tcp6", endpoint.port);
}

}  // namespace lab
