// tests: a contract as modules have them, for the kernel's own tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/address.h"
#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/secret.h"

namespace sample {

using kernel::Kind;
using kernel::Limit;

enum class Colour { red, green, blue };

struct Part {
  static constexpr Limit limits[] = {{"label", 1, 10}};
  std::string label;
  kernel::ProductId id;
  Colour colour = Colour::red;
};

struct Echo {
  using Reply = Echo;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"number", -5, 100}, {"parts", 0, 3}};
  std::string text;
  std::int64_t number = 0;
  bool flag = false;
  std::vector<Part> parts;
  std::optional<kernel::Money> price;
  std::optional<kernel::Address> address;
};

struct Fail {
  using Reply = kernel::Done;
  static constexpr auto kind = Kind::query;
  std::string how;
  kernel::SecretText token = {};
};

struct Count {
  std::int64_t value = 0;
};

// Adds to the counter; the same key twice adds once.
struct Add {
  using Reply = Count;
  static constexpr auto kind = Kind::command;
  kernel::OrderId counter;
  std::int64_t amount = 0;
  kernel::OrderId aggregate() const { return counter; }
};

// Something was added.
struct Added {
  kernel::OrderId counter;
  std::int64_t total = 0;
  kernel::SecretText receipt = {};
  kernel::OrderId aggregate() const { return counter; }
};

BOOST_DESCRIBE_ENUM(Colour, red, green, blue)
BOOST_DESCRIBE_STRUCT(Part, (), (label, id, colour))
BOOST_DESCRIBE_STRUCT(Echo, (), (text, number, flag, parts, price, address))
BOOST_DESCRIBE_STRUCT(Fail, (), (how, token))
BOOST_DESCRIBE_STRUCT(Count, (), (value))
BOOST_DESCRIBE_STRUCT(Add, (), (counter, amount))
BOOST_DESCRIBE_STRUCT(Added, (), (counter, total, receipt))

}  // namespace sample
