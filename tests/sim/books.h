// tests: the shop's databases as values, for the invariants.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "shop.h"

namespace sim {

struct OrderRow {
  kernel::UserId user;
  std::string key;
  std::int64_t status = 0;  // 3 confirmed, 4 failed, 6 cancelled
  std::int64_t total = 0;
};

struct Charge {  // captured, in the provider's books
  kernel::PaymentId payment;
  kernel::OrderId order;
  std::int64_t amount = 0;
  std::int64_t refunded = 0;
};

struct PaymentRow {
  kernel::PaymentId id;
  std::int64_t status = 0;  // 1 captured, 2 declined, 3 failed, 4 refunded
  std::int64_t amount = 0;
  std::int64_t refunded = 0;
};

struct StockRow {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t sold = 0;
};

struct MailRow {
  kernel::NotificationId id;
  kernel::Uuid about;
  std::int64_t topic = 0;  // 0 registered, 2 confirmed, 3 cancelled, 4 refunded
  std::int64_t status = 0;
};

using Lines = std::map<kernel::ProductId, std::int64_t>;  // quantities

struct Books {
  explicit Books(Shop& shop);

  std::map<kernel::OrderId, OrderRow> orders;
  Lines sold;  // by confirmed orders
  std::vector<Charge> charges;
  std::map<kernel::OrderId, PaymentRow> payments;
  std::map<kernel::OrderId, std::int64_t> refunds;  // done: their number
  std::map<kernel::ProductId, StockRow> stock;
  std::vector<MailRow> mails;
  std::map<kernel::UserId, Lines> carts;  // that hold something
};

}  // namespace sim
