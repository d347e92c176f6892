// kernel: values into and out of SQL.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "kernel/id.h"
#include "kernel/time.h"

namespace kernel {

struct Null {};
struct Blob {
  std::string_view bytes;
};

// A bound argument. Points into what it was made from: use it in the same expression.
class Value {
 public:
  Value() : value_(Null{}) {}
  Value(std::nullopt_t) : value_(Null{}) {}
  Value(bool value) : value_(std::int64_t{value}) {}
  template <std::integral T>
  Value(T value) : value_(static_cast<std::int64_t>(value)) {}
  template <class T>
    requires std::is_enum_v<T>
  Value(T value) : value_(static_cast<std::int64_t>(value)) {}
  Value(double value) : value_(value) {}
  Value(std::string_view text) : value_(text) {}
  Value(const std::string& text) : value_(std::string_view(text)) {}
  Value(const char* text) : value_(std::string_view(text)) {}
  Value(Blob blob) : value_(blob) {}
  Value(const Uuid& id)
      : value_(Blob{{reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}}) {}
  Value(WallTime time) : value_(time.ms) {}
  template <class T>
  Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value()) {}

  using Variant = std::variant<Null, std::int64_t, double, std::string_view, Blob>;
  const Variant& get() const noexcept { return value_; }

 private:
  Variant value_;
};

namespace detail {
struct RowAccess {  // the engine's cursor
  virtual ~RowAccess() = default;
  enum class Kind { null, integer, real, bytes };
  virtual int columns() const = 0;
  virtual Kind kind(int column) const = 0;
  bool is_null(int column) const { return kind(column) == Kind::null; }
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;  // text and blobs
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
T column_value(const RowAccess& row, int column) {
  if constexpr (IsOptional<T>::value) {
    if (row.is_null(column)) return std::nullopt;
    return column_value<typename T::value_type>(row, column);
  } else if constexpr (std::is_same_v<T, WallTime>) {
    return WallTime{row.integer(column)};
  } else if constexpr (std::is_base_of_v<Uuid, T>) {
    T id{};
    const auto bytes = row.bytes(column);
    // Not memcpy: an empty blob is at null, which it must not be given.
    std::copy_n(bytes.begin(), std::min(bytes.size(), id.bytes.size()), id.bytes.begin());
    return id;
  } else if constexpr (std::is_same_v<T, bool>) {
    return row.integer(column) != 0;
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return static_cast<T>(row.integer(column));
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(row.real(column));
  } else {
    return T(row.bytes(column));
  }
}
}  // namespace detail

// A row while it is being read; string_views of it die with the next one.
class RowView {
 public:
  explicit RowView(const detail::RowAccess& access) : access_(access) {}

  // get<std::string>(0), get<OrderId>(1), get<std::optional<std::int64_t>>(2), …
  template <class T>
  T get(int column) const {
    return detail::column_value<T>(access_, column);
  }
  const detail::RowAccess& access() const noexcept { return access_; }

 private:
  const detail::RowAccess& access_;
};

// A row of its own.
class Row {
 public:
  explicit Row(const RowView& view);
  template <class T>
  T get(int column) const {
    return detail::column_value<T>(access_, column);
  }

 private:
  struct Copy final : detail::RowAccess {
    int columns() const override { return static_cast<int>(values.size()); }
    Kind kind(int column) const override;
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view bytes(int column) const override;
    std::vector<std::variant<Null, std::int64_t, double, std::string>> values;
  };
  Copy access_;
};

}  // namespace kernel
