// kernel: how a plain struct tells its fields. A contract describes each of its types once:
//
//     struct AddItem {
//       static constexpr Limit limits[] = {{"quantity", 1, 100'000}};
//       CartOwner owner;
//       ProductId product_id;
//       int quantity = 1;
//     };
//     BOOST_DESCRIBE_STRUCT(AddItem, (), (owner, product_id, quantity))
//
// From the description come the JSON codec, the bounds that are checked on every transport, the
// schemas of `cleave contract` and OpenAPI. The tables themselves are made by describe_impl.h,
// which only the contracts' .cpp files include.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace kernel {

// Bounds, inclusive, of the field `field`: a number's value, a text's length in bytes, a list's
// length. Applies inside an optional to the value. A field without one has its type's bounds; a
// text without one is at most text_max long.
struct Limit {
  std::string_view field;
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

inline constexpr std::int64_t text_max = 4096;
inline constexpr std::int64_t list_max = 10'000;

// number: a double; JSON has no infinity and no NaN, they are written as null.
enum class Shape { boolean, integer, number, text, scalar, enumeration, object, list, optional };

struct Type;

struct Field {
  std::string_view name;
  const Type& (*type)() noexcept;
  void* (*at)(void* object) noexcept;
  std::int64_t min;
  std::int64_t max;
  bool limited;  // a Limit names it
};

// What is known of a described type at run time; one static object per type. The functions belong
// to the shapes that the comments name and are null elsewhere.
struct Type {
  Shape shape;
  std::string_view name;                    // "cart.Line"; scalars: their format, "uuid"
  std::span<const Field> fields;            // object
  std::span<const std::string_view> names;  // enumeration
  const Type& (*element)() noexcept;        // list, optional
  std::int64_t min;                         // integer: bounds of the C++ type
  std::int64_t max;
  std::int64_t (*get)(const void*) noexcept;             // boolean, integer, enumeration (index)
  void (*set)(void*, std::int64_t) noexcept;             // the same
  std::string* (*text)(void*) noexcept;                  // text
  void (*print)(std::string& out, const void*);          // scalar
  bool (*parse)(std::string_view text, void*) noexcept;  // scalar
  std::size_t (*size)(const void*) noexcept;             // list
  void* (*item)(void*, std::size_t) noexcept;            // list
  void* (*append)(void*);                                // list: a new last element
  void* (*value)(void*) noexcept;                        // optional: null when empty
  void* (*emplace)(void*);                               // optional
  bool secret;                                           // prints as *** in logs
};

// Defined where the contract's .cpp instantiates it.
template <class T>
const Type& type_of() noexcept;

// "cart::AddItem" → "cart.AddItem", without run-time type information.
template <class T>
constexpr std::string_view qualified_name() {
  std::string_view name = __PRETTY_FUNCTION__;
  name.remove_prefix(name.find("T = ") + 4);
  return name.substr(0, name.find_first_of(";]"));
}

}  // namespace kernel
