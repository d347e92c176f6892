// http, internal: one socket type for TCP and Unix, and where sockets lead.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <vector>

#include "http/address.h"
#include "http/network.h"
#include "kernel/task.h"

namespace http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Socket = asio::basic_stream_socket<Protocol, kernel::Executor>;
using Endpoint = Protocol::endpoint;

// Awaits without throwing: the outcome lies in `error`.
inline auto into(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable_t<kernel::Executor>(), error);
}

// True when no name must be looked up: Unix sockets, IP literals, localhost.
bool is_literal(const Origin& origin);

// The addresses of `origin`, in the order to be tried. Blocks for a name that must be looked up;
// throws Error{unavailable} when there is none.
std::vector<Endpoint> resolve(const Origin& origin);

// The address without its port, "192.0.2.1"; "unix" for a Unix socket.
struct Peer {
  std::string address;
  IpAddress ip;
  bool local = false;  // Unix or loopback
};
Peer peer_of(const Endpoint& endpoint);
IpAddress ip_of(const Endpoint& endpoint);  // none for a Unix socket

std::uint16_t port_of(const Endpoint& endpoint);

// Writes both parts. Tries at once before waiting for the socket; `sent` counts what left. True
// when all did.
kernel::Task<bool> write_all(Socket& socket, std::string_view head, std::string_view body,
                             std::size_t& sent);

}  // namespace http
