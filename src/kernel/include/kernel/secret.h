// kernel: a value that must not be printed: tokens, keys, passwords. Prints as ***.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace kernel {

template <class T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_(std::move(value)) {}
  const T& reveal() const noexcept { return value_; }
  T& reveal() noexcept { return value_; }
  bool operator==(const Secret&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  T value_{};
};

using SecretText = Secret<std::string>;

}  // namespace kernel
