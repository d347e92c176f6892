#include "socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>
#include <memory>

#include "kernel/error.h"

namespace http {

namespace {

using asio::ip::tcp;

std::vector<Endpoint> look_up(const Origin& origin) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto port = std::to_string(origin.port);
  const int failed = getaddrinfo(origin.host.c_str(), port.c_str(), &hints, &found);
  if (failed != 0)
    throw kernel::Error(kernel::Code::unavailable,
                        "no address is known for " + origin.host + ": " + gai_strerror(failed));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owned(found, &freeaddrinfo);
  std::vector<Endpoint> endpoints;
  for (const addrinfo* next = found; next != nullptr; next = next->ai_next)
    endpoints.emplace_back(next->ai_addr, next->ai_addrlen);
  return endpoints;
}

tcp::endpoint to_tcp(const Endpoint& endpoint) {
  tcp::endpoint ip;
  if (endpoint.size() <= ip.capacity()) {
    std::memcpy(ip.data(), endpoint.data(), endpoint.size());
    ip.resize(endpoint.size());
  }
  return ip;
}

}  // namespace

bool is_literal(const Origin& origin) {
  if (origin.is_unix() || origin.host == "localhost") return true;
  ErrorCode error;
  asio::ip::make_address(origin.host, error);
  return !error;
}

std::vector<Endpoint> resolve(const Origin& origin) {
  if (origin.is_unix()) return {asio::local::stream_protocol::endpoint(origin.socket_path)};
  if (origin.host == "localhost")
    return {tcp::endpoint(asio::ip::address_v4::loopback(), origin.port),
            tcp::endpoint(asio::ip::address_v6::loopback(), origin.port)};
  ErrorCode error;
  const auto address = asio::ip::make_address(origin.host, error);
  if (!error) return {tcp::endpoint(address, origin.port)};
  return look_up(origin);
}

IpAddress ip_of(const Endpoint& endpoint) {
  if (endpoint.protocol().family() == AF_UNIX) return {};
  const auto address = to_tcp(endpoint).address();
  const auto six = address.is_v6()
                       ? address.to_v6()
                       : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  return {six.to_bytes()};
}

Peer peer_of(const Endpoint& endpoint) {
  const auto ip = ip_of(endpoint);
  static const Networks loopback{parse_network("127.0.0.0/8"), parse_network("::1")};
  return {ip.text(), ip, ip.is_none() || contains(loopback, ip)};
}

std::uint16_t port_of(const Endpoint& endpoint) { return to_tcp(endpoint).port(); }

namespace {

// Sends what is left of both parts; one part alone is the cheaper system call.
std::size_t write_some(Socket& socket, std::string_view head, std::string_view body,
                       ErrorCode& error) {
  if (body.empty()) return socket.write_some(asio::buffer(head), error);
  if (head.empty()) return socket.write_some(asio::buffer(body), error);
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
  return socket.write_some(parts, error);
}

}  // namespace

kernel::Task<bool> write_all(Socket& socket, std::string_view head, std::string_view body,
                             std::size_t& sent) {
  const std::size_t total = head.size() + body.size();
  while (sent < total) {
    const std::size_t of_head = std::min(sent, head.size());
    ErrorCode error;
    sent += write_some(socket, head.substr(of_head), body.substr(sent - of_head), error);
    if (error == asio::error::would_block || error == asio::error::try_again) {
      co_await socket.async_wait(Socket::wait_write, into(error));
    } else if (error == asio::error::interrupted) {
      continue;
    }
    if (error) co_return false;
  }
  co_return true;
}

}  // namespace http
