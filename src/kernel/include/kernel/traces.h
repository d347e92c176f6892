// kernel: what an administrator asks of the traces that a process has kept (kernel/spans.h). Every
// module answers these for its process; the gateway asks one module of each and puts the answers
// together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/id.h"
#include "kernel/message.h"
#include "kernel/time.h"

namespace traces {

using kernel::Kind;
using kernel::Limit;

// No value of a message is here, so no secret either.
struct Span {
  std::string span_id;                   // 16 hex digits
  std::optional<std::string> parent_id;  // none: the trace begins here
  std::string name;                      // "order.PlaceOrder", "POST /api/v1/orders", "transaction"
  std::string kind;                      // internal, server, client, producer, consumer
  std::string caller;
  std::string callee;
  std::string transport;        // local, serialized, http, storage; empty: from outside
  std::int64_t started_us = 0;  // since 1970
  std::int64_t took_us = 0;
  std::string outcome;                    // "ok", the code of its error, or "refused"
  bool error = false;                     // trouble of the shop's own: why a trace is kept
  std::optional<int> status;              // of an HTTP answer
  std::optional<kernel::Uuid> subject;    // what a request was about: its order, its product
  std::optional<std::int64_t> waited_us;  // of a transaction: until its batch began,
  std::optional<std::int64_t> ran_us;     // and in it; the rest is the commit
};
struct Spans {
  std::vector<Span> items;
};

// A trace as one process knows it.
struct Summary {
  std::string trace_id;  // 32 hex digits
  std::string name;      // of the span that all others come from, if it is here; or of the first
  bool begins = false;   // it is here
  std::int64_t started_us = 0;
  std::int64_t took_us = 0;
  bool error = false;
  std::optional<kernel::Uuid> subject;
  std::int64_t answered_us = 0;  // how long that first span took, if it is here
};
struct Summaries {
  std::vector<Summary> items;
};

// Kept traces, newest first. Administrators. Fails: not_found (module).
struct List {
  using Reply = Summaries;
  static constexpr auto kind = Kind::query;
  static constexpr Limit limits[] = {{"min_ms", 0, 3'600'000}, {"limit", 1, 100}};
  std::string module;                   // whose process is asked
  bool error = false;                   // those with trouble of the shop's own only
  std::int64_t min_ms = 0;              // that took at least so long
  std::optional<kernel::Uuid> subject;  // and of this order, product, …
  int limit = 20;
};

// All spans of a trace that are still known, kept or not yet overwritten; none for a trace that is
// not. Administrators. Fails: not_found (module).
struct Get {
  using Reply = Spans;
  static constexpr auto kind = Kind::query;
  std::string module;
  std::string trace_id;
};

BOOST_DESCRIBE_STRUCT(Span, (),
                      (span_id, parent_id, name, kind, caller, callee, transport, started_us,
                       took_us, outcome, error, status, subject, waited_us, ran_us))
BOOST_DESCRIBE_STRUCT(Spans, (), (items))
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (trace_id, name, begins, started_us, took_us, error, subject, answered_us))
BOOST_DESCRIBE_STRUCT(Summaries, (), (items))
BOOST_DESCRIBE_STRUCT(List, (), (module, error, min_ms, subject, limit))
BOOST_DESCRIBE_STRUCT(Get, (), (module, trace_id))

}  // namespace traces

namespace kernel {

class Exchange;
class Spans;

// Answers List and Get at the own paths of `module`.
void serve_traces(Exchange& exchange, const std::string& module);

// The same for whoever is in this process.
traces::Summaries list_traces(const Spans& spans, const traces::List& which);
Task<traces::Spans> get_trace(Spans& spans, const traces::Get& which);

}  // namespace kernel
