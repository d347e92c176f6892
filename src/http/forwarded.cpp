#include "http/forwarded.h"

#include <optional>

namespace http {

namespace {

constexpr std::string_view forwarded_name = "Forwarded";
constexpr std::string_view forwarded_for_name = "X-Forwarded-For";

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Cuts the part behind the last `separator` off `rest`. From the right, since there our own proxies
// write: an open quotation mark further left, where strangers do, changes nothing here.
std::string_view take_last(std::string_view& rest, char separator) noexcept {
  bool quoted = false;
  std::size_t at = rest.size();
  for (; at > 0; --at) {
    if (rest[at - 1] == '"') quoted = !quoted;
    if (rest[at - 1] == separator && !quoted) break;
  }
  const auto part = rest.substr(at);
  rest = rest.substr(0, at > 0 ? at - 1 : 0);
  return trimmed(part);
}

// "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80".
std::optional<IpAddress> address_in(std::string_view node) noexcept {
  if (node.starts_with('[')) {
    const auto end = node.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    node = node.substr(1, end - 1);
  } else if (const auto colon = node.find(':'); colon == node.rfind(':')) {
    node = node.substr(0, colon);
  }
  const auto address = parse_address(node);
  return address && !address->is_none() ? address : std::nullopt;
}

// The `for` of one element of Forwarded: for="[2001:db8::1]:80";proto=https
std::optional<IpAddress> address_for(std::string_view element) noexcept {
  while (!element.empty()) {
    const auto pair = take_last(element, ';');
    if (pair.size() < 4 || !same_name(pair.substr(0, 4), "for=")) continue;
    auto value = pair.substr(4);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return address_in(value);
  }
  return std::nullopt;
}

// Walks the headers called `name` from the right until somebody is no proxy.
IpAddress origin_of(const Request& request, const Networks& proxies,
                    std::string_view name) noexcept {
  const bool is_forwarded = name == forwarded_name;
  IpAddress known = request.address;
  for (auto header = request.headers.rbegin(); header != request.headers.rend(); ++header) {
    if (!same_name(header->name, name)) continue;
    std::string_view rest = header->value;
    while (!rest.empty()) {
      const auto part = take_last(rest, ',');
      const auto before = is_forwarded ? address_for(part) : address_in(part);
      if (!before) return known;
      known = *before;
      if (!contains(proxies, known)) return known;
    }
  }
  return known;
}

// What proxies add beside, or in place of, the headers that say for whom.
bool is_of_proxies(std::string_view name) noexcept {
  for (const std::string_view known : {"Via", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host",
                                       "X-Forwarded-Port", "X-Forwarded-Server"})
    if (same_name(name, known)) return true;
  return false;
}

}  // namespace

Client client_of(const Request& request, const Networks& proxies) noexcept {
  bool forwarded = false;
  bool forwarded_for = false;
  bool passed_on = false;
  for (const auto& header : request.headers) {
    forwarded = forwarded || same_name(header.name, forwarded_name);
    forwarded_for = forwarded_for || same_name(header.name, forwarded_for_name);
    passed_on = passed_on || is_of_proxies(header.name);
  }
  Client client{request.address, forwarded || forwarded_for || passed_on};
  if (!client.forwarded || !contains(proxies, request.address)) return client;
  if (forwarded) client.address = origin_of(request, proxies, forwarded_name);
  if (!forwarded_for) return client;
  const auto older = origin_of(request, proxies, forwarded_for_name);
  if (forwarded && !(older == client.address)) {
    client.address = request.address;
  } else {
    client.address = older;
  }
  return client;
}

}  // namespace http
