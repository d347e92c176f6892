// The small grammars of a request: its path through a router, its query, where a URL leads, what
// proxies say of the client, what the client accepts. One line for each header, the first the
// target.
#include <algorithm>

#include "http/address.h"
#include "http/forwarded.h"
#include "http/negotiate.h"
#include "http/router.h"
#include "http/text.h"
#include "kernel/layout.h"
#include "support/fuzz.h"

namespace {

using fuzz::require;

const std::vector<std::string_view> patterns = {"/",        "/a",       "/a/{x}",
                                                "/a/{x}/b", "/{x}/{y}", "/a/b/{z}"};

const http::Router& router() {
  static const auto filled = [] {
    http::Router routes;
    for (std::size_t i = 0; i < patterns.size(); ++i) routes.add("GET", patterns[i], i);
    return routes;
  }();
  return filled;
}

// The path that leads to where `match` was found.
std::string path_of(const http::Match& match) {
  std::string path(patterns[match.route]);
  for (const auto& [name, value] : match.parameters) {
    const auto place = "{" + std::string(name) + "}";
    path.replace(path.find(place), place.size(), http::percent_encode(value));
  }
  return path;
}

void check_path(std::string_view path) {
  const auto match = router().find("GET", path);
  require(match.kind != http::Match::Kind::no_method, "a path without a method", path);
  if (match.kind != http::Match::Kind::found) return;
  for (const auto& [name, value] : match.parameters) {
    require(!value.empty() && value != "." && value != ".." && http::is_utf8(value) &&
                value.find_first_of("/\\") == std::string::npos,
            "a segment that hides where it leads", value);
  }
  const auto again = router().find("GET", path_of(match));
  require(again.kind == match.kind && again.route == match.route, "another route", path);
  for (std::size_t i = 0; i < match.parameters.size(); ++i)
    require(again.parameters.at(i).value == match.parameters[i].value, "another parameter", path);
}

void check_query(std::string_view query) {
  fuzz::succeeds([&] {
    std::string written;
    const auto fields = http::parse_query(query);
    for (const auto& [name, value] : fields)
      written += "&" + http::percent_encode(name) + "=" + http::percent_encode(value);
    require(http::parse_query(written) == fields, "another query", written);
  });
  std::string decoded, again;
  if (!http::percent_decode(query, decoded)) return;
  require(http::is_utf8(decoded), "not UTF-8", query);
  require(http::percent_decode(http::percent_encode(decoded), again) && again == decoded,
          "encoded, it is another text", query);
}

// The configuration and the server read URLs each in its own way: they must mean the same place.
void check_url(std::string_view text) {
  kernel::Endpoint endpoint;
  http::Origin origin;
  const bool is_endpoint = fuzz::succeeds([&] { endpoint = kernel::parse_endpoint(text); });
  const bool is_origin = fuzz::succeeds([&] { origin = http::parse_origin(text); });
  fuzz::succeeds([&] { http::split_url(text); });
  if (is_origin) {
    const auto again = http::parse_origin(origin.text());
    require(again.host == origin.host && again.port == origin.port &&
                again.socket_path == origin.socket_path,
            "another place", text);
  }
  if (!is_endpoint || !is_origin) return;
  require(endpoint.is_unix() == origin.is_unix(), "a socket or not", text);
  require(endpoint.is_unix() || endpoint.port == origin.port, "two ports", text);
  require(endpoint.path == origin.socket_path, "two sockets", text);
  require(!endpoint.is_loopback() || endpoint.host == origin.host, "two hosts, one this machine",
          text);
}

// Strangers write on the left of what our own proxy adds: that changes nothing.
void check_forwarded(std::string_view line) {
  static const http::Networks proxies = {http::parse_network("127.0.0.0/8")};
  static const auto client = *http::parse_address("192.0.2.7");
  for (const std::string name : {"Forwarded", "X-Forwarded-For"}) {
    http::Request request;
    request.address = *http::parse_address("127.0.0.1");
    const auto ours = std::string(line) + (name == "Forwarded" ? ", for=" : ", ") + "192.0.2.7";
    request.headers = {{name, line}, {name, ours}};
    const auto found = http::client_of(request, proxies);
    require(found.forwarded && found.address == client, "a client of his own making", ours);
    request.headers = {{name, line}};
    require(!http::client_of(request, proxies).address.is_none(), "a client of no address", line);
  }
}

void check_header(std::string_view line) {
  check_forwarded(line);
  http::accepts_gzip(line);
  http::accepts_media(line, "application/json");
  require(!http::names_tag(line, "\"x\"") || line.find('*') != line.npos ||
              line.find("\"x\"") != line.npos,
          "a tag that is not there", line);
  const auto media = http::parse_media_type(line);
  require(!http::is_json(line) || (media && media->type == http::json_type), "no JSON", line);
  if (const auto address = http::parse_address(line))
    require(http::parse_address(address->text()) == address, "another address", line);
  fuzz::succeeds([&] {
    const auto network = http::parse_network(line);
    require(network.contains(network.base), "a network without itself", line);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto rest = fuzz::text_of(data, size);
  const auto target = fuzz::take_line(rest);
  const auto mark = std::min(target.find('?'), target.size());
  check_path(target.substr(0, mark));
  check_query(target.substr(std::min(mark + 1, target.size())));
  check_url(target);
  while (!rest.empty()) check_header(fuzz::take_line(rest));
  return 0;
}
