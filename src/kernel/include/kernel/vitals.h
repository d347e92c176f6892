// kernel: how a module is doing, in counters that only grow and in what is now: whoever asks twice
// knows what happened between. Every module answers for itself, wherever it runs.
//
// It says no more than /metrics of the same listener does, so nobody is asked who he is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/message.h"

namespace vitals {

using kernel::Kind;

// A kind of message from one module to another, since its process began.
struct Calls {
  std::string caller;
  std::string callee;
  std::string message;
  std::string kind;       // call, event, owed
  std::string transport;  // local, serialized, http
  std::int64_t ok = 0;
  std::int64_t failed = 0;
  std::vector<std::int64_t> latency;  // bucket i: calls of < 2^(i+8) ns; empty ones at the end left
                                      // out
  std::int64_t took_us = 0;           // all of them
  std::int64_t request_bytes = 0;     // of those that were encoded
  std::int64_t reply_bytes = 0;
  std::int64_t encode_us = 0;
  std::int64_t decode_us = 0;
  std::int64_t queue_us = 0;  // for a connection
};

// How the process of a module guards itself against another that is elsewhere.
struct Breaker {
  std::string callee;
  std::string state;  // closed, open, half_open
  std::int64_t times_opened = 0;
  std::int64_t refused = 0;
};

struct Vitals {
  std::vector<Calls> calls;       // that the module makes, its deliveries among them
  std::vector<Breaker> breakers;  // of its process
  std::int64_t queued = 0;        // transactions that wait for its writer
  std::int64_t committed = 0;
  std::int64_t pending = 0;  // deliveries that its outbox owes, dead letters included
  std::int64_t dead = 0;
  std::int64_t oldest_ms = 0;  // age of the oldest that is no dead letter; 0: there is none
  std::int64_t cpu_ms = 0;     // of its process, as what follows
  std::int64_t resident_bytes = 0;
  std::int64_t process_id = 0;
};

// Fails: not_found (module).
struct Get {
  using Reply = Vitals;
  static constexpr auto kind = Kind::query;
  std::string module;
};

BOOST_DESCRIBE_STRUCT(Calls, (),
                      (caller, callee, message, kind, transport, ok, failed, latency, took_us,
                       request_bytes, reply_bytes, encode_us, decode_us, queue_us))
BOOST_DESCRIBE_STRUCT(Breaker, (), (callee, state, times_opened, refused))
BOOST_DESCRIBE_STRUCT(Vitals, (),
                      (calls, breakers, queued, committed, pending, dead, oldest_ms, cpu_ms,
                       resident_bytes, process_id))
BOOST_DESCRIBE_STRUCT(Get, (), (module))

}  // namespace vitals

namespace kernel {

class Database;
class Exchange;

// Answers Get at the own path of `module`, whose database this is.
void serve_vitals(Exchange& exchange, const std::string& module, Database& database);

// What `caller`, which is in this process, sent.
std::vector<vitals::Calls> calls_of(const Exchange& exchange, const std::string& caller);
std::vector<vitals::Breaker> breakers_of(const Exchange& exchange);

// Fills in what is known of this process itself.
void add_process_facts(vitals::Vitals& vitals);

}  // namespace kernel
