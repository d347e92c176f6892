#include "http/network.h"

#include <doctest/doctest.h>

#include "kernel/error.h"

using http::parse_address;
using http::parse_network;

TEST_CASE("an address is read in either version, and nothing else is one") {
  CHECK(parse_address("192.0.2.1")->text() == "192.0.2.1");
  CHECK(parse_address("::ffff:192.0.2.1") == parse_address("192.0.2.1"));
  CHECK(parse_address("2001:DB8:0:0::1")->text() == "2001:db8::1");
  CHECK(parse_address("unix")->is_none());
  CHECK(parse_address("unix")->text() == "unix");
  for (const auto wrong : {"", "::", "192.0.2", "192.0.2.256", "192.0.2.1:80", "[::1]", "fe80::1%a",
                           "shop.example", "1", "0x7f.1", "192.0.2.1 "}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_address(wrong).has_value());
  }
}

TEST_CASE("a network holds its addresses and no other") {
  const auto ten = parse_network("10.1.2.3/8");
  CHECK(ten.contains(*parse_address("10.255.0.1")));
  CHECK_FALSE(ten.contains(*parse_address("11.0.0.1")));
  CHECK_FALSE(ten.contains(*parse_address("::1")));
  const auto odd = parse_network("192.0.2.128/25");
  CHECK(odd.contains(*parse_address("192.0.2.200")));
  CHECK_FALSE(odd.contains(*parse_address("192.0.2.127")));
  const auto six = parse_network("2001:db8::/33");
  CHECK(six.contains(*parse_address("2001:db8:7fff::1")));
  CHECK_FALSE(six.contains(*parse_address("2001:db8:8000::1")));
  CHECK(parse_network("192.0.2.1").contains(*parse_address("192.0.2.1")));
  CHECK_FALSE(parse_network("192.0.2.1").contains(*parse_address("192.0.2.2")));
  CHECK(parse_network("0.0.0.0/0").contains(*parse_address("203.0.113.9")));
  CHECK_FALSE(parse_network("0.0.0.0/0").contains(*parse_address("2001:db8::1")));
  CHECK(parse_network("unix").contains({}));
  CHECK_FALSE(parse_network("unix").contains(*parse_address("::1")));
}

TEST_CASE("what is no network is refused in words") {
  for (const auto wrong : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "10.0.0.0/-1", "::/129",
                           "10/8", "unix/8", "localhost"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(parse_network(wrong), kernel::Error);
  }
}

TEST_CASE("who has a network of IPv6 counts as one") {
  const auto one = parse_address("2001:db8:0:1:aaaa::1")->household();
  CHECK(one == parse_address("2001:db8:0:1:ffff:1:2:3")->household());
  CHECK_FALSE(one == parse_address("2001:db8:0:2::1")->household());
  CHECK(parse_address("192.0.2.1")->household() == *parse_address("192.0.2.1"));
}
