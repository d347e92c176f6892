// gateway: how much one address and one user may ask for, and whom it believes about addresses.
#pragma once

#include <array>
#include <cstdint>

#include "gateway/route.h"
#include "http/network.h"

namespace gateway {

// Requests a minute, by Traffic. As many may come at once, since a minute's worth can be saved up.
// 0: no limit.
using Rates = std::array<std::uint32_t, traffic_count>;

struct Limits {
  Rates per_address{};
  Rates per_user{};
  std::size_t buckets_max = 65'536;  // 32 bytes each, for each address or user and kind of traffic
  http::Networks trusted;  // spared what is per address, unless a request was passed on for others
  http::Networks proxies;  // believed when they say for whom they ask
};

}  // namespace gateway
