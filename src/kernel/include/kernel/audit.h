// kernel: what administrators did to a module: who, when, what, to what, with which outcome. Each
// action leaves one row in the module's own database, in the transaction of what was done where
// there is one (Database::audited), and rows stay for ever. Every module answers List about its
// own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/id.h"
#include "kernel/message.h"
#include "kernel/time.h"

namespace audit {

using kernel::Kind;
using kernel::Limit;

// No value of the message itself is here, so no secret either.
struct Record {
  std::int64_t id = 0;
  kernel::WallTime at;
  std::optional<kernel::UserId> user;  // the administrator; none: a command on this machine,
  std::optional<std::string> service;  // which calls itself so
  std::string message;                 // "catalog.SetStock"
  std::string target;                  // what it was done to: an id, a sku, an address
  std::string outcome;                 // "done", the code of its failure, or "begun": ends unknown
  std::string trace_id;
};
struct Records {
  std::vector<Record> items;
};

// Oldest first. Administrators. Fails: not_found (module).
struct List {
  using Reply = Records;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"limit", 1, 100}};
  std::string module;
  std::int64_t after = 0;  // a record: those behind it
  int limit = 20;
};

BOOST_DESCRIBE_STRUCT(Record, (), (id, at, user, service, message, target, outcome, trace_id))
BOOST_DESCRIBE_STRUCT(Records, (), (items))
BOOST_DESCRIBE_STRUCT(List, (), (module, after, limit))

}  // namespace audit

namespace kernel {

class Queries;

audit::Records audit_records(Queries& db, const audit::List& which);

}  // namespace kernel
