// kernel: makes the Type tables from the descriptions. See describe.h.
#pragma once

#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "kernel/describe.h"
#include "kernel/id.h"
#include "kernel/message.h"
#include "kernel/money.h"
#include "kernel/secret.h"
#include "kernel/time.h"

namespace kernel::detail {

template <class T>
struct Element;
template <class T>
struct Element<std::vector<T>> {
  using type = T;
};
template <class T>
struct Element<std::optional<T>> {
  using type = T;
};
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

// Without "kernel::", which GCC leaves out by itself here, and Clang does not.
template <class T>
constexpr std::string_view plain_name() {
  constexpr std::string_view kernel = "kernel::";
  const auto name = qualified_name<T>();
  return name.starts_with(kernel) ? name.substr(kernel.size()) : name;
}

// "cart::Line" → "cart.Line", as a constant with static storage.
template <class T>
struct DottedName {
  static constexpr std::size_t length = [] {
    const auto name = plain_name<T>();
    const auto colons = name.find("::");
    return colons == std::string_view::npos ? name.size() : name.size() - 1;
  }();
  static constexpr auto letters = [] {
    std::array<char, length> out{};
    const auto name = plain_name<T>();
    const auto colons = name.find("::");
    std::size_t at = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (i == colons) {
        out[at++] = '.';
        ++i;
      } else {
        out[at++] = name[i];
      }
    }
    return out;
  }();
  static constexpr std::string_view value{letters.data(), letters.size()};
};

template <class T>
inline constexpr std::string_view dotted_name = DottedName<T>::value;

template <class T>
constexpr std::string_view module_of() {
  return dotted_name<T>.substr(0, dotted_name<T>.find('.'));
}

// How many initialisers the aggregate T takes: its number of members.
struct Anything {
  template <class U>
  operator U() const;
};
template <class T, class... Args>
constexpr std::size_t arity() {
  if constexpr (requires { T{Args{}..., Anything{}}; }) {
    return arity<T, Args..., Anything>();
  } else {
    return sizeof...(Args);
  }
}

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class T>
constexpr Limit limit_of(std::string_view field, bool& found) {
  found = false;
  if constexpr (requires { T::limits; }) {
    for (const Limit& limit : T::limits)
      if (limit.field == field) {
        found = true;
        return limit;
      }
  }
  return {field};
}

template <class T>
constexpr bool limits_name_fields() {
  bool good = true;
  if constexpr (requires { T::limits; }) {
    for (const Limit& limit : T::limits) {
      bool named = false;
      boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        if (limit.field == std::string_view(member.name)) named = true;
      });
      good = good && named;
    }
  }
  return good;
}

template <class T>
struct ObjectFields {
  static_assert(boost::mp11::mp_size<Members<T>>::value == arity<T>(),
                "a member is missing in BOOST_DESCRIBE_STRUCT");
  static_assert(limits_name_fields<T>(), "a limit names no member");

  template <class D>
  static constexpr Field make() {
    using Value = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
    bool limited = false;
    const Limit limit = limit_of<T>(D::name, limited);
    return {D::name,
            &type_of<Value>,
            [](void* object) noexcept -> void* { return &(static_cast<T*>(object)->*D::pointer); },
            limit.min,
            limit.max,
            limited};
  }
  static constexpr auto table = []<class... D>(boost::mp11::mp_list<D...>*) {
    return std::array<Field, sizeof...(D)>{make<D>()...};
  }(static_cast<boost::mp11::mp_rename<Members<T>, boost::mp11::mp_list>*>(nullptr));
};

template <class E>
struct EnumNames {
  using List = boost::describe::describe_enumerators<E>;
  static constexpr auto table = []<class... D>(boost::mp11::mp_list<D...>*) {
    return std::array<std::string_view, sizeof...(D)>{D::name...};
  }(static_cast<boost::mp11::mp_rename<List, boost::mp11::mp_list>*>(nullptr));
  // The codec writes an enumerator by its index.
  static_assert(
      [] {
        std::size_t index = 0;
        bool dense = true;
        boost::mp11::mp_for_each<List>(
            [&](auto d) { dense = dense && static_cast<std::size_t>(d.value) == index++; });
        return dense;
      }(),
      "a described enum starts at 0 and has no gaps");
};

// What booleans, integers and enumerators have in common: they are numbers.
template <class T>
constexpr Type number_type(Shape shape, std::string_view name) {
  Type type{};
  type.shape = shape;
  type.name = name;
  type.get = [](const void* o) noexcept {
    return static_cast<std::int64_t>(*static_cast<const T*>(o));
  };
  type.set = [](void* o, std::int64_t v) noexcept { *static_cast<T*>(o) = static_cast<T>(v); };
  return type;
}

