// tests: what relays deliver, watched on the wire: each outbox row of a module is acknowledged by
// its receiver, and the rows of one aggregate in the order in which they were written.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kernel/storage.h"
#include "kernel/wire.h"

namespace sim {

class Deliveries {
 public:
  struct Row {
    std::string publisher;
    std::int64_t seq = 0;
    kernel::Uuid aggregate;
  };

  // The row of the publisher's outbox that `request` delivers; nothing for any other request, and
  // for one that comes once more when its row is gone.
  static std::optional<Row> row_of(const kernel::WireRequest& request, kernel::Queries outbox);

  // The receiver has the effect of the row.
  void acknowledged(const std::string& receiver, const Row& row);

  // How many rows of the publisher were acknowledged.
  std::int64_t count(const std::string& publisher) const;

  // Rows that came before an earlier one of their aggregate.
  const std::vector<std::string>& out_of_order() const noexcept { return out_of_order_; }

 private:
  // What has an order: an aggregate's rows on their way to one receiver.
  struct Lane {
    std::string receiver;
    std::string publisher;
    kernel::Uuid aggregate;
    auto operator<=>(const Lane&) const = default;
  };

  std::map<Lane, std::set<std::int64_t>> lanes_;
  std::map<std::string, std::set<std::int64_t>> rows_;  // by publisher
  std::vector<std::string> out_of_order_;
};

}  // namespace sim
