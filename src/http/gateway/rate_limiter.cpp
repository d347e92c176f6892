#include "rate_limiter.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace gateway {

using kernel::Ticks;

namespace {

constexpr Ticks window = std::chrono::minutes(1);

constexpr std::array<std::string_view, RateLimiter::policies> names = {
    "reads-by-address", "writes-by-address", "logins-by-address", "checkouts-by-address",
    "reads-by-user",    "writes-by-user",    "logins-by-user",    "checkouts-by-user"};

constexpr std::uint32_t by_address(Traffic traffic) noexcept {
  return static_cast<std::uint32_t>(traffic);
}
constexpr std::uint32_t by_user(Traffic traffic) noexcept {
  return static_cast<std::uint32_t>(traffic_count) + static_cast<std::uint32_t>(traffic);
}

}  // namespace

TokenBuckets::TokenBuckets(std::size_t buckets_max, std::uint64_t seed)
    : seed_(seed), sets_(std::max<std::size_t>(buckets_max / ways, 1)) {}

// The one of that key, or else the fullest, which becomes the key's: full.
TokenBuckets::Bucket& TokenBuckets::bucket_of(Set& set, const BucketKey& key) {
  Bucket* fullest = set.buckets.data();
  for (Bucket& bucket : set.buckets) {
    if (bucket.key == key) return bucket;
    if (bucket.full_at < fullest->full_at) fullest = &bucket;
  }
  *fullest = {key, 0};
  return *fullest;
}

Taken TokenBuckets::take(const BucketKey& key, std::uint32_t per_minute, Ticks now) {
  const Ticks token = window / per_minute;
  const auto place = (http::hash_of(key.id, seed_) + key.policy) % sets_.size();
  const std::lock_guard lock(mutexes_[place % locks]);
  Bucket& bucket = bucket_of(sets_[place], key);
  const Ticks owed = std::max(Ticks(bucket.full_at) - now, Ticks::zero());
  if (owed + token > window) return {false, 0, owed, owed + token - window};
  bucket.full_at = (now + owed + token).count();
  return {true, static_cast<std::uint32_t>((window - owed - token) / token), owed + token, {}};
}

RateLimiter::RateLimiter(kernel::Runtime& runtime, const Limits& limits)
    : runtime_(runtime),
      policies_(policies_of(limits)),
      buckets_(limits.buckets_max, runtime.random()) {}

RateLimiter::Policies RateLimiter::policies_of(const Limits& limits) {
  Policies made;
  made.trusted = limits.trusted;
  for (std::size_t i = 0; i < traffic_count; ++i) {
    made.rates[i] = limits.per_address[i];
    made.rates[traffic_count + i] = limits.per_user[i];
  }
  for (std::uint32_t i = 0; i < policies; ++i)
    made.lines[i] = fmt::format(
        "RateLimit-Policy: \"{0}\";q={1};w=60\r\nRateLimit: \"{0}\";r=", names[i], made.rates[i]);
  return made;
}

void RateLimiter::set_limits(const Limits& limits) { policies_.replace(policies_of(limits)); }

Verdict RateLimiter::admit(const http::Client& client, Traffic traffic) {
  const auto policy = by_address(traffic);
  const Policies& now = policies_.get();
  if (now.rates[policy] == 0) return {};
  if (!client.forwarded && contains(now.trusted, client.address)) return {};
  return take(policy, now.rates[policy], client.address.household().bytes);
}

Verdict RateLimiter::admit(const kernel::UserId& user, Traffic traffic) {
  const auto policy = by_user(traffic);
  const auto rate = policies_.get().rates[policy];
  if (rate == 0) return {};
  return take(policy, rate, user.bytes);
}

Verdict RateLimiter::take(std::uint32_t policy, std::uint32_t rate,
                          const std::array<std::uint8_t, 16>& id) {
  Verdict verdict{policy, buckets_.take({id, policy}, rate, runtime_.ticks())};
  if (!verdict.taken.allowed) refused_[policy].fetch_add(1, std::memory_order_relaxed);
  return verdict;
}

void RateLimiter::add_headers(const Verdict& verdict, http::HeaderLines& headers) const {
  if (verdict.policy == Verdict::none) return;
  headers.add_lines(policies_.get().lines[verdict.policy]);
  const fmt::format_int remaining(verdict.taken.remaining);
  headers.add_lines({remaining.data(), remaining.size()});
  const fmt::format_int reset(seconds_up(verdict.taken.full_in));
  headers.add_lines(";t=");
  headers.add_lines({reset.data(), reset.size()});
  headers.add_lines("\r\n");
}

std::string_view RateLimiter::name_of(std::uint32_t policy) noexcept { return names[policy]; }

std::uint64_t RateLimiter::refused(std::uint32_t policy) const noexcept {
  return refused_[policy].load(std::memory_order_relaxed);
}

const Verdict& stricter(const Verdict& a, const Verdict& b) noexcept {
  if (a.policy == Verdict::none || b.policy == Verdict::none)
    return a.policy == Verdict::none ? b : a;
  if (a.taken.allowed != b.taken.allowed) return a.taken.allowed ? b : a;
  return a.taken.remaining <= b.taken.remaining ? a : b;
}

std::uint32_t seconds_up(Ticks duration) noexcept {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

}  // namespace gateway
