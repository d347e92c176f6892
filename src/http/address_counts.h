// http, internal: how many connections each address has.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "http/network.h"

namespace http {

// Counts households (network.h). Asked once per connection, by whichever loop begins or ends it;
// holds no more entries than there are connections.
class AddressCounts {
 public:
  explicit AddressCounts(std::uint64_t seed) : counts_(0, Hash{seed}) {}

  // False, with nothing counted, when `address` has `max` already.
  bool add(const IpAddress& address, std::size_t max);
  void remove(const IpAddress& address);  // what was added

 private:
  struct Hash {
    std::uint64_t seed;
    std::size_t operator()(const IpAddress& address) const noexcept {
      return static_cast<std::size_t>(hash_of(address.bytes, seed));
    }
  };

  std::mutex mutex_;
  std::unordered_map<IpAddress, std::size_t, Hash> counts_;  // guarded by mutex_
};

}  // namespace http
