// The description tables of the kernel's own values, for all contracts.
#include "kernel/address.h"
#include "kernel/contract_impl.h"

namespace kernel {

BOOST_DESCRIBE_STRUCT(Money, (), (amount, currency))

namespace {

Type time_type() {
  Type type{};
  type.shape = Shape::scalar;
  type.name = "date-time";
  type.print = [](std::string& out, const void* o) {
    out += to_text(*static_cast<const WallTime*>(o));
  };
  type.parse = [](std::string_view text, void* o) noexcept {
    const auto time = parse_time(text);
    if (time) *static_cast<WallTime*>(o) = *time;
    return time.has_value();
  };
  return type;
}

Type currency_type() {
  Type type{};
  type.shape = Shape::scalar;
  type.name = "currency";
  type.print = [](std::string& out, const void* o) {
    out += static_cast<const Currency*>(o)->text();
  };
  type.parse = [](std::string_view text, void* o) noexcept {
    const auto currency = Currency::parse(text);
    if (currency) *static_cast<Currency*>(o) = *currency;
    return currency.has_value();
  };
  return type;
}

}  // namespace

template <>
const Type& type_of<WallTime>() noexcept {
  static const Type type = time_type();
  return type;
}

template <>
const Type& type_of<Currency>() noexcept {
  static const Type type = currency_type();
  return type;
}

template <>
const Type& type_of<Money>() noexcept {
  static constexpr Type type = detail::object_type<Money>();
  return type;
}

template const Type& type_of<Address>() noexcept;
template const Type& type_of<Done>() noexcept;
template const Type& type_of<std::string>() noexcept;

}  // namespace kernel
