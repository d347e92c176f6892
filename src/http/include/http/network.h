// http: addresses of the Internet Protocol and networks of them: whom a limit is for, and whom one
// believes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

// An address of either version in 16 bytes; IPv4 stands as ::ffff:192.0.2.1. All zero: none, as of
// the peer at a Unix socket.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const IpAddress&) const = default;

  bool is_none() const noexcept { return *this == IpAddress{}; }
  bool is_v4() const noexcept;
  // What one customer has for himself: an IPv4 address, or the /64 of an IPv6 one, in which he can
  // take any address he likes.
  IpAddress household() const noexcept;
  // "192.0.2.1", "2001:db8::1"; "unix" for none.
  std::string text() const;
};

// No brackets, port or zone. "unix": none.
std::optional<IpAddress> parse_address(std::string_view text) noexcept;

struct Network {
  IpAddress base;
  unsigned bits = 128;  // of the 16 bytes
  bool contains(const IpAddress& address) const noexcept;
};
using Networks = std::vector<Network>;

// "10.0.0.0/8", "2001:db8::/32", an address alone, or "unix" for peers at Unix sockets. Throws
// Error{invalid_argument} that says what would be right.
Network parse_network(std::string_view text);

bool contains(const Networks& networks, const IpAddress& address) noexcept;

// For tables in memory. `seed` keeps strangers from choosing addresses that collide.
std::uint64_t hash_of(const std::array<std::uint8_t, 16>& bytes, std::uint64_t seed) noexcept;

}  // namespace http
