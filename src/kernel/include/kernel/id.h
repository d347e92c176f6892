// kernel: ids. 16 bytes, trivially copyable, text only on the wire; ids of different things are
// different types.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace kernel {

class Runtime;

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
};

// The canonical 36 characters, lower case.
std::string to_text(const Uuid& uuid);
void append_text(std::string& out, const Uuid& uuid);

// Accepts the canonical form in either case, any version; nothing else.
std::optional<Uuid> parse_uuid(std::string_view text) noexcept;

// A new UUIDv7 (RFC 9562): sortable by the runtime's wall time, random otherwise.
Uuid new_uuid(Runtime& runtime);

// The same parts give the same UUIDv8: how a step derives its key from the order it belongs to.
Uuid derived_uuid(const Uuid& base, std::string_view step);

template <class Tag>
struct Id : Uuid {
  auto operator<=>(const Id&) const = default;
  static Id fresh(Runtime& runtime) { return {new_uuid(runtime)}; }
  static std::optional<Id> parse(std::string_view text) noexcept {
    if (const auto uuid = parse_uuid(text)) return Id{*uuid};
    return std::nullopt;
  }
  bool empty() const noexcept { return *this == Id{}; }
};

// Ids of different things are never compared: their common base must not let it pass.
template <class One, class Other>
  requires(!std::is_same_v<One, Other>)
bool operator==(const Id<One>&, const Id<Other>&) = delete;

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
using ProductId = Id<struct ProductTag>;
using LineId = Id<struct LineTag>;  // a line of a cart: new whenever a product enters it
using OrderId = Id<struct OrderTag>;
using PaymentId = Id<struct PaymentTag>;
using RefundId = Id<struct RefundTag>;
using NotificationId = Id<struct NotificationTag>;
using EventId = Id<struct EventTag>;
using Key = Id<struct KeyTag>;  // idempotency key of one command

struct UuidHash {
  std::size_t operator()(const Uuid& uuid) const noexcept {
    std::uint64_t tail = 0;  // the random half of a UUIDv7
    std::memcpy(&tail, uuid.bytes.data() + 8, sizeof tail);
    return static_cast<std::size_t>(tail);
  }
};

}  // namespace kernel
