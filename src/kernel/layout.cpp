#include "kernel/layout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>

#include "config_value.h"
#include "kernel/error.h"

namespace kernel {
namespace {

constexpr std::size_t socket_path_max = 107;  // sun_path, with its final zero

[[noreturn]] void refuse_url(std::string_view url, std::string_view expected) {
  throw Error(Code::invalid_argument, fmt::format("found {}; expected {}", quoted(url), expected));
}

Endpoint parse_socket(std::string_view url) {
  const auto path = url.substr(5);
  if (path.empty()) refuse_url(url, "a path after unix:, such as \"unix:data/payment.sock\"");
  if (path.size() > socket_path_max)
    refuse_url(url, fmt::format("a socket path of at most {} bytes, not {}", socket_path_max,
                                path.size()));
  return {.host = {}, .port = 0, .path = std::string(path), .tls = false};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return port;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == text.npos;
}

}  // namespace

bool Endpoint::is_loopback() const noexcept {
  return is_unix() || host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && is_number(host));
}

Endpoint parse_endpoint(std::string_view url) {
  if (url.starts_with("unix:")) return parse_socket(url);
  const bool tls = url.starts_with("https://");
  if (!tls && !url.starts_with("http://"))
    refuse_url(url, R"("http://host:port", "https://host:port" or "unix:path")");
  auto rest = url.substr(tls ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#@ ") != rest.npos)
    refuse_url(url, "nothing but http://host:port (no path, user or query)");
  Endpoint endpoint;
  endpoint.tls = tls;
  if (tls) endpoint.port = 443;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == rest.npos) refuse_url(url, "an IPv6 address in brackets: http://[::1]:8080");
    endpoint.host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
  } else {
    endpoint.host = rest.substr(0, rest.find(':'));
    rest.remove_prefix(endpoint.host.size());
  }
  if (endpoint.host.empty()) refuse_url(url, "a host, such as \"http://127.0.0.1:8080\"");
  if (rest.empty()) return endpoint;
  const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port) refuse_url(url, "a port from 0 to 65535 after the host");
  endpoint.port = *port;
  return endpoint;
}

namespace {

// The same listener, however it is written.
std::string identity(std::string_view url) {
  const auto endpoint = parse_endpoint(url);
  if (endpoint.is_unix()) return "unix:" + endpoint.path;
  const bool local = endpoint.host == "localhost";
  return fmt::format("{}:{}", local ? "127.0.0.1" : endpoint.host, endpoint.port);
}

}  // namespace

Layout::Layout(const Config& config, std::vector<std::string> modules)
    : modules_(std::move(modules)),
      gateway_listen_(config.text("gateway.listen")),
      internal_(config.text("gateway.internal")) {
  if (internal_.empty()) internal_ = "unix:" + config.text("storage.directory") + "/gateway.sock";
  for (const auto& module : modules_) {
    const auto& text = config.text("modules." + module);
    Place place;
    if (text == "serialized") place.kind = Place::Kind::serialized;
    if (text != "local" && text != "serialized") place = {Place::Kind::remote, text};
    places_.emplace(module, place);
  }
  check(config);
}

const Place& Layout::place(std::string_view module) const {
  const auto found = places_.find(module);
  assert(found != places_.end() && "no such module");
  return found->second;
}

void Layout::check(const Config& config) const {
  std::vector<std::string> faults;
  const auto refuse = [&](std::string_view path, std::string_view what) {
    const auto& setting = config.at(path);
    const auto at =
        setting.where == "default" ? std::string(path) : fmt::format("{}: {}", setting.where, path);
    faults.push_back(fmt::format("{}: {}", at, what));
  };
  const auto check_internal = [&](std::string_view path, const std::string& url) {
    const auto endpoint = parse_endpoint(url);
    if (endpoint.tls)
      refuse(path,
             "found https://; expected http:// or unix: on this machine: TLS is for the "
             "public listener only, since between processes it would say who listens and not "
             "who asks");
    if (!endpoint.is_loopback())
      refuse(path, fmt::format("found the host {}; expected 127.0.0.1, [::1] or a unix: socket: "
                               "processes believe each other on this machine only, and what they "
                               "send each other is not encrypted",
                               endpoint.host));
    if (!endpoint.is_unix() && endpoint.port == 0)
      refuse(path, "found port 0; expected the port at which the other processes find it");
    if (identity(url) == identity(gateway_listen_))
      refuse(path, fmt::format("found gateway.listen's own address {}; expected another one: the "
                               "public port never carries messages between processes",
                               gateway_listen_));
  };
  for (const auto& module : modules_) {
    const auto& where = place(module);
    if (where.kind != Place::Kind::remote) continue;
    const std::string path = "modules." + module;
    check_internal(path, where.url);
    if (identity(where.url) == identity(internal_))
      refuse(path, fmt::format("found gateway.internal's own address; expected another one, or "
                               "\"local\" for a module that lives with the gateway"));
  }
  try {
    check_internal("gateway.internal", internal_);
  } catch (const Error& error) {  // made from storage.directory, so not yet looked at
    refuse("gateway.internal", error.message);
  }
  if (!faults.empty())
    throw Error(Code::invalid_argument, fmt::format("{}", fmt::join(faults, "\n")));
}

