// gateway: what the public sees of a contract's types: the same objects through other tables, with
// fewer fields or other names. Nothing is copied.
#pragma once

#include <string_view>
#include <vector>

#include "gateway/route.h"
#include "kernel/describe.h"

namespace gateway {

// A field of the base type, seen as `type` (null: as the public sees its own type).
struct Pick {
  std::string_view field;
  Shape type = nullptr;
};

// A table over objects of type `base` with the picked fields. Throws std::logic_error for a field
// that base does not have.
class View {
 public:
  View() : View("none", kernel::Type{}, {}) {}
  View(std::string_view name, const kernel::Type& base, const std::vector<Pick>& picks);
  View(View&&) = default;  // type_ looks at the vector's memory, which stays where it is
  View(const View&) = delete;

  const kernel::Type& type() const noexcept { return type_; }

 private:
  std::vector<kernel::Field> fields_;
  kernel::Type type_;
};

// Null when `type` has no such field.
const kernel::Field* find_field(const kernel::Type& type, std::string_view name) noexcept;

// The public shapes that differ from their contract's.
const kernel::Type& registered_account() noexcept;
const kernel::Type& cookie_tokens() noexcept;  // without the refresh token
const kernel::Type& public_cart() noexcept;
const kernel::Type& pending_order() noexcept;
const kernel::Type& public_payment() noexcept;
const kernel::Type& public_payments() noexcept;
const kernel::Type& public_sort() noexcept;

}  // namespace gateway
