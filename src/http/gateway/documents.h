// gateway: what it answers by itself, without a module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/describe.h"
#include "kernel/id.h"
#include "kernel/time.h"

namespace gateway {

struct Jwk {
  std::string kty = "OKP";
  std::string crv = "Ed25519";
  std::string use = "sig";
  std::string alg = "EdDSA";
  std::string kid;
  std::string x;
};
struct Jwks {
  std::vector<Jwk> keys;
};

struct Health {
  std::string status = "ok";
};
struct Readiness {
  std::string status;  // ok, degraded, starting
  std::vector<std::string> unreachable;
};

struct PlacedModule {
  std::string name;
  std::string transport;  // local, serialized, http
  std::optional<std::string> url;
  bool reachable = true;
  std::optional<std::string> breaker;  // http: closed, open, half_open
};
struct CallEdge {
  std::string caller;
  std::string message;
  std::string kind;  // call, event, owed
  std::string transport;
  std::int64_t calls = 0;
  std::int64_t failed = 0;
};
struct SubscriptionEdge {
  std::string subscriber;
  std::string event;
};
struct Topology {
  std::vector<PlacedModule> modules;
  std::vector<CallEdge> calls;
  std::vector<SubscriptionEdge> subscriptions;
};

struct TraceSummary {
  std::string trace_id;
  std::string name;  // of the span that all others come from
  kernel::WallTime started_at;
  std::int64_t took_us = 0;             // deliveries after the answer among it
  std::int64_t answered_us = 0;         // until the answer; 0: its beginning is not kept
  bool error = false;                   // trouble of the shop's own
  std::optional<kernel::Uuid> subject;  // its order, its product: what the request was about
};
struct TraceList {
  std::vector<TraceSummary> items;       // newest first
  std::vector<std::string> unreachable;  // processes that did not answer
};

struct TraceSpan {
  int depth = 0;  // below the span that stands before it with one less
  std::string span_id;
  std::optional<std::string> parent_id;
  std::string process;  // the modules that live in it
  std::string name;
  std::string kind;  // internal, server, client, producer, consumer
  std::string caller;
  std::string callee;
  std::string transport;
  std::int64_t offset_us = 0;  // since the trace began
  std::int64_t took_us = 0;
  std::string outcome;
  bool error = false;
  std::optional<int> status;
  std::optional<kernel::Uuid> subject;
  std::optional<std::int64_t> waited_us;  // of a transaction, for its batch
  std::optional<std::int64_t> ran_us;     // and in it
};
struct TraceTree {
  std::string trace_id;
  kernel::WallTime started_at;
  std::int64_t took_us = 0;
  bool error = false;
  std::vector<TraceSpan> spans;  // each before those that it caused
  std::vector<std::string> unreachable;
};

BOOST_DESCRIBE_STRUCT(Jwk, (), (kty, crv, use, alg, kid, x))
BOOST_DESCRIBE_STRUCT(Jwks, (), (keys))
BOOST_DESCRIBE_STRUCT(Health, (), (status))
BOOST_DESCRIBE_STRUCT(Readiness, (), (status, unreachable))
BOOST_DESCRIBE_STRUCT(PlacedModule, (), (name, transport, url, reachable, breaker))
BOOST_DESCRIBE_STRUCT(CallEdge, (), (caller, message, kind, transport, calls, failed))
BOOST_DESCRIBE_STRUCT(SubscriptionEdge, (), (subscriber, event))
BOOST_DESCRIBE_STRUCT(TraceSummary, (),
                      (trace_id, name, started_at, took_us, answered_us, error, subject))
BOOST_DESCRIBE_STRUCT(TraceList, (), (items, unreachable))
BOOST_DESCRIBE_STRUCT(TraceSpan, (),
                      (depth, span_id, parent_id, process, name, kind, caller, callee, transport,
                       offset_us, took_us, outcome, error, status, subject, waited_us, ran_us))
BOOST_DESCRIBE_STRUCT(TraceTree, (), (trace_id, started_at, took_us, error, spans, unreachable))
BOOST_DESCRIBE_STRUCT(Topology, (), (modules, calls, subscriptions))

}  // namespace gateway
