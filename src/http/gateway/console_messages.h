// gateway: what /console asks of the gateway itself. Messages only so that rows can bind to them:
// nobody sends them anywhere.
#pragma once

#include <string>
#include <vector>

#include "gateway/comparisons.h"
#include "kernel/message.h"
#include "kernel/tap.h"

namespace console {

using kernel::Kind;
using kernel::Limit;

// What a message looks like, made up from its contract's description.
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

// A real one.
struct Tapped {
  std::optional<tap::Seen> seen;  // none: none has gone along since somebody asked first
  std::string code;               // its request as C++, as in Example; empty: there is none
};
// The next one that goes from `caller` to `callee`, as tap::Get says. Fails: not_found,
// unavailable (the caller's process is out of reach).
struct GetTapped {
  using Reply = Tapped;
  static constexpr auto kind = Kind::query;
  std::string message;  // "payment.Charge"
  std::string caller;   // "order"; "gateway"
  std::string callee;   // "payment"
  tap::SentAs sent_as = tap::SentAs::call;
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
BOOST_DESCRIBE_STRUCT(Tapped, (), (seen, code))
BOOST_DESCRIBE_STRUCT(GetTapped, (), (message, caller, callee, sent_as))
BOOST_DESCRIBE_STRUCT(ComparisonList, (), (enabled, layouts, items))
BOOST_DESCRIBE_STRUCT(ListComparisons, (), ())
BOOST_DESCRIBE_STRUCT(StartComparison, (), (layouts))
BOOST_DESCRIBE_STRUCT(CancelComparison, (), (id))
BOOST_DESCRIBE_STRUCT(GetReport, (), (id))

}  // namespace console
