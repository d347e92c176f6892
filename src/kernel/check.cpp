#include <fmt/format.h>

#include "kernel/describe.h"
#include "kernel/json.h"
#include "kernel/message.h"

namespace kernel {

namespace {

struct Bounds {
  std::int64_t min;
  std::int64_t max;
};

class Checker {
 public:
  explicit Checker(std::vector<Fault>& faults) : faults_(faults) {}

  void check(const Type& type, void* object, const Bounds* bounds) {
    switch (type.shape) {
      case Shape::boolean:
      case Shape::number:
      case Shape::scalar:
      case Shape::enumeration:
        return;
      case Shape::integer:
        if (bounds != nullptr) between(type.get(object), *bounds, "");
        return;
      case Shape::text: {
        const Bounds any{0, text_max};
        const auto size = static_cast<std::int64_t>(type.text(object)->size());
        return between(size, bounds != nullptr ? *bounds : any, " bytes long");
      }
      case Shape::optional:
        if (void* value = type.value(object)) check(type.element(), value, bounds);
        return;
      case Shape::list:
        return check_list(type, object, bounds);
      case Shape::object:
        for (const Field& field : type.fields) {
          const Bounds limits{field.min, field.max};
          below(field.name,
                [&] { check(field.type(), field.at(object), field.limited ? &limits : nullptr); });
        }
        return;
    }
  }

 private:
  void check_list(const Type& type, void* object, const Bounds* bounds) {
    const Bounds any{0, list_max};
    const std::size_t size = type.size(object);
    between(static_cast<std::int64_t>(size), bounds != nullptr ? *bounds : any, " items long");
    const Type& element = type.element();
    if (!is_bounded(element)) return;
    for (std::size_t i = 0; i < size; ++i)
      below(std::to_string(i), [&] { check(element, type.item(object, i), nullptr); });
  }

  void between(std::int64_t value, const Bounds& bounds, std::string_view unit) {
    if (value >= bounds.min && value <= bounds.max) return;
    faults_.push_back(
        {pointer_, fmt::format("must be {} to {}{}, not {}", bounds.min, bounds.max, unit, value)});
  }

  template <class F>
  void below(std::string_view token, F what) {
    const std::size_t length = pointer_.size();
    pointer_ += '/';
    pointer_ += token;
    what();
    pointer_.resize(length);
  }

  std::vector<Fault>& faults_;
  std::string pointer_;
};

}  // namespace

bool is_bounded(const Type& type) noexcept {
  switch (type.shape) {
    case Shape::boolean:
    case Shape::scalar:
    case Shape::integer:
    case Shape::number:
    case Shape::enumeration:
      return false;
    case Shape::text:
    case Shape::list:
      return true;
    case Shape::optional:
      return is_bounded(type.element());
    case Shape::object:
      for (const Field& field : type.fields)
        if (field.limited || is_bounded(field.type())) return true;
      return false;
  }
  return false;
}

namespace json {

std::vector<Fault> check(const Type& type, const void* object) {
  std::vector<Fault> faults;
  Checker(faults).check(type, const_cast<void*>(object), nullptr);  // reads only
  return faults;
}

}  // namespace json

void check_bounds(const Type& type, const void* object) {
  if (auto faults = json::check(type, object); !faults.empty())
    throw Error(Code::invalid_argument, "a value is out of bounds", std::move(faults));
}

}  // namespace kernel
