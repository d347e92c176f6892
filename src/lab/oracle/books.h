// lab: what the databases of a stopped shop say about money, stock and mail, read once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "kernel/id.h"
#include "lab/oracle/final_rows.h"

namespace lab {

// Numbers of order's `status` column (order::Status).
enum class OrderState { pending, reserved, paid, confirmed, failed, cancelling, cancelled };

struct BookedOrder {
  std::string name;  // its key and its customer
  OrderState state = OrderState::pending;
  std::int64_t total = 0;
  std::string currency;

  bool is_settled() const noexcept {
    return state == OrderState::confirmed || state == OrderState::failed ||
           state == OrderState::cancelled;
  }
  // It once was a sale, of which the customer was told.
  bool was_confirmed() const noexcept {
    return state == OrderState::confirmed || state == OrderState::cancelling ||
           state == OrderState::cancelled;
  }
};

// What the provider took for an order and did not give back yet.
struct BookedCharge {
  kernel::Uuid order;
  std::int64_t amount = 0;
  std::int64_t returned = 0;
  std::string currency;
};

struct BookedStock {
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t sold = 0;
};

struct BookedMail {
  kernel::Uuid about;
  std::int64_t status = 0;  // 0 queued, 1 delivered, 2 dead
  bool has_file = false;
};

struct Books {
  std::map<kernel::Uuid, BookedOrder> orders;
  std::vector<BookedCharge> charges;               // captured ones
  std::map<kernel::Uuid, std::int64_t> refunds;    // that payment believes in, by order
  std::map<std::string, BookedStock> stock;        // by sku
  std::map<std::string, std::int64_t> sold;        // units in confirmed orders, by sku
  std::map<std::string, std::int64_t> on_the_way;  // units that may move, by sku
  std::vector<BookedMail> confirmations;           // mails about confirmed orders
  std::map<kernel::Uuid, std::int64_t> owed;       // confirmations not handed over yet
  std::int64_t cart_lines = 0;                     // but for those that confirmed orders bought
};

// Throws as ReadOnlyDatabase; Error{failed_precondition} when a database is missing.
Books read_books(const std::string& directory);

}  // namespace lab
