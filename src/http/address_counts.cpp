#include "address_counts.h"

#include <cassert>

namespace http {

bool AddressCounts::add(const IpAddress& address, std::size_t max) {
  const std::lock_guard lock(mutex_);
  auto& count = counts_[address.household()];
  if (count >= max) return false;  // max > 0, so that none stays behind that counts nothing
  ++count;
  return true;
}

void AddressCounts::remove(const IpAddress& address) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(address.household());
  assert(found != counts_.end() && "a connection ends that never began");
  if (--found->second == 0) counts_.erase(found);
}

}  // namespace http
