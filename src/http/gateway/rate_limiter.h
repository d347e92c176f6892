// gateway: token buckets per address and per user, for each kind of traffic.
//
// A bucket is one number, the time at which it will be full again (the generic cell rate
// algorithm: ITU-T I.371): taking a token moves that time on by a token's worth. So a bucket
// that is full and one that nobody knows are the same, and forgetting it loses nothing.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/limits.h"
#include "http/forwarded.h"
#include "http/message.h"
#include "kernel/id.h"
#include "kernel/replaceable.h"
#include "kernel/runtime.h"

namespace gateway {

// Whose bucket, and of which traffic.
struct BucketKey {
  std::array<std::uint8_t, 16> id{};
  std::uint32_t policy = 0;
  bool operator==(const BucketKey&) const = default;
};

struct Taken {
  bool allowed = true;
  std::uint32_t remaining = 0;
  kernel::Ticks full_in{};  // until all tokens are there again
  kernel::Ticks next_in{};  // when refused: until one is
};

// A table of fixed size in sets of eight. Where a set is full, the fullest bucket is forgotten:
// whoever asks too much cannot hide behind many others. Locked per set, never as a whole.
class TokenBuckets {
 public:
  TokenBuckets(std::size_t buckets_max, std::uint64_t seed);

  Taken take(const BucketKey& key, std::uint32_t per_minute, kernel::Ticks now);

  std::size_t buckets() const noexcept { return sets_.size() * ways; }

 private:
  static constexpr std::size_t ways = 8;
  static constexpr std::size_t locks = 64;
  struct Bucket {
    BucketKey key;
    std::int64_t full_at = 0;  // ns on Runtime::ticks(); past: full
  };
  struct Set {
    std::array<Bucket, ways> buckets;
  };
  static Bucket& bucket_of(Set& set, const BucketKey& key);

  const std::uint64_t seed_;
  std::vector<Set> sets_;  // set i is guarded by mutexes_[i % locks]
  std::array<std::mutex, locks> mutexes_;
};

// What came of asking. No policy: nobody counted.
struct Verdict {
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  std::uint32_t policy = none;
  Taken taken;
};

class RateLimiter {
 public:
  RateLimiter(kernel::Runtime& runtime, const Limits& limits);

  // From any thread; buckets_max stays as it was. What was taken stays taken.
  void set_limits(const Limits& limits);

  // Takes a token of an address or of a user, if there is a limit for them.
  Verdict admit(const http::Client& client, Traffic traffic);
  Verdict admit(const kernel::UserId& user, Traffic traffic);

  // Adds RateLimit-Policy and RateLimit: draft-ietf-httpapi-ratelimit-headers-10.
  void add_headers(const Verdict& verdict, http::HeaderLines& headers) const;

  // "reads-by-address"
  static std::string_view name_of(std::uint32_t policy) noexcept;
  static constexpr std::uint32_t policies = 2 * traffic_count;
  std::uint64_t refused(std::uint32_t policy) const noexcept;  // so far

 private:
  struct Policies {
    http::Networks trusted;
    std::array<std::uint32_t, policies> rates{};
    std::array<std::string, policies> lines;  // to the number that remains
  };
  static Policies policies_of(const Limits& limits);
  Verdict take(std::uint32_t policy, std::uint32_t rate, const std::array<std::uint8_t, 16>& id);

  kernel::Runtime& runtime_;
  kernel::Replaceable<Policies> policies_;
  TokenBuckets buckets_;
  std::array<std::atomic<std::uint64_t>, policies> refused_{};
};

// Of two verdicts on one request, the one that a client should heed.
const Verdict& stricter(const Verdict& a, const Verdict& b) noexcept;

// Whole seconds, rounded up.
std::uint32_t seconds_up(kernel::Ticks duration) noexcept;

}  // namespace gateway
