// gateway: what /console asks of the gateway itself. Messages only so that rows can bind to them:
// nobody sends them anywhere.
#pragma once

#include <string>
#include <vector>

#include "gateway/comparisons.h"
#include "kernel/message.h"

namespace console {

using kernel::Kind;
using kernel::Limit;

// What a message looks like, made from its contract's description: never a recorded one, which
// would be somebody's.
struct Example {
  std::string name;
  std::string module;
  std::string kind;     // query, command, event
  std::string request;  // JSON; of an event, the event
  std::string reply;    // JSON; of an event, empty
  std::string code;     // the request as C++, the braces behind its type and name
};
// Fails: not_found.
struct GetExample {
  using Reply = Example;
  static constexpr auto kind = Kind::query;
  std::string message;  // "payment.Charge"
};

struct ComparisonList {
  bool enabled = false;              // by the configuration
  std::vector<std::string> layouts;  // that can be compared
  std::vector<gateway::Comparison> items;
};

struct ListComparisons {
  using Reply = ComparisonList;
  static constexpr auto kind = Kind::query;
};

// Administrators (a recent login). Fails: failed_precondition (not enabled), invalid_argument,
// conflict (one is under way).
struct StartComparison {
  using Reply = gateway::Comparison;
  static constexpr auto kind = Kind::command;
  static constexpr Limit limits[] = {{"layouts", 2, 5}};
  std::vector<std::string> layouts;
};

// Administrators (a recent login). Fails: failed_precondition (not enabled), not_found.
struct CancelComparison {
  using Reply = kernel::Done;
  static constexpr auto kind = Kind::command;
  std::string id;
};

// Fails: failed_precondition (not enabled), not_found.
struct GetReport {
  using Reply = kernel::Done;
  static constexpr auto kind = Kind::query;
  std::string id;
};

BOOST_DESCRIBE_STRUCT(Example, (), (name, module, kind, request, reply, code))
BOOST_DESCRIBE_STRUCT(GetExample, (), (message))
BOOST_DESCRIBE_STRUCT(ComparisonList, (), (enabled, layouts, items))
BOOST_DESCRIBE_STRUCT(ListComparisons, (), ())
BOOST_DESCRIBE_STRUCT(StartComparison, (), (layouts))
BOOST_DESCRIBE_STRUCT(CancelComparison, (), (id))
BOOST_DESCRIBE_STRUCT(GetReport, (), (id))

}  // namespace console
