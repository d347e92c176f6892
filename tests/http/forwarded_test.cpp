// Whom a request comes from, and that nobody can say he is somebody else.
#include "http/forwarded.h"

#include <doctest/doctest.h>

#include "kernel/error.h"

namespace {

const http::Networks proxies = {http::parse_network("10.0.0.0/8"), http::parse_network("::1")};

using Lines = std::vector<std::pair<std::string, std::string>>;

http::Client client(const std::string& peer, const Lines& lines) {
  http::Request request;
  request.address = *http::parse_address(peer);
  for (const auto& [name, value] : lines) request.headers.push_back({name, value});
  return http::client_of(request, proxies);
}

struct Row {
  std::string what;
  Lines lines;
  std::string client;
};

}  // namespace

TEST_CASE("a stranger is who he is, whatever he writes") {
  for (const auto& name : {"X-Forwarded-For", "Forwarded", "x-forwarded-for"}) {
    const auto found = client("203.0.113.9", {{name, "for=192.0.2.1, 192.0.2.1"}});
    CHECK(found.address.text() == "203.0.113.9");
    CHECK(found.forwarded);
  }
  CHECK_FALSE(client("203.0.113.9", {{"Accept", "x"}}).forwarded);
}

TEST_CASE("what any proxy adds says that a request was passed on") {
  for (const auto& name : {"Via", "X-Real-IP", "x-forwarded-proto", "X-Forwarded-Host"}) {
    CAPTURE(name);
    const auto found = client("10.0.0.1", {{name, "192.0.2.1"}});
    CHECK(found.address.text() == "10.0.0.1");
    CHECK(found.forwarded);
  }
}

TEST_CASE("a proxy is believed up to the right-most address that is no proxy") {
  const Row rows[] = {
      {"nothing said", {}, "10.0.0.1"},
      {"one", {{"X-Forwarded-For", "192.0.2.1"}}, "192.0.2.1"},
      {"spoofed to the left", {{"X-Forwarded-For", "127.0.0.1, 1.1.1.1, 192.0.2.1"}}, "192.0.2.1"},
      {"two proxies", {{"X-Forwarded-For", "1.1.1.1, 192.0.2.1, 10.0.0.2"}}, "192.0.2.1"},
      {"two lines",
       {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "192.0.2.1"}},
       "192.0.2.1"},
      {"lines and proxies",
       {{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-For", "10.3.0.0"}},
       "192.0.2.1"},
      {"only proxies", {{"X-Forwarded-For", "10.9.9.9"}}, "10.9.9.9"},
      {"with a port", {{"X-Forwarded-For", "192.0.2.1:4711"}}, "192.0.2.1"},
      {"IPv6", {{"X-Forwarded-For", "2001:db8::7"}}, "2001:db8::7"},
      {"IPv6 with a port", {{"X-Forwarded-For", "[2001:db8::7]:80"}}, "2001:db8::7"},
      {"unreadable", {{"X-Forwarded-For", "192.0.2.1, unknown"}}, "10.0.0.1"},
      {"unreadable behind a proxy", {{"X-Forwarded-For", "x, 10.0.0.5"}}, "10.0.0.5"},
      {"a Unix socket's name", {{"X-Forwarded-For", "unix"}}, "10.0.0.1"},
      {"empty", {{"X-Forwarded-For", ""}}, "10.0.0.1"},
      {"an open quotation mark", {{"X-Forwarded-For", "\", 192.0.2.1"}}, "192.0.2.1"},
      {"RFC 7239", {{"Forwarded", "for=192.0.2.1;proto=https;by=10.0.0.1"}}, "192.0.2.1"},
      {"RFC 7239, IPv6", {{"Forwarded", "by=_x;For=\"[2001:db8::7]:47011\""}}, "2001:db8::7"},
      {"RFC 7239, spoofed", {{"Forwarded", "for=127.0.0.1, for=192.0.2.1"}}, "192.0.2.1"},
      {"RFC 7239, a stranger's quotation mark",
       {{"Forwarded", "for=\"1, for=192.0.2.1"}},
       "192.0.2.1"},
      {"RFC 7239, hidden", {{"Forwarded", "for=_secret"}}, "10.0.0.1"},
      {"RFC 7239, a comma in quotes", {{"Forwarded", "for=192.0.2.1;ext=\"a,b\""}}, "192.0.2.1"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto found = client("10.0.0.1", row.lines);
    CHECK(found.address.text() == row.client);
    CHECK(found.forwarded == !row.lines.empty());
  }
}

TEST_CASE(
    "two headers that contradict each other are both made up, so the proxy answers for them") {
  CHECK(client("::1", {{"Forwarded", "for=1.1.1.1"}, {"X-Forwarded-For", "192.0.2.1"}})
            .address.text() == "::1");
  CHECK(client("::1", {{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=192.0.2.1"}})
            .address.text() == "192.0.2.1");
}
