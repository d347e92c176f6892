// kernel: what travels with every call: who asks, until when, under which trace and key.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/describe.h"
#include "kernel/error.h"
#include "kernel/id.h"
#include "kernel/secret.h"
#include "kernel/time.h"

namespace kernel {

class Runtime;

// W3C trace context: the trace, the span that is the parent of whatever is called, and whether the
// trace is sampled.
struct Trace {
  std::array<std::uint8_t, 16> id{};
  std::uint64_t span = 0;
  bool sampled = false;
  bool operator==(const Trace&) const = default;
};
Trace new_trace(Runtime& runtime);
std::string to_traceparent(const Trace& trace);  // 00-<32 hex>-<16 hex>-<2 hex>
std::optional<Trace> parse_traceparent(std::string_view text) noexcept;
std::string trace_id_text(const Trace& trace);  // 32 hex digits

enum class Role { customer, admin };
BOOST_DESCRIBE_ENUM(Role, customer, admin)

// Who asks. A user is who auth's signature says, never who a module says: `token` is the user's own
// access token, carried on to other processes. A service is a module working for no user.
struct Principal {
  enum class Kind { anonymous, user, service };
  Kind kind = Kind::anonymous;
  UserId user;                 // kind user
  Role role = Role::customer;  // kind user
  SessionId session;           // kind user
  WallTime authenticated_at;   // kind user: when the password was last given
  SecretText token;            // kind user
  std::string service;         // kind service: the module's name
};

struct Context {
  Trace trace;
  Ticks deadline = Ticks::max();               // on Runtime::ticks()
  std::shared_ptr<const Principal> principal;  // never null
  Key key;                                     // of the command; empty: none given

  const Principal& who() const noexcept { return *principal; }

  // The user who asks. Throws unauthenticated when nobody, permission_denied for a service.
  UserId user() const;
  // Throws unauthenticated or permission_denied unless an administrator asks.
  void require_admin() const;
  // The same, and unauthenticated when the password was given more than `age_max` before `now`.
  void require_recent_admin(WallTime now, Ticks age_max) const;
  // Throws permission_denied unless a module itself asks (never a user).
  void require_service() const;
  bool is_service() const noexcept { return principal->kind == Principal::Kind::service; }
  bool is_user(const UserId& id) const noexcept {
    return principal->kind == Principal::Kind::user && principal->user == id;
  }

  Context with_key(const Key& other) const;
  Context with_deadline(Ticks other) const;  // never later than this one's
};

// A context for requests of nobody, and for work that no user waits for.
Context anonymous_context(Runtime& runtime, Ticks timeout);
Context service_context(Runtime& runtime, std::string_view module, Ticks timeout);

}  // namespace kernel
