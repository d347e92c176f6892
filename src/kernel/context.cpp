#include "kernel/context.h"

#include <fmt/format.h>

#include "kernel/runtime.h"

namespace kernel {

Trace new_trace(Runtime& runtime) {
  Trace trace;
  runtime.random_bytes(trace.id);
  trace.span = runtime.random() | 1;
  return trace;
}

std::string trace_id_text(const Trace& trace) {
  std::string out;
  out.reserve(32);
  for (const std::uint8_t byte : trace.id) fmt::format_to(std::back_inserter(out), "{:02x}", byte);
  return out;
}

std::string to_traceparent(const Trace& trace) {
  return fmt::format("00-{}-{:016x}-{:02x}", trace_id_text(trace), trace.span,
                     trace.sampled ? 1 : 0);
}

namespace {

// Reads `digits` lower-case hex digits as the standard demands; false for anything else.
bool read_hex(std::string_view text, std::uint64_t& value) noexcept {
  value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      value = value << 4 | static_cast<std::uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value = value << 4 | static_cast<std::uint64_t>(c - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::optional<Trace> parse_traceparent(std::string_view text) noexcept {
  if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
  std::uint64_t version = 0, high = 0, low = 0, span = 0, flags = 0;
  if (!read_hex(text.substr(0, 2), version) || !read_hex(text.substr(3, 16), high) ||
      !read_hex(text.substr(19, 16), low) || !read_hex(text.substr(36, 16), span) ||
      !read_hex(text.substr(53, 2), flags))
    return std::nullopt;
  if (version == 0xff || (version == 0 && text.size() != 55)) return std::nullopt;
  if ((high == 0 && low == 0) || span == 0) return std::nullopt;
  Trace trace;
  for (std::size_t i = 0; i < 8; ++i) {
    trace.id[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    trace.id[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  trace.span = span;
  trace.sampled = (flags & 1) != 0;
  return trace;
}

UserId Context::user() const {
  if (principal->kind == Principal::Kind::user) return principal->user;
  if (principal->kind == Principal::Kind::service)
    throw Error(Code::permission_denied, "this needs a user");
  throw Error(Code::unauthenticated, "log in first");
}

void Context::require_admin() const {
  if (user(); principal->role != Role::admin)
    throw Error(Code::permission_denied, "this needs an administrator");
}

void Context::require_recent_admin(WallTime now, Ticks age_max) const {
  require_admin();
  if (now - principal->authenticated_at > age_max)
    throw Error(Code::unauthenticated, "your login is too long ago for this; log in again");
}

void Context::require_service() const {
  if (!is_service()) throw Error(Code::permission_denied, "this is between modules");
}

Context Context::with_key(const Key& other) const {
  Context changed = *this;
  changed.key = other;
  return changed;
}

Context Context::with_deadline(Ticks other) const {
  Context changed = *this;
  changed.deadline = std::min(deadline, other);
  return changed;
}

namespace {

Context fresh_context(Runtime& runtime, std::shared_ptr<const Principal> principal, Ticks timeout) {
  Context context;
  context.trace = new_trace(runtime);
  context.deadline = runtime.ticks() + timeout;
  context.principal = std::move(principal);
  return context;
}

}  // namespace

Context anonymous_context(Runtime& runtime, Ticks timeout) {
  static const auto nobody = std::make_shared<const Principal>();
  return fresh_context(runtime, nobody, timeout);
}

Context service_context(Runtime& runtime, std::string_view module, Ticks timeout) {
  Principal principal;
  principal.kind = Principal::Kind::service;
  principal.service = std::string(module);
  return fresh_context(runtime, std::make_shared<const Principal>(std::move(principal)), timeout);
}

}  // namespace kernel
