#include "http/network.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "kernel/error.h"

namespace http {

namespace {

constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::string_view unix_peer = "unix";

void keep_bits(IpAddress& address, unsigned bits) noexcept {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = std::clamp(bits, i * 8, i * 8 + 8) - i * 8;
    address.bytes[i] &= static_cast<std::uint8_t>(0xff00U >> kept);
  }
}

[[noreturn]] void refuse(std::string_view text) {
  throw kernel::Error(
      kernel::Code::invalid_argument,
      fmt::format("\"{}\", which is no address or network; \"192.0.2.1\", \"10.0.0.0/8\", "
                  "\"2001:db8::/32\" or \"unix\" is meant",
                  text));
}

std::uint64_t mixed(std::uint64_t x) noexcept {  // the finaliser of splitmix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace

bool IpAddress::is_v4() const noexcept {
  return std::equal(mapped.begin(), mapped.end(), bytes.begin());
}

IpAddress IpAddress::household() const noexcept {
  IpAddress whole = *this;
  if (!is_v4()) keep_bits(whole, 64);
  return whole;
}

std::string IpAddress::text() const {
  if (is_none()) return std::string(unix_peer);
  char buffer[INET6_ADDRSTRLEN] = {};
  if (is_v4())
    inet_ntop(AF_INET, bytes.data() + mapped.size(), buffer, sizeof buffer);
  else
    inet_ntop(AF_INET6, bytes.data(), buffer, sizeof buffer);
  return buffer;
}

std::optional<IpAddress> parse_address(std::string_view text) noexcept {
  IpAddress address;
  if (text == unix_peer) return address;
  char terminated[INET6_ADDRSTRLEN] = {};
  if (text.empty() || text.size() >= sizeof terminated) return std::nullopt;
  text.copy(terminated, text.size());
  if (inet_pton(AF_INET, terminated, address.bytes.data() + mapped.size()) == 1) {
    std::copy(mapped.begin(), mapped.end(), address.bytes.begin());
    return address;
  }
  if (inet_pton(AF_INET6, terminated, address.bytes.data()) == 1 && !address.is_none())
    return address;
  return std::nullopt;
}

bool Network::contains(const IpAddress& address) const noexcept {
  IpAddress kept = address;
  keep_bits(kept, bits);
  return kept == base;
}

Network parse_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) refuse(text);
  Network network{*address, 128};
  if (slash == std::string_view::npos) return network;
  const unsigned most = address->is_v4() ? 32 : 128;
  unsigned bits = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
  if (error != std::errc() || stop != end || bits > most || address->is_none()) refuse(text);
  network.bits = 128 - most + bits;
  keep_bits(network.base, network.bits);
  return network;
}

bool contains(const Networks& networks, const IpAddress& address) noexcept {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const Network& network) { return network.contains(address); });
}

std::uint64_t hash_of(const std::array<std::uint8_t, 16>& bytes, std::uint64_t seed) noexcept {
  std::uint64_t words[2];
  std::memcpy(words, bytes.data(), sizeof words);
  return mixed(mixed(words[0] ^ seed) + words[1]);
}

}  // namespace http