template <class T>
constexpr Type integer_type() {
  if constexpr (std::is_same_v<T, bool>) {
    return number_type<T>(Shape::boolean, "boolean");
  } else {
    Type type = number_type<T>(Shape::integer, sizeof(T) <= 4 ? "int32" : "int64");
    type.min = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    type.max = static_cast<std::int64_t>(std::numeric_limits<T>::max());
    return type;
  }
}

constexpr Type double_type() {
  Type type{};
  type.shape = Shape::number;
  type.name = "number";
  return type;
}

template <class T>
constexpr Type enum_type() {
  Type type = number_type<T>(Shape::enumeration, dotted_name<T>);
  type.names = EnumNames<T>::table;
  return type;
}

template <class T>
constexpr Type text_type() {
  Type type{};
  type.shape = Shape::text;
  type.name = "string";
  if constexpr (std::is_same_v<T, SecretText>) {
    type.secret = true;
    type.text = [](void* o) noexcept { return &static_cast<SecretText*>(o)->reveal(); };
  } else {
    type.text = [](void* o) noexcept { return static_cast<std::string*>(o); };
  }
  return type;
}

template <class T>
constexpr Type id_type() {
  Type type{};
  type.shape = Shape::scalar;
  type.name = "uuid";
  type.print = [](std::string& out, const void* o) { append_text(out, *static_cast<const T*>(o)); };
  type.parse = [](std::string_view text, void* o) noexcept {
    const auto uuid = parse_uuid(text);
    if (uuid) static_cast<Uuid&>(*static_cast<T*>(o)) = *uuid;
    return uuid.has_value();
  };
  return type;
}

template <class T>
constexpr Type list_type() {
  using Item = typename Element<T>::type;
  Type type{};
  type.shape = Shape::list;
  type.name = "list";
  type.element = &type_of<Item>;
  type.size = [](const void* o) noexcept { return static_cast<const T*>(o)->size(); };
  type.item = [](void* o, std::size_t i) noexcept -> void* { return &(*static_cast<T*>(o))[i]; };
  type.append = [](void* o) -> void* { return &static_cast<T*>(o)->emplace_back(); };
  return type;
}

template <class T>
constexpr Type optional_type() {
  using Item = typename Element<T>::type;
  Type type{};
  type.shape = Shape::optional;
  type.name = "optional";
  type.element = &type_of<Item>;
  type.value = [](void* o) noexcept -> void* {
    auto& optional = *static_cast<T*>(o);
    return optional ? &*optional : nullptr;
  };
  type.emplace = [](void* o) -> void* { return &static_cast<T*>(o)->emplace(); };
  return type;
}

template <class T>
constexpr Type object_type() {
  Type type{};
  type.shape = Shape::object;
  type.name = dotted_name<T>;
  type.fields = ObjectFields<T>::table;
  return type;
}

template <class T>
constexpr Type make_type() {
  if constexpr (std::is_integral_v<T>) {
    return integer_type<T>();
  } else if constexpr (std::is_same_v<T, double>) {
    return double_type();
  } else if constexpr (std::is_enum_v<T>) {
    return enum_type<T>();
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, SecretText>) {
    return text_type<T>();
  } else if constexpr (std::is_base_of_v<Uuid, T>) {
    return id_type<T>();
  } else if constexpr (is_vector<T>) {
    return list_type<T>();
  } else if constexpr (is_optional<T>) {
    return optional_type<T>();
  } else {
    return object_type<T>();
  }
}

}  // namespace kernel::detail

namespace kernel {

template <class T>
const Type& type_of() noexcept {
  static constexpr Type type = detail::make_type<T>();
  return type;
}

// Kernel values that every contract uses; defined once, in kernel.
template <>
const Type& type_of<WallTime>() noexcept;
template <>
const Type& type_of<Currency>() noexcept;
template <>
const Type& type_of<Money>() noexcept;

template <Message M>
const MessageType& message_type() noexcept {
  static const MessageType type{detail::dotted_name<M>,
                                detail::module_of<M>(),
                                M::kind,
                                is_bounded(type_of<M>()),
                                &type_of<M>,
                                &type_of<typename M::Reply>};
  return type;
}

template <Event E>
const EventType& event_type() noexcept {
  static const EventType type{detail::dotted_name<E>, detail::module_of<E>(), &type_of<E>};
  return type;
}

}  // namespace kernel
