// gateway: what it answers by itself, without a module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/describe.h"

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

BOOST_DESCRIBE_STRUCT(Jwk, (), (kty, crv, use, alg, kid, x))
BOOST_DESCRIBE_STRUCT(Jwks, (), (keys))
BOOST_DESCRIBE_STRUCT(Health, (), (status))
BOOST_DESCRIBE_STRUCT(Readiness, (), (status, unreachable))
BOOST_DESCRIBE_STRUCT(PlacedModule, (), (name, transport, url, reachable, breaker))
BOOST_DESCRIBE_STRUCT(CallEdge, (), (caller, message, kind, transport, calls, failed))
BOOST_DESCRIBE_STRUCT(SubscriptionEdge, (), (subscriber, event))
BOOST_DESCRIBE_STRUCT(Topology, (), (modules, calls, subscriptions))

}  // namespace gateway
