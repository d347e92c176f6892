// lab: what crossed which boundary, and what that was predicted to cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/report/report_values.h"

namespace lab {

struct LedgerRow {
  std::string caller;
  std::string callee;
  std::string message;       // "cart.AddItem"
  std::string kind;          // "call", "event", "owed"
  std::string transport;     // "local", "serialized", "http"
  double per_request = 0;    // calls, averaged over the workload
  double per_checkout = 0;   // calls, averaged over checkouts at one client
  double request_bytes = 0;  // means per call
  double reply_bytes = 0;
  double encode_us = 0;  // means per call; both sides together
  double queue_us = 0;
  double socket_us = 0;
  double decode_us = 0;
  double handler_us = 0;
};
BOOST_DESCRIBE_STRUCT(LedgerRow, (),
                      (caller, callee, message, kind, transport, per_request, per_checkout,
                       request_bytes, reply_bytes, encode_us, queue_us, socket_us, decode_us,
                       handler_us))

struct ArmLedger {
  std::string arm;
  std::vector<LedgerRow> rows;
};
BOOST_DESCRIBE_STRUCT(ArmLedger, (), (arm, rows))

// Calls over an edge for one request of an endpoint, at one client.
struct EndpointCalls {
  std::string endpoint;
  std::string caller;
  std::string callee;
  std::string message;
  std::string kind;
  double calls = 0;
  double endpoint_syncs = 0;  // to a disk, of the whole request
};
BOOST_DESCRIBE_STRUCT(EndpointCalls, (),
                      (endpoint, caller, callee, message, kind, calls, endpoint_syncs))

struct Ledger {
  std::vector<ArmLedger> arms;
  std::vector<EndpointCalls> endpoints;  // counted in process
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(Ledger, (), (arms, endpoints, not_measured))

// What one crossing of a process boundary costs here, measured between processes that do nothing
// else. cost(bytes) = fixed + per_kib · bytes/1024. In a request that waits for a disk the
// processes sleep between its messages and their caches go cold: there a crossing costs `waking`
// more.
struct Hop {
  std::string transport;  // "unix", "tcp"
  double latency_us = 0;
  double latency_us_per_kib = 0;
  double cpu_us = 0;  // both sides
  double cpu_us_per_kib = 0;
  double waking_latency_us = 0;
  double waking_cpu_us = 0;
};
BOOST_DESCRIBE_STRUCT(Hop, (),
                      (transport, latency_us, latency_us_per_kib, cpu_us, cpu_us_per_kib,
                       waking_latency_us, waking_cpu_us))

struct PredictionRow {
  std::string arm;
  std::string endpoint;
  double crossings = 0;             // calls that cross a boundary per request
  double predicted_latency_us = 0;  // added to the monolith's p50 at one client
  double measured_latency_us = 0;
  double latency_error_percent = 0;
  double predicted_cpu_us = 0;  // added per request
  double measured_cpu_us = 0;
  double cpu_error_percent = 0;
};
BOOST_DESCRIBE_STRUCT(PredictionRow, (),
                      (arm, endpoint, crossings, predicted_latency_us, measured_latency_us,
                       latency_error_percent, predicted_cpu_us, measured_cpu_us, cpu_error_percent))

// What moving this one module out would add.
struct MoveOut {
  std::string module;
  std::string endpoint;
  double crossings = 0;
  double added_latency_us = 0;
  double added_cpu_us = 0;
};
BOOST_DESCRIBE_STRUCT(MoveOut, (), (module, endpoint, crossings, added_latency_us, added_cpu_us))

struct Prediction {
  std::vector<Hop> hops;
  std::vector<PredictionRow> rows;
  std::vector<MoveOut> move_outs;
  std::string not_measured;
};
BOOST_DESCRIBE_STRUCT(Prediction, (), (hops, rows, move_outs, not_measured))

}  // namespace lab