std::vector<std::string> Layout::modules_at(std::string_view url) const {
  std::vector<std::string> found;
  for (const auto& module : modules_) {
    const auto& where = place(module);
    const bool remote = where.kind == Place::Kind::remote;
    if (url.empty() ? !remote : remote && identity(where.url) == identity(url))
      found.push_back(module);
  }
  return found;
}

Process Layout::make_process(std::vector<std::string> hosted, bool gateway) const {
  Process process;
  process.gateway = gateway;
  process.name = gateway ? "gateway" : fmt::format("{}", fmt::join(hosted, "+"));
  const auto is_hosted = [&](const std::string& module) {
    return std::find(hosted.begin(), hosted.end(), module) != hosted.end();
  };
  for (const auto& module : modules_) {
    const auto& configured = place(module);
    const bool remote = configured.kind == Place::Kind::remote;
    Place seen = configured;
    if (is_hosted(module)) {
      if (remote) seen = {Place::Kind::local, {}};
    } else if (!remote) {
      seen = {Place::Kind::remote, internal_};
    }
    process.places.emplace(module, seen);
    if (gateway || !is_hosted(module)) continue;
    const auto known = [&](const std::string& url) {
      return identity(url) == identity(configured.url);
    };
    if (std::none_of(process.listeners.begin(), process.listeners.end(), known))
      process.listeners.push_back(configured.url);
  }
  if (gateway && !hosted.empty() && hosted.size() < modules_.size())
    process.listeners.push_back(internal_);
  process.modules = std::move(hosted);
  return process;
}

std::vector<Process> Layout::processes() const {
  std::vector<Process> all;
  for (const auto& module : modules_) {
    const auto& where = place(module);
    if (where.kind != Place::Kind::remote) continue;
    auto together = modules_at(where.url);
    if (together.front() == module) all.push_back(make_process(std::move(together), false));
  }
  all.push_back(make_process(modules_at(""), true));
  return all;
}

Process Layout::process(std::span<const std::string> only) const {
  if (only.empty()) return make_process(modules_at(""), true);
  std::vector<std::string> hosted;
  for (const auto& name : only) {
    if (std::find(modules_.begin(), modules_.end(), name) == modules_.end()) {
      const auto near = nearest(name, modules_);
      throw Error(Code::invalid_argument,
                  fmt::format("--only: found the unknown module {}; expected some of {}{}",
                              quoted(name), fmt::join(modules_, ", "),
                              near.empty() ? "" : fmt::format(" (did you mean {}?)", near)));
    }
    const auto& where = place(name);
    if (where.kind != Place::Kind::remote)
      throw Error(
          Code::invalid_argument,
          fmt::format("--only: found {}, which is \"{}\" and so lives with the gateway; "
                      "expected a module that has a URL. Serve without --only, or set "
                      "modules.{} = \"http://127.0.0.1:8101\"",
                      name, where.kind == Place::Kind::local ? "local" : "serialized", name));
    for (const auto& neighbour : modules_at(where.url)) {
      if (std::find(only.begin(), only.end(), neighbour) == only.end())
        throw Error(Code::invalid_argument,
                    fmt::format("--only: found {} without {}, which shares its process at {}; "
                                "expected --only {}",
                                name, neighbour, where.url, fmt::join(modules_at(where.url), ",")));
    }
  }
  for (const auto& module : modules_)
    if (std::find(only.begin(), only.end(), module) != only.end()) hosted.push_back(module);
  return make_process(std::move(hosted), false);
}

}  // namespace kernel
