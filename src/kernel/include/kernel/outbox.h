// kernel: what an administrator asks of a module's outbox. Every module answers these messages
// about its own rows, wherever it runs; they go to POST /rpc/<module>/outbox.List and so on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/message.h"
#include "kernel/time.h"

namespace outbox {

using kernel::Kind;
using kernel::Limit;

// A row on its way to one destination.
struct Letter {
  std::int64_t delivery = 0;  // its number, by which it is replayed or discarded
  std::string destination;
  std::string type;       // "order.OrderConfirmed"
  std::string aggregate;  // whose order of rows is kept
  std::string payload;    // JSON, as it is sent but for secrets, which are ***
  std::int64_t attempts = 0;
  bool dead = false;  // no further attempt: its successors of the same aggregate wait
  std::string error;  // of the last attempt
  kernel::WallTime created_at;
};
struct Letters {
  std::vector<Letter> items;
  std::int64_t pending = 0;  // of this module, dead ones included
  std::int64_t dead = 0;
};

// Oldest first. Administrators. Fails: not_found (module).
struct List {
  using Reply = Letters;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}};
  std::string module;
  bool dead = false;       // dead ones only
  std::int64_t after = 0;  // a delivery: those behind it
  int limit = 20;
};

// Tries a dead letter again from its first attempt. Administrators (a recent login).
// Fails: not_found.
struct Replay {
  using Reply = kernel::Done;
  static constexpr auto kind = Kind::command;
  std::string module;
  std::int64_t delivery = 0;
};

// Gives a dead letter up; its successors go on. Administrators (a recent login). Fails: not_found.
struct Discard {
  using Reply = kernel::Done;
  static constexpr auto kind = Kind::command;
  std::string module;
  std::int64_t delivery = 0;
};

BOOST_DESCRIBE_STRUCT(Letter, (),
                      (delivery, destination, type, aggregate, payload, attempts, dead, error,
                       created_at))
BOOST_DESCRIBE_STRUCT(Letters, (), (items, pending, dead))
BOOST_DESCRIBE_STRUCT(List, (), (module, dead, after, limit))
BOOST_DESCRIBE_STRUCT(Replay, (), (module, delivery))
BOOST_DESCRIBE_STRUCT(Discard, (), (module, delivery))

}  // namespace outbox
