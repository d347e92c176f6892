#include "rate_limiter.h"

#include <doctest/doctest.h>

#include "kernel/sim/world.h"

using namespace gateway;
using kernel::Ticks;
using namespace std::chrono_literals;

namespace {

constexpr Ticks start = 1h;

BucketKey key(std::uint32_t number) {
  BucketKey made;
  for (int i = 0; i < 4; ++i) made.id[static_cast<std::size_t>(i)] = (number >> (8 * i)) & 0xff;
  return made;
}

}  // namespace

TEST_CASE("a minute's worth may come at once, then one token at a time") {
  TokenBuckets buckets(1024, 1);
  for (std::uint32_t left = 60; left > 0; --left) {
    const auto taken = buckets.take(key(1), 60, start);
    CHECK(taken.allowed);
    CHECK(taken.remaining == left - 1);
  }
  const auto refused = buckets.take(key(1), 60, start);
  CHECK_FALSE(refused.allowed);
  CHECK(refused.next_in == 1s);
  CHECK(refused.full_in == 60s);
  CHECK_FALSE(buckets.take(key(1), 60, start + 999ms).allowed);
  CHECK(buckets.take(key(1), 60, start + 1s).allowed);
  CHECK_FALSE(buckets.take(key(1), 60, start + 1s).allowed);
  CHECK(buckets.take(key(2), 60, start).allowed);
}

TEST_CASE("whoever waits a minute has all of it again, and no more than that") {
  TokenBuckets buckets(1024, 1);
  for (int i = 0; i < 10; ++i) buckets.take(key(1), 10, start);

  CHECK(buckets.take(key(1), 10, start + 30s).remaining == 4);
  CHECK(buckets.take(key(1), 10, start + 10h).remaining == 9);
}

TEST_CASE("in the long run nobody gets more than the rate, however he spreads his requests") {
  TokenBuckets buckets(1024, 1);
  kernel::sim::Random random(7);
  int allowed = 0;
  Ticks now = start;
  while (now < start + 1h) {
    allowed += buckets.take(key(1), 100, now).allowed ? 1 : 0;
    now += random.between(0s, 200ms);
  }
  CHECK(allowed <= 100 * 61);
  CHECK(allowed > 100 * 59);
}

TEST_CASE("strangers in any number take no more memory and do not free who asks too much") {
  TokenBuckets buckets(64, 1);
  CHECK(buckets.buckets() == 64);
  while (buckets.take(key(1), 100, start).allowed) {
  }

  for (std::uint32_t stranger = 2; stranger < 100'000; ++stranger)
    CHECK(buckets.take(key(stranger), 100, start).allowed);

  CHECK(buckets.buckets() == 64);
  CHECK_FALSE(buckets.take(key(1), 100, start).allowed);
}

TEST_CASE("addresses that are trusted are spared, unless they ask for others") {
  kernel::sim::World world{1};
  Limits limits;
  limits.per_address = {2, 1, 0, 0};
  limits.trusted = {http::parse_network("127.0.0.0/8")};
  RateLimiter limiter(world.host("gateway"), limits);
  const http::Client local{*http::parse_address("127.0.0.1"), false};
  const http::Client passing{*http::parse_address("127.0.0.1"), true};

  for (int i = 0; i < 10; ++i) CHECK(limiter.admit(local, Traffic::reads).policy == Verdict::none);
  CHECK(limiter.admit(passing, Traffic::reads).taken.allowed);
  CHECK(limiter.admit(passing, Traffic::reads).taken.allowed);
  CHECK_FALSE(limiter.admit(passing, Traffic::reads).taken.allowed);
  CHECK(limiter.admit(passing, Traffic::writes).taken.allowed);
  CHECK(limiter.admit(passing, Traffic::logins).policy == Verdict::none);
  CHECK(limiter.refused(0) == 1);
}

TEST_CASE("an IPv6 network of one customer has one bucket") {
  kernel::sim::World world{1};
  Limits limits;
  limits.per_address = {1, 1, 1, 1};
  RateLimiter limiter(world.host("gateway"), limits);
  const auto ask = [&](std::string_view address) {
    return limiter.admit({*http::parse_address(address), false}, Traffic::reads).taken.allowed;
  };

  CHECK(ask("2001:db8::1"));
  CHECK_FALSE(ask("2001:db8::2"));
  CHECK(ask("2001:db8:0:1::2"));
}
